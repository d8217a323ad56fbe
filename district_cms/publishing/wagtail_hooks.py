"""Registers the live check, the rules in Wagtail's own checker, and the gate's screens."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page

from . import views
from .editor.content_checker import with_our_rules
from .editor.live_check import LiveCheck, LiveCheckOfNew
from .editor.page_views import GatedPageViewSet, gated_page_viewset, session


@hooks.register("register_admin_urls")
def live_check_urls() -> list[Any]:
    new = "accessibility/check/new/<slug:content_type_app_name>/<slug:content_type_model_name>"
    return [
        path("session/", session, name="publishing_session"),
        path(
            "accessibility/check/<int:page_id>/", LiveCheck.as_view(), name="publishing_live_check"
        ),
        path(
            f"{new}/<int:parent_page_id>/",
            LiveCheckOfNew.as_view(),
            name="publishing_live_check_new",
        ),
    ]


@hooks.register("register_admin_viewset")
def editor_of_gated_pages() -> GatedPageViewSet:
    return gated_page_viewset


@hooks.register("insert_global_admin_js")
def scripts_of_every_screen() -> str:
    return format_html(
        '<script src="{}"></script><script type="module" src="{}"></script>',
        static("js/side_panel.js"),
        static("js/kept_text/everywhere.js"),
    )


@hooks.register("construct_wagtail_userbar")
def check_by_our_rules(request: HttpRequest, items: list[Any], page: Page) -> None:
    items[:] = [with_our_rules(item) for item in items]


@hooks.register("register_icons")
def icons(icons: list[str]) -> list[str]:
    return [*icons, "publishing/icons/reader.svg"]


hooks.register("register_admin_urls", views.urls)
hooks.register("register_page_header_buttons", views.page_buttons)
hooks.register("register_reports_menu_item", views.exceptions_item)
hooks.register("register_reports_menu_item", views.record_item)
