"""The subscribe panel of class, activity, teacher and school pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from .. import sources
from .poster import poster_link


def school_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The panel of all classes, and below it the school's notices alone; where no class offers
    anything, the notices have the panel to themselves."""
    if not page.pk:
        return {}
    place = sources.place_of("school", page)
    notices = _addresses(sources.place_of("notices", page))
    if not (place.offers or place.offers_texts):
        poster = poster_link(request, "school", place.page)
        panel = {"scope": "notices", "title": place.title_read, "poster": poster, **notices}
        return {"subscribe_panel": panel}
    return _shown(place, request, notices=notices)


def teacher_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("teacher", page, request)


def class_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("class", page, request)


def activity_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("activity", page, request)


def _panel(scope: str, page: Page, request: HttpRequest) -> dict[str, Any]:
    # A page that is only previewed has no place in the tree yet.
    return _shown(sources.place_of(scope, page), request) if page.pk else {}


def _shown(place: sources.Place | None, request: HttpRequest, **more: Any) -> dict[str, Any]:
    """`subscribe_panel`, on pages that offer mail or texts only. `poster` is for staff."""
    if place is None or not (place.offers or place.offers_texts):
        return {}
    poster = poster_link(request, place.scope, place.page)
    panel = {"scope": place.scope, "title": place.title_read, "poster": poster}
    return {"subscribe_panel": {**panel, **_addresses(place), **more}}


def _addresses(place: sources.Place) -> dict[str, str]:
    arguments = [place.scope, place.page]
    return {
        "action": reverse("notifications:subscribe", args=arguments) if place.offers else "",
        "by_text": reverse("texts:subscribe", args=arguments) if place.offers_texts else "",
    }
