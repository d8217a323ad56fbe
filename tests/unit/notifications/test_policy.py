"""What each kind of message needs, with hand-written expectations."""

import datetime as dt

import pytest

from notifications.families.tokens import CONFIRM_FOR, PREFERENCES_FOR
from notifications.models import MessageClass
from notifications.rules.policy import HELD, POLICIES, Unanswered
from notifications.rules.state import next_try

T, _ = True, False
HOURS = dt.timedelta(hours=1)


def test_every_kind_of_message_has_a_policy() -> None:
    assert set(POLICIES) == set(MessageClass.values)


@pytest.mark.parametrize("kind, unanswered, quiet, paused, lifetime", [
    ("urgent", Unanswered.SEND_AGAIN, _, _, 24),
    ("account", Unanswered.LEAVE, _, _, 1),
    ("reply", Unanswered.LEAVE, _, _, 1),
    ("confirmation", Unanswered.LEAVE, _, _, 168),
    ("notice", Unanswered.LEAVE, T, T, 24),
    ("year_end", Unanswered.LEAVE, T, T, 168),
    ("invitation", Unanswered.LEAVE, T, T, 168),
    ("staff", Unanswered.LEAVE, T, T, 168),
    ("subscription", Unanswered.NEXT_DIGEST, T, T, 20),
])  # fmt: skip
def test_the_policy_of_each_kind(
    kind: str, unanswered: Unanswered, quiet: bool, paused: bool, lifetime: int
) -> None:
    policy = POLICIES[kind]
    assert policy.unanswered is unanswered
    assert (policy.quiet, policy.paused) == (quiet, paused)
    assert policy.lifetime == lifetime * HOURS


@pytest.mark.parametrize("kind, tries", [
    ("urgent", 290),
    ("account", 7),
    ("reply", 7),
    ("confirmation", 173),
    ("notice", 29),
    ("year_end", 173),
    ("invitation", 173),
    ("staff", 173),
    ("subscription", 25),
])  # fmt: skip
def test_each_kind_is_tried_until_it_is_too_late(kind: str, tries: int) -> None:
    """With a provider that is always down."""
    begun = dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)
    policy = POLICIES[kind]
    ends, moment, attempts = begun + policy.lifetime, begun, 0
    waits = []
    while moment is not None:
        attempts += 1
        assert moment < ends
        last, moment = (
            moment,
            next_try(attempts, now=moment, expires_at=ends, longest=policy.longest_wait),
        )
        waits += [moment - last] if moment is not None else []
    assert attempts == tries
    assert max(waits) <= HOURS
    assert ends - last <= dt.timedelta(minutes=3)


def test_urgent_notices_come_first_and_digests_last() -> None:
    order = sorted(POLICIES, key=lambda kind: POLICIES[kind].priority)
    assert order[0] == "urgent"
    assert order[-1] == "subscription"


def test_only_what_can_wait_is_held_by_a_pause() -> None:
    assert {"invitation", "notice", "staff", "subscription", "year_end"} == HELD


def test_a_confirmation_expires_with_its_link() -> None:
    assert POLICIES["confirmation"].lifetime <= min(CONFIRM_FOR, PREFERENCES_FOR)


def test_a_digest_is_too_late_before_the_next_one_is_written() -> None:
    assert POLICIES["subscription"].lifetime < 23 * HOURS  # the shortest day between two
    assert POLICIES["subscription"].evidence < 23 * HOURS
