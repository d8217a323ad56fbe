"""Registers the live check, and the district's rules with Wagtail's own checker."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from wagtail import hooks

from .content_checker import with_our_rules
from .views import LiveCheck, LiveCheckOfNew


@hooks.register("register_admin_urls")
def live_check_urls() -> list[Any]:
    new = "accessibility/check/new/<slug:content_type_app_name>/<slug:content_type_model_name>"
    return [
        path(
            "accessibility/check/<int:page_id>/", LiveCheck.as_view(), name="governance_live_check"
        ),
        path(
            f"{new}/<int:parent_page_id>/",
            LiveCheckOfNew.as_view(),
            name="governance_live_check_new",
        ),
    ]


@hooks.register("construct_wagtail_userbar")
def check_by_our_rules(request: HttpRequest, items: list[Any], page: Any) -> None:
    items[:] = [with_our_rules(item) for item in items]


@hooks.register("register_icons")
def icons(icons: list[str]) -> list[str]:
    return [*icons, "governance/icons/reader.svg"]
