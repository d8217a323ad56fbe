"""The subscribe panel of class, teacher and school pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from .. import sources


def school_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("school", page)


def teacher_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("teacher", page)


def class_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("class", page)


def _panel(scope: str, page: Page) -> dict[str, Any]:
    # A page that is only previewed has no place in the tree yet.
    return _shown(sources.place_of(scope, page)) if page.pk else {}


def _shown(place: sources.Place | None) -> dict[str, Any]:
    """`subscribe_panel`, on pages that offer mail or texts only."""
    if place is None or not (place.offers or place.offers_texts):
        return {}
    arguments = [place.scope, place.page]
    return {
        "subscribe_panel": {
            "scope": place.scope,
            "title": place.title,
            "action": reverse("notifications:subscribe", args=arguments) if place.offers else "",
            "by_text": reverse("texts:subscribe", args=arguments) if place.offers_texts else "",
        }
    }
