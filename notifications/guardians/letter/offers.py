"""The classes to which a letter invites: those of the children for whom the guardian may be
contacted."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from district_cms.web.bulk_sql import one_of

from ... import sources
from ...models import Channel, ConsentRecord, Subscription, VerifiedAddress
from ..reach import reachable


@dataclass(frozen=True, slots=True)
class Offer:
    """What one address is invited to: running classes by school and name. `is_new` is True if one
    of them sends email that does not come to this address yet."""

    language: str
    places: tuple[sources.Place, ...]
    is_new: bool

    @property
    def schools(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(place.school for place in self.places))


def offers(addresses: Collection[str], today: dt.date) -> dict[str, Offer]:
    """Returns the offer of each of these addresses that the district may contact for a student with
    a running class. A fixed number of queries."""
    rows = (
        reachable(Channel.EMAIL, on=today)
        .filter(guardian__email__in=one_of(str, addresses))
        .order_by("guardian__key")
        .values_list("guardian__email", "guardian__language", "student")
    )
    languages: dict[str, str] = {}
    students: dict[str, set[int]] = defaultdict(set)
    for address, language, student in rows:
        languages.setdefault(address, language)
        students[address].add(student)
    classes = sources.classes_of_students(
        {each for own in students.values() for each in own}, today
    )
    every = {key for own in classes.values() for key in own}
    places = sources.places((("class", key) for key in every), today)
    followed = _followed(students, today)
    found: dict[str, Offer] = {}
    for address, own in students.items():
        keys = {key for student in own for key in classes.get(student, ())}
        to = [place for key in keys if (place := places.get(("class", key))) is not None]
        if to:
            to.sort(key=lambda place: (place.school, place.title, str(place.page)))
            new = any(each.offers and each.page not in followed[address] for each in to)
            found[address] = Offer(languages[address], tuple(to), new)
    return found


def _followed(addresses: Collection[str], today: dt.date) -> dict[str, set[UUID]]:
    """Returns the classes whose updates already come to each address, however subscribed."""
    rows = Subscription.objects.active().filter(
        channel=Channel.EMAIL,
        subscriber__addresses__channel=Channel.EMAIL,
        subscriber__addresses__address__in=one_of(str, addresses),
    )
    running = list(rows.values_list("subscriber__addresses__address", "scope", "page_uuid"))
    covered = sources.covered({(scope, page) for _address, scope, page in running}, today)
    followed: dict[str, set[UUID]] = defaultdict(set)
    for address, scope, page in running:
        followed[address].update(each.page for each in covered.get((scope, page), ()))
    return followed


def stopped(addresses: Collection[str]) -> list[str]:
    """Returns the addresses whose owners once got updates by email and stopped all of them. The end
    of a school year is no stop. Two queries."""
    still = Subscription.objects.active().filter(
        subscriber=OuterRef("subscriber"), channel=Channel.EMAIL
    )
    known = VerifiedAddress.objects.filter(
        ~Exists(still), channel=Channel.EMAIL, address__in=one_of(str, addresses)
    )
    owners = dict(known.values_list("subscriber__uuid", "address"))
    withdrawn = ConsentRecord.objects.filter(
        subscriber_uuid__in=one_of(UUID, owners.keys()),
        act=ConsentRecord.Act.WITHDRAWN,
        channel=Channel.EMAIL,
    ).exclude(source=ConsentRecord.Source.YEAR_END)
    people = set(withdrawn.values_list("subscriber_uuid", flat=True))
    return [address for uuid, address in owners.items() if uuid in people]
