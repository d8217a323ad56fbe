"""Registers the panel on first screens and the items of the reports menu."""

from typing import Any

from wagtail import hooks

from district_cms.web.accounts import SignedInRequest

from .panels import DeviationsPanel, authorizations_item, explanations_item

hooks.register("register_reports_menu_item", explanations_item)
hooks.register("register_reports_menu_item", authorizations_item)


@hooks.register("construct_homepage_panels", order=100)
def add_deviations(request: SignedInRequest, panels: list[Any]) -> None:
    panels.append(DeviationsPanel(request.user))
