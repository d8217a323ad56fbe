"""Registers the editor's link to the staff area, and the office's screens."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .entitlements.office import WaitingPanel
from .issuing.panel import NewSignaturePanel
from .office.viewsets import OfficeGroup


@hooks.register("register_admin_menu_item")
def my_signature() -> MenuItem:
    return MenuItem(
        _("My signature"), reverse_lazy("signatures:my_signature"), icon_name="edit", order=9000
    )


@hooks.register("register_admin_viewset")
def office_screens() -> OfficeGroup:
    return OfficeGroup()


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels += [WaitingPanel(), NewSignaturePanel()]
