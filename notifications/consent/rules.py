"""Decides whether a message may be sent now, and what a person's record amounts to. Pure.

One table says what each kind of message needs, and `decide` reads it. It is called when a message
is about to leave, not when it is written: meanwhile a family may stop, a teacher may turn the
switch off, and night may fall.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from ..rules.policy import ARRIVES, POLICIES, quiet_from, quiet_until
from ..suppressions.rules import Cause, stops

EMAIL: Final = "email"
TEXT: Final = "text"


@dataclass(frozen=True, slots=True)
class Needs:
    """What one kind of message needs before it may be sent: the family's consent, the teacher's
    switch.

    `suppressions.rules` says which suppressions stop it, and `rules.policy` whether it waits for
    the end of the night.
    """

    consent: bool
    switch: bool


NEEDS: Final[dict[str, Needs]] = {
    # Class updates: the family subscribed, and the teacher offers them.
    "subscription": Needs(consent=True, switch=True),
    # A school's or teacher's notice to people who follow them.
    "notice": Needs(consent=True, switch=False),
    # The last word of subscriptions that have just ended, so there is none to need.
    "year_end": Needs(consent=False, switch=False),
    # The letter to a guardian whom the district may contact, who neither answered nor refused.
    "invitation": Needs(consent=True, switch=False),
    # Weather, safety: needs no consent (FCC 16-88), but stops by the person or the carrier apply.
    "urgent": Needs(consent=False, switch=False),
    # Someone waits for it at the screen or with the telephone in hand.
    "confirmation": Needs(consent=False, switch=False),
    "reply": Needs(consent=False, switch=False),
    # Messages about one's work or account need no subscription.
    "staff": Needs(consent=False, switch=False),
    "account": Needs(consent=False, switch=False),
}


class Reason(StrEnum):
    """Why a message is not sent, as recorded."""

    STOPPED = "the family stopped it"
    SUPPRESSED = "the address takes no messages"
    STUDENT = "the student is not on the list of high-school students"
    SWITCHED_OFF = "the teacher turned it off"
    TAKEN_DOWN = "an update in it was taken down"
    TOO_LATE = "too late to be of use"
    QUIET = "it is night where the family lives"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything on which a decision depends, at `moment` (aware). `message_class` is a key of
    `NEEDS`; `quiet` is the start and end of the recipient's quiet hours, on the clock of `zone`."""

    message_class: str
    channel: str
    moment: dt.datetime
    consented: bool = False
    unlisted_student: bool = False
    switched_on: bool = False
    taken_down: bool = False
    suppressed: frozenset[Cause] = frozenset()
    quiet: tuple[dt.time, dt.time] | None = None
    zone: dt.tzinfo = dt.UTC


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision. `reason` is None if the message may be sent. With `until` (aware) it waits;
    otherwise it is never sent. `silent_from` (aware) is the start of the next night, in which a
    text must not arrive."""

    reason: Reason | None = None
    until: dt.datetime | None = None
    silent_from: dt.datetime | None = None

    @property
    def sends(self) -> bool:
        return self.reason is None

    @property
    def is_waiting(self) -> bool:
        return self.until is not None


def decide(now: Circumstances) -> Decision:
    """Decide whether a message may be sent. Checks final reasons before those that only delay it.

    Raises `KeyError` for a kind of message that is not in the table.
    """
    needs = NEEDS[now.message_class]
    causes = {cause for cause in now.suppressed if stops(cause, now.message_class)}
    if causes:
        return Decision(Reason.STOPPED if Cause.STOP in causes else Reason.SUPPRESSED)
    if needs.consent and not now.consented:
        return Decision(Reason.STOPPED)
    if needs.consent and now.unlisted_student:
        return Decision(Reason.STUDENT)
    if needs.switch and not now.switched_on:
        return Decision(Reason.SWITCHED_OFF)
    if now.taken_down:
        return Decision(Reason.TAKEN_DOWN)
    if now.channel == TEXT and POLICIES[now.message_class].quiet and now.quiet is not None:
        for moment in (now.moment, now.moment + ARRIVES):
            until = quiet_until(moment, *now.quiet, now.zone)
            if until is not None:
                return Decision(Reason.QUIET, until)
        return Decision(silent_from=quiet_from(now.moment, *now.quiet, now.zone))
    return Decision()


# ------------------------------------------------------------------------------ the record


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a person's record: consent `given`, or withdrawn."""

    given: bool
    channel: str
    scope: str
    page: UUID

    @property
    def what(self) -> tuple[str, str, UUID]:
        return (self.channel, self.scope, self.page)


def standing(record: Iterable[Entry]) -> set[tuple[str, str, UUID]]:
    """Returns what a person agrees to after these records, which are in order: (channel, scope,
    page)."""
    agreed: set[tuple[str, str, UUID]] = set()
    for entry in record:
        if entry.given:
            agreed.add(entry.what)
        else:
            agreed.discard(entry.what)
    return agreed


# ------------------------------------------------------------------------------ a stop by text


class StopScope(StrEnum):
    """What a stop by text covers; the district chooses one.

    Every stop covers all our texts. AS_SAID: email too, if the text says so. TEXTS: never email,
    which has its own way to stop. EVERYTHING: always email too.
    """

    AS_SAID = "as said"
    TEXTS = "texts"
    EVERYTHING = "everything"


def stopped_channels(*, everything: bool, scope: StopScope) -> frozenset[str]:
    """Returns the channels that a stop by text ends. `everything` is True if its words mean all
    channels."""
    if scope is StopScope.EVERYTHING or (scope is StopScope.AS_SAID and everything):
        return frozenset({TEXT, EMAIL})
    return frozenset({TEXT})
