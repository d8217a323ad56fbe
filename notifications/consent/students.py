"""Decides what students may follow: high-school classes, while the office's list includes them.

Checked when a student subscribes, and whenever a message would be sent to one.
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
    """Why a student may not follow a page, as the mail to the student explains."""

    NOT_LISTED = "not_listed"
    NOT_HIGH_SCHOOL = "not_high_school"


def refusal(address: str, place: sources.Place) -> Refusal | None:
    """Returns why the owner of this normalized address may not follow the page; None if they may.
    No query for an address that is not a student's."""
    match standings([address]).get(address):
        case Standing.UNLISTED:
            return Refusal.NOT_LISTED
        case Standing.LISTED if not sources.in_high_school(place.source):
            return Refusal.NOT_HIGH_SCHOOL
    return None


def may_follow(person: int, places: Collection[sources.Place]) -> list[sources.Place]:
    """Returns the pages that the subscriber with this key may follow: all, except for students. At
    most five queries, one for people who are not students."""
    standing = standings_of_people([person]).get(person)
    if standing is None:
        return list(places)
    return sources.in_high_schools(places) if standing is Standing.LISTED else []


def standings_of_people(people: Collection[int]) -> dict[int, Standing]:
    """Returns the students among these subscribers, by key, each with their standing, from their
    email addresses, whatever the channel. At most four queries, one if nobody is a student."""
    return _standings(people) if people else {}


def students_among(people: QuerySet[Any]) -> list[int]:
    """Returns the keys of the students among the subscribers in this query of keys. The number of
    queries is that of `standings_of_people`."""
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
    by_address = standings(address for _person, address in owners)
    # If someone has several addresses, the strictest standing counts.
    return {
        person: by_address[address]
        for person, address in sorted(
            owners, key=lambda row: by_address.get(row[1]) is Standing.UNLISTED
        )
        if address in by_address
    }
