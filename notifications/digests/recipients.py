"""Loads the possible recipients of digests: people, their subscriptions and what was already sent
to them. `grouping` decides what each gets."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from district_cms.web.bulk_sql import is_one_of, one_of

from .. import sources
from ..consent.students import Standing, standings_of_people
from ..models import (
    Channel,
    DigestItem,
    Message,
    MessageClass,
    Rhythm,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from ..rules.state import State
from .grouping import SCOPES, Recipient, SubscribedScope

WEEK: Final = dt.timedelta(days=7)
RECURRING: Final = (MessageClass.SUBSCRIPTION, MessageClass.NOTICE, MessageClass.YEAR_END)
NEVER_CAME: Final = (State.CANCELED, State.REJECTED)


def numbers_that_had_enough(week: Q) -> Any:
    """Returns a query, one row per number, for the numbers that received the maximum of the texts
    selected by `week`."""
    texts = Message.objects.filter(week, channel=Channel.TEXT, message_class__in=RECURRING)
    counted = texts.exclude(state__in=NEVER_CAME).order_by().values("address")
    enough = counted.annotate(number=Count("pk")).filter(number__gte=settings.TEXTS_A_WEEK_AT_MOST)
    return enough.values_list("address", flat=True)


AT_ONCE = 1_000


class _Known(NamedTuple):
    """One verified address and its owner: a light, read-only row, because thousands are loaded."""

    pk: int
    address: str
    person: int
    uuid: UUID
    language: str
    rhythm: str
    paused_until: dt.datetime | None


def recipients(
    directory: sources.Directory,
    window: dt.datetime,
    pages: Collection[UUID],
    *,
    rhythm: str,
    due: Collection[str],
    channel: str = Channel.EMAIL,
    after: int = 0,
) -> Iterator[tuple[int, list[Recipient]]]:
    """Yields the people who subscribed on the channel, have a rhythm in `due`, are not pausing and
    have no message for this window yet. Blocks of some hundred people in a stable order, each with
    the key to pass as `after` to continue behind it."""
    while True:
        block = _read(_eligible(window, channel, due).filter(pk__gt=after)[:AT_ONCE])
        if not block:
            return
        after = block[-1].pk
        people = _by_address(block, window, channel, due)
        yield after, _with_subscriptions(people, directory, pages, window, rhythm, channel)


def paused(window: dt.datetime) -> QuerySet[Subscriber]:
    """Returns everyone who is pausing at the moment of this window."""
    return Subscriber.objects.filter(paused_from__lte=window, paused_until__gt=window)


def _eligible(window: dt.datetime, channel: str, due: Collection[str]) -> QuerySet[VerifiedAddress]:
    return (
        VerifiedAddress.objects.filter(
            channel=channel,
            subscriber__subscriptions__channel=channel,
            subscriber__subscriptions__ended_at__isnull=True,
            # People who follow only a school's notices expect no digest.
            subscriber__subscriptions__scope__in=SCOPES,
            subscriber__subscriptions__started_at__lt=window,
            subscriber__rhythm__in=due,
        )
        .exclude(subscriber__in=paused(window))
        .distinct()
        .order_by("pk")
    )


def _read(rows: QuerySet[VerifiedAddress]) -> list[_Known]:
    of_owner = [f"subscriber__{name}" for name in ("uuid", "language", "rhythm", "paused_until")]
    return [_Known(*row) for row in rows.values_list("pk", "address", "subscriber_id", *of_owner)]


def _by_address(
    block: Iterable[_Known], window: dt.datetime, channel: str, due: Collection[str]
) -> dict[str, list[_Known]]:
    """Returns the people of each address, the first one first. People who share a telephone get one
    message, in the block of the first of them."""
    if channel != Channel.TEXT:
        return {known.address: [known] for known in block}
    people: dict[str, list[_Known]] = defaultdict(list)
    texts = {known.address for known in block}
    for known in _read(_eligible(window, channel, due).filter(address__in=one_of(str, texts))):
        people[known.address].append(known)
    own = {known.pk for known in block}
    return {address: sharing for address, sharing in people.items() if sharing[0].pk in own}


def any_early() -> bool:
    """Returns True if anybody does not wait for posting days."""
    return Subscriber.objects.exclude(rhythm=Rhythm.POSTING_DAYS).exists()


def _with_subscriptions(
    people: dict[str, list[_Known]],
    directory: sources.Directory,
    pages: Collection[UUID],
    window: dt.datetime,
    rhythm: str,
    channel: str,
) -> list[Recipient]:
    subscriptions: dict[int, list[SubscribedScope]] = defaultdict(list)
    resumed = {known.person: known.paused_until for sharing in people.values() for known in sharing}
    persons = list(resumed)
    students = standings_of_people(persons)
    rows = Subscription.objects.active().filter(
        subscriber__in=one_of(int, persons), channel=channel, scope__in=SCOPES
    )
    for person, scope, page, since in rows.values_list(
        "subscriber_id", "scope", "page_uuid", "started_at"
    ):
        # What was posted during a pause stays on the pages and is not sent later.
        begins = max(since, resumed[person] or since)
        classes = _allowed(students.get(person), directory.covered(scope, page), directory)
        subscriptions[person].append(SubscribedScope(scope, begins, classes))
    addresses = list(people)
    sent: dict[str, set[UUID]] = defaultdict(set)
    repeat: dict[str, set[UUID]] = defaultdict(set)
    had = DigestItem.objects.filter(address__in=one_of(str, addresses), channel=channel)
    for address, page, may_repeat in had.values_list("address", "page_uuid", "may_repeat"):
        if page in pages:
            sent[address].add(page)
            if may_repeat:
                repeat[address].add(page)
    enough = _had_enough(addresses, window) if channel == Channel.TEXT else frozenset()
    # Read after the items: an address that has items also has their message, which was written in
    # the same transaction.
    done = set(
        Message.objects.filter(
            is_one_of("address", str, addresses),
            rhythm=rhythm,
            window_start=window,
            channel=channel,
        ).values_list("address", flat=True)
    )
    return [
        Recipient(
            subscriber=sharing[0].uuid,
            address=address,
            language=sharing[0].language,
            rhythm=sharing[0].rhythm,
            subscriptions=tuple(
                [each for known in sharing for each in subscriptions[known.person]]
            ),
            student=any(known.person in students for known in sharing),
            sent=frozenset(sent.get(address, ())),
            repeat=frozenset(repeat.get(address, ())),
            enough=address in enough,
        )
        for address, sharing in people.items()
        if address not in done
    ]


def _had_enough(numbers: Sequence[str], window: dt.datetime) -> frozenset[str]:
    """Returns the numbers that reached the weekly maximum promised in the terms in the week before
    `window`."""
    week = Q(send_after__gt=window - WEEK, send_after__lt=window, address__in=numbers)
    return frozenset(numbers_that_had_enough(week))


def _allowed(
    student: Standing | None, classes: tuple[UUID, ...], directory: sources.Directory
) -> tuple[UUID, ...]:
    """Returns the classes that the person may follow. `student` is None for people who are not
    students."""
    if student is None:
        return classes
    return directory.of_high_schools(classes) if student is Standing.LISTED else ()
