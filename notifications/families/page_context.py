"""The subscribe panel of class, activity, teacher and school pages, and a class's notices."""

from typing import Any
from uuid import uuid5

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import Truncator
from wagtail.models import Page

from district_cms.schools.languages.titles import reader

from .. import sources
from ..notices.recipients import posted
from ..notices.wording import language_of


def school_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The panel of all classes, and below it the school's notices alone; where no class offers
    anything, the notices have the panel to themselves."""
    if not page.pk:
        return {}
    place = sources.place_of("school", page)
    notices = _addresses(sources.place_of("notices", page))
    if not (place.offers or place.offers_texts):
        return {"subscribe_panel": {"scope": "notices", "title": place.title_read, **notices}}
    return _shown(place, notices=notices)


def teacher_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("teacher", page)


def class_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return {**_panel("class", page), "class_notices": class_notices(page)}


def class_notices(page: Page) -> list[dict[str, Any]]:
    """[{"text", "language", "at"}] of the notices that stand on a class page."""
    if not page.pk:
        return []
    found = [(one, language_of(one, reader())) for one in posted(page)]
    return [
        {"text": getattr(one, f"text_{own}"), "language": own, "at": one.sent_at}
        for one, own in found
    ]


def notices_in_feed(page: Page, **kwargs: Any) -> list[dict[str, Any]]:
    """The same notices as entries of the class's feed."""
    return [
        {
            "title": Truncator(one.text_en).chars(60),
            "link": page.get_full_url(),
            "unique_id": uuid5(page.translation_key, f"notice:{one.pk}").urn,
            "description": escape("\n".join(filter(None, [one.text_en, one.text_es]))),
            "pubdate": one.sent_at,
            "updateddate": one.sent_at,
            "language": "en",
        }
        for one in (posted(page) if sources.is_class(page) else ())
    ]


def activity_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("activity", page)


def _panel(scope: str, page: Page) -> dict[str, Any]:
    # A page that is only previewed has no place in the tree yet.
    return _shown(sources.place_of(scope, page)) if page.pk else {}


def _shown(place: sources.Place | None, **more: Any) -> dict[str, Any]:
    """`subscribe_panel`, on pages that offer mail or texts only."""
    if place is None or not (place.offers or place.offers_texts):
        return {}
    panel = {"scope": place.scope, "title": place.title_read}
    return {"subscribe_panel": {**panel, **_addresses(place), **more}}


def _addresses(place: sources.Place) -> dict[str, str]:
    arguments = [place.scope, place.page]
    return {
        "action": reverse("notifications:subscribe", args=arguments) if place.offers else "",
        "by_text": reverse("texts:subscribe", args=arguments) if place.offers_texts else "",
    }
