"""Registers the reports and the panels on first screens."""

from typing import Any

from wagtail import hooks

from district_cms.web.accounts import SignedInRequest

from . import menu
from .authorizations import report as authorizations
from .authorizations.panels import AuthorizationsPanel
from .panels import ExplanationsPanel

hooks.register("register_reports_menu_item", menu.menu_item)
hooks.register("register_admin_urls", menu.urls)
hooks.register("register_reports_menu_item", authorizations.menu_item)
hooks.register("register_admin_urls", authorizations.urls)


@hooks.register("construct_homepage_panels", order=100)
def add_explanations(request: SignedInRequest, panels: list[Any]) -> None:
    panels.append(ExplanationsPanel(request.user))
    panels.append(AuthorizationsPanel(request.user))
