"""Whether a message may be sent now: the table row by row, and what a record amounts to."""

import datetime as dt
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.consent.rules import (
    NEEDS,
    Circumstances,
    Decision,
    Entry,
    Reason,
    StopScope,
    decide,
    standing,
    stopped_channels,
)
from notifications.models import Channel, MessageClass
from notifications.rules.policy import POLICIES
from notifications.suppressions.rules import Cause

DENVER = ZoneInfo("America/Denver")
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=DENVER)
NIGHT = dt.datetime(2026, 11, 24, 22, tzinfo=DENVER)
QUIET = (dt.time(21), dt.time(8))
WANTED = {"consented": True, "switched_on": True, "quiet": QUIET, "zone": DENVER}


def asked(message_class: str, channel: str = "email", **values: object) -> Decision:
    return decide(Circumstances(message_class, channel, **({"moment": NOON} | values)))  # type: ignore[arg-type]


def test_every_kind_of_message_is_in_the_table() -> None:
    assert set(NEEDS) == set(POLICIES) == {each.value for each in MessageClass}


@pytest.mark.parametrize("kind", list(NEEDS))
def test_an_unlisted_student_gets_nothing_that_needs_consent_but_is_warned_of_danger(
    kind: str,
) -> None:
    got = asked(kind, **WANTED, unlisted_student=True)
    assert got == Decision(Reason.STUDENT if NEEDS[kind].consent else None)


@pytest.mark.parametrize("kind, consented, switched_on, reason", [
    ("subscription", True, True, None),
    ("subscription", True, False, Reason.SWITCHED_OFF),
    ("subscription", False, True, Reason.STOPPED),
    ("subscription", False, False, Reason.STOPPED),
    ("notice", True, False, None),
    ("notice", False, True, Reason.STOPPED),
    ("year_end", False, False, None),
    ("invitation", True, False, None),
    ("invitation", False, True, Reason.STOPPED),
    ("urgent", False, False, None),
    ("confirmation", False, False, None),
    ("reply", False, False, None),
    ("staff", False, False, None),
    ("account", False, False, None),
])  # fmt: skip
@pytest.mark.parametrize("channel", ["email", "text"])
def test_consent_and_the_teacher_s_switch(
    kind: str, consented: bool, switched_on: bool, reason: Reason | None, channel: str
) -> None:
    got = asked(kind, channel, consented=consented, switched_on=switched_on)
    assert got == Decision(reason)


@pytest.mark.parametrize("kind, sent_in_spite_of", [
    ("subscription", set()),
    ("notice", set()),
    ("year_end", set()),
    ("invitation", set()),
    ("urgent", set()),
    ("confirmation", {Cause.COMPLAINT}),
    ("reply", {Cause.STOP, Cause.NO_NUMBER}),
    ("staff", {Cause.COMPLAINT}),
    ("account", {Cause.HARD_BOUNCE, Cause.COMPLAINT}),
])  # fmt: skip
def test_a_suppression_stops_all_but_messages_just_requested(
    kind: str, sent_in_spite_of: set[Cause]
) -> None:
    sent = {c for c in Cause if asked(kind, suppressed=frozenset({c}), **WANTED).sends}
    assert sent == sent_in_spite_of | {Cause.DECLINED}


@pytest.mark.parametrize("kind, channel, waits", [
    ("subscription", "text", True),
    ("subscription", "email", False),
    ("notice", "text", True),
    ("year_end", "text", True),
    ("invitation", "email", False),
    ("urgent", "text", False),
    ("confirmation", "text", False),
    ("reply", "text", False),
])  # fmt: skip
def test_at_night_a_text_waits_for_the_morning_unless_it_cannot(
    kind: str, channel: str, waits: bool
) -> None:
    got = asked(kind, channel, moment=NIGHT, **WANTED)
    assert got.is_waiting == waits
    assert got.sends != waits
    if got.until:
        assert got.until.astimezone(DENVER) == dt.datetime(2026, 11, 25, 8, tzinfo=DENVER)


def test_a_stopped_message_does_not_wait_for_the_morning() -> None:
    got = asked("subscription", "text", moment=NIGHT, **(WANTED | {"consented": False}))
    assert got == Decision(Reason.STOPPED)


@pytest.mark.parametrize("scope, everything, channels", [
    (StopScope.AS_SAID, False, {"text"}),
    (StopScope.AS_SAID, True, {"text", "email"}),
    (StopScope.TEXTS, False, {"text"}),
    (StopScope.TEXTS, True, {"text"}),
    (StopScope.EVERYTHING, False, {"text", "email"}),
    (StopScope.EVERYTHING, True, {"text", "email"}),
])  # fmt: skip
def test_what_a_stop_by_text_covers(scope: StopScope, everything: bool, channels: set[str]) -> None:
    assert stopped_channels(everything=everything, scope=scope) == channels


PAGES = [UUID(int=number) for number in range(3)]
ENTRIES = st.lists(
    st.builds(
        Entry,
        given=st.booleans(),
        channel=st.sampled_from([each.value for each in Channel]),
        scope=st.sampled_from(["class", "school"]),
        page=st.sampled_from(PAGES),
    ),
    max_size=30,
)


@given(ENTRIES)
def test_the_last_entry_for_each_subscription_counts(record: list[Entry]) -> None:
    last = {entry.what: entry.given for entry in record}
    assert standing(record) == {what for what, given_ in last.items() if given_}


@given(ENTRIES, ENTRIES)
def test_withdrawing_everything_leaves_nothing(record: list[Entry], more: list[Entry]) -> None:
    ends = [
        Entry(False, channel.value, scope, page)
        for channel, scope, page in product(Channel, ["class", "school"], PAGES)
    ]
    assert standing([*record, *ends]) == set()
    assert standing([*record, *ends, *more]) == standing(more)
