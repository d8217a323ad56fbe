"""What a person's classes have ahead, read for the family page and the calendar."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from django.utils import timezone

from ... import sources
from ...digests.build import SCOPES
from ...models import Subscriber, VerifiedAddress
from ...rules.apart import told_apart
from ..preferences.lines import Line, lines_of

SUNDAY: Final = 6
AHEAD: Final = dt.timedelta(days=42)
"""What is later than this is not on the page yet."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """`names` and `nicknames` are those of the classes, by their UUID. `entries` are in order."""

    lines: Sequence[Line]
    names: dict[UUID, str]
    nicknames: dict[UUID, str]
    entries: Sequence[sources.Entry]


def agenda_of(
    subscriber: Subscriber,
    addresses: Sequence[VerifiedAddress],
    now: dt.datetime,
    first: dt.date,
    last: dt.date,
) -> Agenda:
    """Everything with a day from `first` to `last`, of all classes that the person follows on any
    channel. A fixed number of queries."""
    lines = [line for line in lines_of(subscriber, addresses, now) if line.active]
    covered = sources.covered([(line.scope, line.page) for line in lines], timezone.localdate(now))
    classes: dict[UUID, sources.FamilyClass] = {}
    nicknames: dict[UUID, str] = {}
    # The narrowest first: a child's own class is named more exactly than its whole school.
    own = [line for scope in SCOPES for line in lines if line.scope == scope]
    for line in own:
        for one in covered[line.scope, line.page]:
            classes.setdefault(one.page, one)
            if line.nickname:
                nicknames.setdefault(one.page, line.nickname)
    return Agenda(
        lines=lines,
        names={key: one.name for key, one in classes.items()} | dict(told_apart(classes.values())),
        nicknames=nicknames,
        entries=sources.entries(classes.values(), now, first, last),
    )


def by_child(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The lines by the names that the person gave, in their order; those without one last."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.nickname, []).append(line)
    return sorted(found.items(), key=lambda item: (not item[0], item[0].casefold()))


class HasDay(Protocol):
    @property
    def day(self) -> dt.date: ...


def last_day_of_week(today: dt.date) -> dt.date:
    """The Sunday that is not before `today`. On Sunday that is the next one: whoever looks then,
    looks at the school week to come."""
    days = (SUNDAY - today.weekday()) or 7
    return today + dt.timedelta(days=days)


def split[T: HasDay](found: Sequence[T], today: dt.date) -> tuple[list[T], list[T]]:
    """What is from today until the end of the week, and what comes after; without what is over or
    too far off. Keeps the order."""
    last = last_day_of_week(today)
    week = [one for one in found if today <= one.day <= last]
    later = [one for one in found if last < one.day <= today + AHEAD]
    return week, later
