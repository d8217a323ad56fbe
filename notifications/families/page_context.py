"""The subscribe panel of class, teacher and school pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from .. import sources
from .poster import poster_link


def school_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("school", page, request)


def teacher_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("teacher", page, request)


def class_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("class", page, request)


def _panel(scope: str, page: Page, request: HttpRequest) -> dict[str, Any]:
    # A page that is only previewed has no place in the tree yet.
    return _shown(sources.place_of(scope, page), request) if page.pk else {}


def _shown(place: sources.Place | None, request: HttpRequest) -> dict[str, Any]:
    """`subscribe_panel`, on pages that offer mail or texts only. `poster` is for staff."""
    if place is None or not (place.offers or place.offers_texts):
        return {}
    arguments = [place.scope, place.page]
    return {
        "subscribe_panel": {
            "scope": place.scope,
            "title": place.title,
            "action": reverse("notifications:subscribe", args=arguments) if place.offers else "",
            "by_text": reverse("texts:subscribe", args=arguments) if place.offers_texts else "",
            "poster": poster_link(request, place.scope, place.page),
        }
    }
