"""The subscribe panel of class, teacher and school pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from .. import sources


def school_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The panel of all classes, and below it the school's notices alone; where no class offers
    anything, the notices have the panel to themselves."""
    if not page.pk:
        return {}
    place = sources.place_of("school", page)
    notices = _addresses(sources.place_of("notices", page))
    if not (place.offers or place.offers_texts):
        return {"subscribe_panel": {"scope": "notices", "title": place.title, **notices}}
    panel = _shown(place)
    panel["subscribe_panel"]["notices"] = notices
    return panel


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
    panel = {"scope": place.scope, "title": place.title, **_addresses(place)}
    return {"subscribe_panel": panel}


def _addresses(place: sources.Place) -> dict[str, str]:
    arguments = [place.scope, place.page]
    return {
        "action": reverse("notifications:subscribe", args=arguments) if place.offers else "",
        "by_text": reverse("texts:subscribe", args=arguments) if place.offers_texts else "",
    }
