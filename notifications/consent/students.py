"""What students may follow: classes of high schools, while they are on the office's list.

Asked when a student subscribes, and again whenever something would be sent to one.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from district_cms.students.rules import Standing
from district_cms.students.selectors import standings

from .. import sources
from ..models import Channel, VerifiedAddress

__all__ = [
    "Refusal",
    "Standing",
    "may_follow",
    "refusal",
    "standings",
    "standings_of_people",
    "students_among",
]


class Refusal(StrEnum):
    """Why a student may not follow a page, as the mail to the student says it."""

    NOT_LISTED = "not_listed"
    NOT_HIGH_SCHOOL = "not_high_school"


def refusal(address: str, place: sources.Place) -> Refusal | None:
    """Why the owner of this normalized address may not follow the page; None where they may. No
    query for whoever is no student."""
    match standings([address]).get(address):
        case Standing.UNLISTED:
            return Refusal.NOT_LISTED
        case Standing.LISTED if not sources.in_high_school(place.source):
            return Refusal.NOT_HIGH_SCHOOL
    return None


def may_follow(person: int, places: Collection[sources.Place]) -> list[sources.Place]:
    """Those of these pages that the subscriber with this key may follow: all of them, but for a
    student. Five queries at most, one for whoever is no student."""
    standing = standings_of_people([person]).get(person)
    if standing is None:
        return list(places)
    return sources.in_high_schools(places) if standing is Standing.LISTED else []


def standings_of_people(people: Collection[int]) -> dict[int, Standing]:
    """The students among these subscribers, by their keys, each with what holds of them: by their
    email addresses, whatever the channel. Four queries at most, one where none is a student."""
    return _standings(people) if people else {}


def students_among(people: QuerySet[Any]) -> list[int]:
    """The keys of the students among the subscribers of this query of keys. As many queries."""
    return list(_standings(people))


def _standings(people: Collection[int] | QuerySet[Any]) -> dict[int, Standing]:
    domains = settings.STUDENT_EMAIL_DOMAINS
    if not domains:
        return {}
    of_students = Q()
    for domain in domains:
        of_students |= Q(address__endswith=f"@{domain}") | Q(address__endswith=f".{domain}")
    rows = VerifiedAddress.objects.filter(
        of_students, channel=Channel.EMAIL, subscriber__in=people
    ).values_list("subscriber_id", "address")
    owners = list(rows)
    found = standings(address for _person, address in owners)
    # Someone with several addresses is held to the strictest.
    return {
        person: found[address]
        for person, address in sorted(
            owners, key=lambda row: found.get(row[1]) is Standing.UNLISTED
        )
        if address in found
    }
