"""Template context: the subscribe panel of class, activity, teacher and school pages, and the
notices of a class."""

from typing import Any, Final
from uuid import uuid5

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.schools.languages.titles import reader
from district_cms.schools.search.sources import Screen, listing_of, register_listing

from .. import sources
from ..notices.recipients import posted
from ..notices.wording import language_of


def school_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    """Returns the panel for all classes, with the school's notices below. If no class offers
    messages, the panel offers only the notices."""
    if not page.pk:
        return {}
    place = sources.place_of("school", page)
    notices = _addresses(sources.place_of("notices", page))
    if not (place.offers or place.offers_texts):
        return {"subscribe_panel": {"scope": "notices", "title": place.title_read, **notices}}
    return _panel_of(place, notices=notices)


def teacher_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("teacher", page)


def class_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return {**_panel("class", page), "class_notices": class_notices(page)}


def class_notices(page: Page) -> list[dict[str, Any]]:
    """Returns [{"text", "language", "at"}] for the notices on a class page."""
    if not page.pk:
        return []
    notices = [(notice, language_of(notice, reader())) for notice in posted(page)]
    return [
        {"text": getattr(notice, f"text_{own}"), "language": own, "at": notice.sent_at}
        for notice, own in notices
    ]


def notices_in_feed(page: Page, **kwargs: Any) -> list[dict[str, Any]]:
    """Returns these notices as entries of the class's feed."""
    return [
        {
            "title": Truncator(notice.text_en).chars(60),
            "link": page.get_full_url(),
            "unique_id": uuid5(page.translation_key, f"notice:{notice.pk}").urn,
            "description": escape("\n".join(filter(None, [notice.text_en, notice.text_es]))),
            "pubdate": notice.sent_at,
            "updateddate": notice.sent_at,
            "language": "en",
        }
        for notice in (posted(page) if sources.is_class(page) else ())
    ]


def activity_panel(page: Page, request: HttpRequest) -> dict[str, Any]:
    return _panel("activity", page)


def _panel(scope: str, page: Page) -> dict[str, Any]:
    # A previewed page without a key has no place in the tree yet.
    return _panel_of(sources.place_of(scope, page)) if page.pk else {}


def _panel_of(place: sources.Place | None, **more: Any) -> dict[str, Any]:
    """Returns `subscribe_panel`, empty for pages that offer neither mail nor texts."""
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


LISTING: Final = "messages"


def _screens() -> dict[str, Screen]:
    screens = {
        "choose": Screen(
            _("Your family page and your updates"),
            reverse("notifications:request_link"),
            "stop unsubscribe cancel emails email address preferences language pause family page "
            "subscription cancelar dejar de recibir correos electrónicos suscripción pausar idioma",
        ),
        "privacy": Screen(
            _("Privacy"),
            reverse("privacy"),
            "privacy personal data FERPA Title IX Section 504 nondiscrimination homeless report "
            "card datos personales privacidad",
        ),
    }
    if settings.TEXT_PROVIDER:
        screens["texts"] = Screen(
            _("About our text messages"),
            reverse("texts:about"),
            "stop SMS text messages texts phone number "
            "mensajes de texto cancelar dejar de recibir celular",
        )
    return screens


def register() -> None:
    register_listing(LISTING, listing_of(_screens))
