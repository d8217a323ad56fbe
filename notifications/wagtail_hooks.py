"""Registers the editor's screens about messages."""

from collections.abc import Iterator
from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.web.accounts import SignedInRequest

from . import sources
from .guardians.viewsets import guardian_viewset
from .notices.panel import MessagesPanel, WaitingNoticesPanel
from .notices.screens import history
from .notices.screens.class_notice import class_notice_viewset
from .notices.screens.message import urgent_notice_viewset
from .screens import class_mail, retention
from .screens.deliveries import delivery_viewset
from .screens.outbox import outbox_viewset
from .suppressions.viewsets import suppression_viewset


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ModelViewSet]:
    return [
        outbox_viewset,
        delivery_viewset,
        suppression_viewset,
        urgent_notice_viewset,
        class_notice_viewset,
        guardian_viewset,
    ]


hooks.register("register_admin_menu_item", history.menu_item)


@hooks.register("register_admin_urls")
def register_notices() -> list[Any]:
    urls = history.urls(urgent_notice_viewset.add_view)
    return [path("notices/", include((urls, "notices")))]


hooks.register("register_reports_menu_item", retention.menu_item)
hooks.register("register_admin_urls", retention.urls)


@hooks.register("register_admin_urls")
def register_class_mail_switch() -> list[Any]:
    address = "classes/<int:classroom_id>/email/"
    return [path(address, class_mail.SwitchView.as_view(), name="notifications_class_mail")]


@hooks.register("construct_homepage_panels")
def add_class_mail_panel(request: SignedInRequest, panels: list[Any]) -> None:
    panels += [WaitingNoticesPanel(), class_mail.ClassMailPanel(), MessagesPanel()]


@hooks.register("register_page_header_buttons")
def class_mail_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if not sources.is_switched(page) or not sources.may_switch(user, page):
        return
    yield Button(
        class_mail.heading(),
        reverse("notifications_class_mail", args=[page.pk]),
        icon_name="mail",
        priority=30,
    )
    if sources.is_class(page):
        yield Button(
            _("Write a class notice"),
            reverse("class-notices:add", args=[page.pk]),
            icon_name="mail",
            priority=31,
        )
