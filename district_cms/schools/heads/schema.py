"""Things as search engines read them, in the words of schema.org. Pure: whole addresses come in."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

type Thing = dict[str, Any]


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Thing:
    """The way to a page, home first: (title, address)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": url}
            for number, (title, url) in enumerate(steps, start=1)
        ],
    }


def school(*, name: str, url: str, **known: str) -> Thing:
    """`known` may hold telephone, email, street, city, and the district's name as `district`."""
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
    """A class at the school `at`."""
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
    found: Iterable[Mapping[str, Any]], *, zone: dt.tzinfo, url: str, at: Thing
) -> list[Thing]:
    """Those that everyone may see whole; what is for families only is left out. Times in `zone`;
    `url` is the whole address of the page that shows them."""
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
        for event in found
        if not event["families_only"]
    ]


def _organization(name: str) -> Thing:
    return {"@type": "EducationalOrganization", "name": name}


def _moment(day: dt.date, hour: dt.time | None, zone: dt.tzinfo) -> str:
    return day.isoformat() if hour is None else dt.datetime.combine(day, hour, zone).isoformat()


def _without_empty(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value}
