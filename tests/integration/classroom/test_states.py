"""The state of an update: one state for every set of facts, worded the same everywhere."""

import datetime as dt
from itertools import product
from typing import Any

import pytest
from django.utils import translation

from classroom.states import Facts, UpdateState, standing_of, state_of
from tests.integration.conftest import Clock

HOUR = dt.datetime(2026, 12, 4, 14, tzinfo=dt.UTC)
WAITS, BACK = "in_progress", "needs_changes"


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        ({}, "draft", "draft"),
        ({"review": WAITS}, "with-principal", "with the principal"),
        ({"review": BACK}, "sent-back", "sent back"),
        ({"came_back_at": HOUR}, "sent-back", "sent back"),
        ({"hour": HOUR}, "scheduled", "scheduled for Friday, December 4, 7:00 am"),
        ({"down_at": HOUR}, "taken-down", "taken down"),
        ({"live": True}, "live", "live"),
        ({"live": True, "changed": True}, "changed", "live, changed since approved"),
        # Two facts at once: what someone else has in hand takes precedence.
        ({"down_at": HOUR, "review": WAITS}, "with-principal", "with the principal"),
        ({"down_at": HOUR, "review": BACK}, "taken-down", "taken down"),
        (
            {"hour": HOUR, "review": BACK},
            "scheduled",
            "scheduled for Friday, December 4, 7:00 am",
        ),
        # Families read an earlier version meanwhile, and the words say so.
        (
            {"live": True, "changed": True, "review": WAITS},
            "with-principal",
            "live, the change is with the principal",
        ),
        (
            {"live": True, "changed": True, "review": BACK},
            "sent-back",
            "live, the change was sent back",
        ),
        (
            {"live": True, "changed": True, "hour": HOUR},
            "scheduled",
            "live, the change is scheduled for Friday, December 4, 7:00 am",
        ),
        # A take-down row that was left open: families can read the update, so it is not down.
        ({"live": True, "down_at": HOUR}, "live", "live"),
    ],
)
def test_facts_have_one_state_in_words(
    facts: dict[str, Any], state: str, words: str, clock: Clock
) -> None:
    clock("2026-11-24 09:00")
    standing = standing_of(Facts(**facts))
    assert (standing.state, str(standing.words)) == (state, words)


def test_only_updates_that_are_live_are_called_live() -> None:
    for live, changed, review, hour, down in product(
        (False, True), (False, True), (None, WAITS, BACK), (None, HOUR), (None, HOUR)
    ):
        facts = Facts(live=live, changed=changed, review=review, hour=hour, down_at=down)
        assert str(standing_of(facts).words).startswith("live") is live
        assert state_of(facts) in UpdateState


def test_the_words_are_in_the_readers_language(clock: Clock) -> None:
    clock("2026-11-24 09:00")
    words = standing_of(Facts(hour=HOUR)).words
    with translation.override("es"):
        assert "viernes 4 de diciembre" in str(words)
