"""What goes into whose digest: one message a person for all of their classes. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Final, Protocol
from uuid import UUID

from .schedule import LOOK_BACK, POSTING_DAYS


class Named(Protocol):
    """A class as families know it; `school` and `teachers` are "" where it has none."""

    @property
    def page(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def school(self) -> str: ...
    @property
    def teachers(self) -> str: ...


def disambiguate(classes: Iterable[Named]) -> Mapping[UUID, str]:
    """Longer names for those of these classes whose name another one has too, by their pages: with
    the school, where that is enough, else with the teacher, else with both.

    "Math 3 – Juniper Creek Elementary", "Math 3 – Ms. Rivera".
    """
    by_name: dict[str, dict[UUID, Named]] = {}
    for one in classes:
        by_name.setdefault(one.name, {})[one.page] = one
    return {
        one.page: f"{one.name} – {more}"
        for alike in by_name.values()
        if len(alike) > 1
        for one, more in zip(alike.values(), _distinctions(list(alike.values())), strict=True)
        if more
    }


def _distinctions(alike: Sequence[Named]) -> list[str]:
    """What is said of each of these beside the name that they share."""
    schools = [one.school for one in alike]
    teachers = [one.teachers for one in alike]
    for said in (schools, teachers):
        if all(said) and len(set(said)) == len(alike):
            return said
    return [", ".join(filter(None, both)) for both in zip(teachers, schools, strict=True)]


GOES_OUT: Final = attrgetter("goes_out")
SCOPES: Final = ("class", "activity", "teacher", "school")
"""The narrowest first: what a person named most exactly stands at the top."""


class Reason(StrEnum):
    """Why someone gets no digest."""

    NOTHING_NEW = "nothing_new"
    SENT_BEFORE = "sent_before"
    MAIL_OFF = "mail_off"
    NO_CLASSES = "no_classes"
    ENOUGH = "enough"
    STUDENT = "student"


@dataclass(frozen=True, slots=True)
class News:
    """A live update and the window with which it goes out; `soonest` is that for people who do not
    wait for posting days."""

    page: UUID
    goes_out: datetime
    soonest: datetime | None = None

    def window_for(self, rhythm: str) -> datetime:
        """The first window with which it can go to someone of this rhythm."""
        if rhythm == POSTING_DAYS or self.soonest is None:
            return self.goes_out
        return self.soonest


@dataclass(frozen=True, slots=True)
class ClassMail:
    """Since when a class offers a channel, or None while it does not. A class that is `over` still
    sends its last news, and nothing more."""

    page: UUID
    offered_since: datetime | None
    over: bool = False


@dataclass(frozen=True, slots=True)
class SubscribedScope:
    """One subscription: its scope, the classes that it covers today, and since when."""

    scope: str
    started_at: datetime
    classes: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, an address, and what was sent to it before. Updates in `repeat` go out once more.

    Of people who share a telephone it is the first, with the subscriptions of all. `enough`: the
    address has had as many messages as were promised at most.
    """

    subscriber: UUID
    address: str
    language: str
    asked: tuple[SubscribedScope, ...]
    sent: frozenset[UUID] = frozenset()
    repeat: frozenset[UUID] = frozenset()
    enough: bool = False
    rhythm: str = POSTING_DAYS
    student: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One class of a digest and its updates, the oldest first; never empty. Those in `again` may
    have been seen before."""

    page: UUID
    updates: tuple[UUID, ...]
    again: frozenset[UUID] = frozenset()

    def __hash__(self) -> int:
        # What is drawn is looked up by groups for each family: one hash of a UUID tells nearly all
        # of them apart.
        return hash(self.updates[0])


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person gets; never empty. `others` are the person's classes that have nothing new:
    what is coming in them stands at the top too."""

    recipient: Recipient
    groups: tuple[Group, ...]
    others: tuple[UUID, ...] = ()

    @property
    def updates(self) -> tuple[UUID, ...]:
        return tuple(update for group in self.groups for update in group.updates)

    @property
    def again(self) -> frozenset[UUID]:
        return frozenset(update for group in self.groups for update in group.again)


@dataclass(frozen=True, slots=True)
class Skipped:
    """That someone gets nothing, and why."""

    recipient: Recipient
    reason: Reason


def covered(asked: Iterable[SubscribedScope]) -> dict[UUID, datetime]:
    """The classes that the subscriptions cover, in the order of the message, each with the
    earliest moment from which any of them covers it."""
    since: dict[UUID, datetime] = {}
    for one in sorted(asked, key=lambda one: (SCOPES.index(one.scope), one.started_at)):
        for page in one.classes:
            since[page] = min(since.get(page, one.started_at), one.started_at)
    return since


def digest_for(
    recipient: Recipient,
    *,
    window: datetime,
    classes: Mapping[UUID, ClassMail],
    news: Mapping[UUID, Sequence[News]],
    oldest: datetime | None = None,
) -> Digest | Skipped:
    """The person's digest for a window, or why there is none.

    An update is in if its window came after the subscription began, after the class last turned
    mail on and after `oldest`, is not after `window`, and the address has not had it.
    """
    oldest = oldest or window - LOOK_BACK
    groups: list[Group] = []
    others: list[UUID] = []
    runs = sent_before = False
    for page, start in covered(recipient.asked).items():
        mail = classes.get(page)
        if mail is None:
            continue
        runs = runs or not mail.over
        if mail.offered_since is None:
            continue
        begins = max(start, mail.offered_since, oldest)
        fresh = [
            item
            for item in news.get(page, ())
            if begins < item.window_for(recipient.rhythm) <= window
        ]
        unsent = _unsent(fresh, recipient)
        if unsent:
            groups.append(_group(page, unsent, recipient.repeat))
        if mail.over:
            continue
        sent_before = sent_before or len(unsent) < len(fresh)
        if not unsent:
            others.append(page)
    if groups and recipient.enough:
        return Skipped(recipient, Reason.ENOUGH)
    if groups:
        return Digest(recipient, tuple(groups), tuple(others))
    if not runs:
        return Skipped(recipient, Reason.STUDENT if recipient.student else Reason.NO_CLASSES)
    if not others:
        return Skipped(recipient, Reason.MAIL_OFF)
    return Skipped(recipient, Reason.SENT_BEFORE if sent_before else Reason.NOTHING_NEW)


def _unsent(fresh: list[News], recipient: Recipient) -> list[News]:
    if not recipient.sent:
        return fresh
    return [
        item for item in fresh if item.page not in recipient.sent or item.page in recipient.repeat
    ]


def _group(page: UUID, unsent: list[News], repeat: frozenset[UUID]) -> Group:
    unsent.sort(key=GOES_OUT)
    updates = tuple([item.page for item in unsent])
    return Group(page, updates, repeat.intersection(updates)) if repeat else Group(page, updates)


def schools_together[T](
    groups: Iterable[T], school_of: Callable[[T], str]
) -> list[tuple[str, list[T]]]:
    """The classes of a digest below their schools, each school once: in the order in which they
    come, otherwise."""
    found: dict[str, list[T]] = {}
    for group in groups:
        found.setdefault(school_of(group), []).append(group)
    return list(found.items())
