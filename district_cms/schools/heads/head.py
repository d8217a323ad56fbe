"""The head of a page: structured data (schema.org) and metadata for link previews."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import get_language
from wagtail.models import Page

from district_cms.web.mail import site_root

from ..frame import frame_pages, school_path
from ..languages.addresses import in_language, requested_language
from .pictures import SharedPicture, picture_of

type Thing = dict[str, Any]


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Thing:
    """Returns the breadcrumb list from (title, address) pairs, home first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": url}
            for number, (title, url) in enumerate(steps, start=1)
        ],
    }


def school(*, name: str, url: str, **known: str) -> Thing:
    """Returns a school. `known` may have telephone, email, street, city, and the district's name as
    `district`."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": known.get("street", ""),
        "addressLocality": known.get("city", ""),
    }
    district = known.get("district", "")
    return _without_empty(
        {
            "@type": "School",
            "name": name,
            "url": url,
            "telephone": known.get("telephone", ""),
            "email": known.get("email", ""),
            "address": _without_empty(address) if known.get("street") or known.get("city") else "",
            "parentOrganization": _organization(district) if district else "",
        }
    )


def district(*, name: str, url: str) -> Thing:
    return {**_organization(name), "url": url}


def course(
    *, name: str, url: str, description: str, grade: str, subject: str, language: str, at: Thing
) -> Thing:
    """Returns a class at the school `at`."""
    return _without_empty(
        {
            "@type": "Course",
            "name": name,
            "url": url,
            "description": description,
            "educationalLevel": grade,
            "about": subject,
            "inLanguage": language,
            "provider": at,
        }
    )


def events(
    rows: Iterable[Mapping[str, Any]], *, zone: dt.tzinfo, url: str, at: Thing
) -> list[Thing]:
    """Returns the events that are visible to everyone; events for families only are left out. Times
    are in `zone`; `url` is the absolute address of the page that lists them."""
    return [
        _without_empty(
            {
                "@type": "Event",
                "name": event["title"],
                "startDate": _moment(event["date"], event["start"], zone),
                "endDate": _moment(event["date"], event["end"], zone) if event["end"] else "",
                "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
                "location": {
                    "@type": "Place",
                    "name": event["place"] or at["name"],
                    "address": at.get("address") or at["name"],
                },
                "organizer": at,
                "inLanguage": event["language"],
                "url": urljoin(url, event["url"]),
            }
        )
        for event in rows
        if not event["families_only"]
    ]


def _organization(name: str) -> Thing:
    return {"@type": "EducationalOrganization", "name": name}


def _moment(day: dt.date, hour: dt.time | None, zone: dt.tzinfo) -> str:
    return day.isoformat() if hour is None else dt.datetime.combine(day, hour, zone).isoformat()


def _without_empty(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value}


LONGEST_DESCRIPTION: Final = 200
LOCALES: Final = {"en": "en_US", "es": "es_US"}
"""Open Graph's locales of the site's languages."""
_SEPARATOR: Final = " – "


@dataclass(frozen=True, slots=True)
class Head:
    """`title` has no district name. All addresses are absolute. `url` is the page's own, with the
    language that the request's address names; `in_languages` has (tag, address) for every
    language."""

    title: str
    description: str
    url: str
    in_languages: Sequence[tuple[str, str]]
    is_article: bool
    locale: str
    picture: SharedPicture
    things: Sequence[Thing]


def head_of(page: Any, context: dict[str, Any], frame: list[Page], request: HttpRequest) -> Head:
    """Returns the head of a `DistrictPage`, rendered with this context and frame. No query."""
    root = root_of(page, request)
    url = root + (page.get_url(request) or "")
    things = page.structured_data(context, url)
    crumbs = [(crumb["title"], root + (crumb["url"] or "")) for crumb in context["breadcrumbs"]]
    if crumbs:
        things = [*things, breadcrumbs([*crumbs, (page.title_read, url)])]
    written = page.written_description(context)
    return Head(
        title=title_of(page, context),
        description=Truncator(" ".join(written.split())).chars(LONGEST_DESCRIPTION),
        url=_in_requested_language(url, request),
        in_languages=in_languages(url),
        is_article=page.is_article,
        locale=LOCALES.get(get_language() or "", LOCALES["en"]),
        picture=picture_of(school_path(page.path), frame, root, request),
        things=things,
    )


def head_of_screen(request: HttpRequest, *, title: str, description: str, school: str = "") -> Head:
    """Returns the head of a public page outside the tree: of the school at this tree path, or of
    the district. No query."""
    root = site_root()
    url = root + request.path
    return Head(
        title=title,
        description=description,
        url=_in_requested_language(url, request),
        in_languages=in_languages(url),
        is_article=False,
        locale=LOCALES.get(get_language() or "", LOCALES["en"]),
        picture=picture_of(school, frame_pages(), root, request),
        things=[],
    )


def _in_requested_language(url: str, request: HttpRequest) -> str:
    return in_language(url, language) if (language := requested_language(request)) else url


def in_languages(url: str) -> list[tuple[str, str]]:
    """Returns (tag, address) of a public page in each language, and "x-default" for the reader's
    own."""
    return [
        *((code, in_language(url, code)) for code, _name in settings.LANGUAGES),
        ("x-default", url),
    ]


def title_of(page: Any, context: dict[str, Any]) -> str:
    """Returns "Fractions – Math 3 – Juniper Creek Elementary": the page, its parent or owner, the
    school."""
    own = page.written_title or page.name_in_title
    parts = [own, page.whose_in_title(context), page.school_title_read]
    return _SEPARATOR.join(dict.fromkeys(part for part in parts if part))


def root_of(page: Any, request: HttpRequest) -> str:
    """Returns "https://www.larkspur.example", from the site's settings, whatever host the request
    used."""
    parts = page.get_url_parts(request)
    return str(parts[1]) if parts and parts[1] else ""
