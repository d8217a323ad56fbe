"""Decides what goes into each digest: one message per person for all of their classes. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Final, Protocol
from uuid import UUID

from .schedule import LOOK_BACK, POSTING_DAYS


class Named(Protocol):
    """A class by the name that families know. `school` and `teachers` are "" where it has none."""

    @property
    def page(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def school(self) -> str: ...
    @property
    def teachers(self) -> str: ...


def disambiguate(classes: Iterable[Named]) -> Mapping[UUID, str]:
    """Returns longer names, by page, for classes that share their name with another class. Adds the
    school if that is enough, otherwise the teacher, otherwise both.

    "Math 3 – Juniper Creek Elementary", "Math 3 – Ms. Rivera".
    """
    by_name: dict[str, dict[UUID, Named]] = {}
    for each in classes:
        by_name.setdefault(each.name, {})[each.page] = each
    return {
        each.page: f"{each.name} – {more}"
        for alike in by_name.values()
        if len(alike) > 1
        for each, more in zip(alike.values(), _distinctions(list(alike.values())), strict=True)
        if more
    }


def _distinctions(alike: Sequence[Named]) -> list[str]:
    """Returns the words that distinguish each of these classes with the same name."""
    schools = [each.school for each in alike]
    teachers = [each.teachers for each in alike]
    for words in (schools, teachers):
        if all(words) and len(set(words)) == len(alike):
            return words
    return [", ".join(filter(None, both)) for both in zip(teachers, schools, strict=True)]


GOES_OUT: Final = attrgetter("goes_out")
SCOPES: Final = ("class", "activity", "teacher", "school")
"""The narrowest first, because the most exact choice stands at the top of a message."""


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
    """A live update and the window with which it goes out. `soonest` is the window for people who
    do not wait for posting days."""

    page: UUID
    goes_out: datetime
    soonest: datetime | None = None

    def window_for(self, rhythm: str) -> datetime:
        """Returns the first window with which it can go to people with this rhythm."""
        if rhythm == POSTING_DAYS or self.soonest is None:
            return self.goes_out
        return self.soonest


@dataclass(frozen=True, slots=True)
class ClassMail:
    """`offered_since` is when a class began to offer a channel, or None while it offers none. A
    class that is `over` still sends its last news, and nothing more."""

    page: UUID
    offered_since: datetime | None
    over: bool = False


@dataclass(frozen=True, slots=True)
class SubscribedScope:
    """One subscription: its scope, its start, and the classes that it covers today."""

    scope: str
    started_at: datetime
    classes: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, an address, and what was already sent to it. Updates in `repeat` are sent once
    more.

    People who share a telephone become one recipient: the first person, with the subscriptions of
    all. `enough` means that the address has reached the promised maximum of messages.
    """

    subscriber: UUID
    address: str
    language: str
    subscriptions: tuple[SubscribedScope, ...]
    sent: frozenset[UUID] = frozenset()
    repeat: frozenset[UUID] = frozenset()
    enough: bool = False
    rhythm: str = POSTING_DAYS
    student: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One class of a digest and its updates, the oldest first; never empty. The family may have
    seen the updates in `again` before."""

    page: UUID
    updates: tuple[UUID, ...]
    again: frozenset[UUID] = frozenset()

    def __hash__(self) -> int:
        # Rendered parts are looked up by groups for each family. The hash of one UUID is different
        # for nearly all groups.
        return hash(self.updates[0])


@dataclass(frozen=True, slots=True)
class Digest:
    """The content of one person's message; never empty. `others` are the person's classes without
    news: their coming days are listed at the top too."""

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
    """A person who gets no digest, and the reason."""

    recipient: Recipient
    reason: Reason


def covered(subscriptions: Iterable[SubscribedScope]) -> dict[UUID, datetime]:
    """Returns the classes that the subscriptions cover, in the order of the message, each with the
    earliest start of a subscription that covers it."""
    since: dict[UUID, datetime] = {}
    for each in sorted(subscriptions, key=lambda each: (SCOPES.index(each.scope), each.started_at)):
        for page in each.classes:
            since[page] = min(since.get(page, each.started_at), each.started_at)
    return since


def digest_for(
    recipient: Recipient,
    *,
    window: datetime,
    classes: Mapping[UUID, ClassMail],
    news: Mapping[UUID, Sequence[News]],
    oldest: datetime | None = None,
) -> Digest | Skipped:
    """Returns the person's digest for a window, or why there is none.

    An update is included if its window is not after `window`, but is after the start of the
    subscription, after the class last turned mail on and after `oldest`, and the address has not
    received the update.
    """
    oldest = oldest or window - LOOK_BACK
    groups: list[Group] = []
    others: list[UUID] = []
    runs = sent_before = False
    for page, start in covered(recipient.subscriptions).items():
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
    """Returns the classes of a digest grouped by school. Otherwise keeps their order."""
    by_school: dict[str, list[T]] = {}
    for group in groups:
        by_school.setdefault(school_of(group), []).append(group)
    return list(by_school.items())
