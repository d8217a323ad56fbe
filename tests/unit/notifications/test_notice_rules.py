"""When a notice may be sent: a truth table."""

from collections.abc import Callable

import pytest

from notifications.notices.previewing import COLUMNS
from notifications.notices.rules import (
    NotSent,
    check_can_change,
    check_can_send_class,
    check_can_send_urgent,
    check_can_stop,
)
from notifications.rules.state import State

T, _ = True, False


def passes(check: Callable[[], None]) -> bool:
    try:
        check()
    except NotSent:
        return False
    return True


@pytest.mark.parametrize(
    ("standing", "seen", "over", "second_person", "reason", "may"),
    [
        ("waiting", T, _, T, "", T),
        ("waiting", T, _, T, "A tornado.", T),
        ("waiting", T, _, _, "A tornado.", T),
        ("waiting", T, _, _, "", _),
        ("waiting", T, _, _, "   ", _),
        ("waiting", _, _, T, "A tornado.", _),
        ("waiting", T, T, T, "A tornado.", _),
        ("sending", T, _, T, "A tornado.", _),
        ("sent", T, _, T, "A tornado.", _),
        ("withdrawn", T, _, T, "A tornado.", _),
    ],
)
def test_an_urgent_notice_needs_a_second_person_or_a_reason(
    standing: str, seen: bool, over: bool, second_person: bool, reason: str, may: bool
) -> None:
    def check() -> None:
        check_can_send_urgent(
            standing=standing, seen=seen, over=over, second_person=second_person, reason=reason
        )

    assert passes(check) is may


@pytest.mark.parametrize(
    ("standing", "seen", "runs", "allowed", "sent_today", "may"),
    [
        ("waiting", T, T, T, 0, T),
        ("waiting", T, T, T, 2, T),
        ("waiting", T, T, T, 3, _),
        ("waiting", T, T, _, 0, _),
        ("waiting", T, _, T, 0, _),
        ("waiting", _, T, T, 0, _),
        ("sent", T, T, T, 0, _),
        ("withdrawn", T, T, T, 0, _),
    ],
)
def test_a_class_notice_needs_a_running_class_below_the_daily_limit(
    standing: str, seen: bool, runs: bool, allowed: bool, sent_today: int, may: bool
) -> None:
    def check() -> None:
        check_can_send_class(
            standing=standing,
            seen=seen,
            runs=runs,
            allowed=allowed,
            sent_today=sent_today,
        )

    assert passes(check) is may


@pytest.mark.parametrize(
    ("standing", "may"), [("waiting", T), ("sending", _), ("sent", _), ("withdrawn", _)]
)
def test_a_sent_or_withdrawn_notice_cannot_change(standing: str, may: bool) -> None:
    assert passes(lambda: check_can_change(standing=standing)) is may


@pytest.mark.parametrize(
    ("standing", "may"), [("waiting", _), ("sending", T), ("sent", T), ("withdrawn", _)]
)
def test_only_a_sending_or_sent_notice_can_be_stopped(standing: str, may: bool) -> None:
    assert passes(lambda: check_can_stop(standing=standing)) is may


def test_every_status_of_a_message_is_counted_once() -> None:
    counted = [state for _words, states in COLUMNS for state in states]
    assert sorted(counted) == sorted(State)
