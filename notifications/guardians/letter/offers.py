"""The classes to which a letter invites: those of the children for whom the guardian may be
contacted."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from district_cms.web.bulk_sql import one_of

from ... import sources
from ...models import Channel
from ..reach import reachable


class Offer(NamedTuple):
    """What one address is invited to: running classes by school and name."""

    language: str
    places: tuple[sources.Place, ...]


def offers(addresses: Collection[str], today: dt.date) -> dict[str, Offer]:
    """Returns the offer of each of these addresses that the district may contact for a student with
    a running class. A fixed number of queries."""
    rows = reachable(Channel.EMAIL, on=today).filter(guardian__email__in=one_of(str, addresses))
    languages: dict[str, str] = {}
    students: dict[str, set[int]] = defaultdict(set)
    for address, language, student in rows.order_by("guardian__key").values_list(
        "guardian__email", "guardian__language", "student"
    ):
        languages.setdefault(address, language)
        students[address].add(student)
    classes = sources.classes_of_students(set().union(*students.values()), today)
    keys = {key for own in classes.values() for key in own}
    places = sources.places((("class", key) for key in keys), today)
    ordered = sorted(places.values(), key=lambda each: (each.school, each.title, each.page))
    by_address: dict[str, Offer] = {}
    for address, own in students.items():
        mine = {key for student in own for key in classes.get(student, ())}
        if listed := tuple(place for place in ordered if place.page in mine):
            by_address[address] = Offer(languages[address], listed)
    return by_address
