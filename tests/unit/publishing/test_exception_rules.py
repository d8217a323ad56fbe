"""What an exception may lift, why, and how long: the truth tables."""

import datetime as dt
from collections.abc import Iterable

import pytest

from classroom.requirements.parts import RULES as REQUIREMENTS
from district_cms.checks import privacy
from district_cms.checks.accessibility import RULES
from district_cms.checks.findings import CHECK_FAILED, Finding
from district_cms.publishing.exceptions import can_lift, ends_in_time, is_long_enough

TODAY = dt.date(2026, 11, 24)


def lifted(rules: Iterable[str]) -> set[str]:
    return {rule for rule in rules if can_lift(Finding(rule, ""))}


def test_accessibility_and_a_check_that_broke_off_may_be_lifted() -> None:
    rules = {*RULES, CHECK_FAILED}
    assert lifted(rules) == rules


def test_privacy_and_required_parts_may_not() -> None:
    assert lifted({*privacy.RULES, *(rule.id for rule in REQUIREMENTS), "no-such-rule"}) == set()


@pytest.mark.parametrize("reason, enough", [
    ("", False),
    ("x" * 19, False),
    ("x" * 20, True),
    (" " * 30, False),
    ("a" + " " * 30 + "b", False),
    ("The bus leaves before it is fixed.", True),
])  # fmt: skip
def test_a_reason_says_something(reason: str, enough: bool) -> None:
    assert is_long_enough(reason) == enough


@pytest.mark.parametrize("days, allowed", [(-1, False), (0, True), (14, True), (15, False)])
def test_an_exception_ends_in_time(days: int, allowed: bool) -> None:
    last_day = TODAY + dt.timedelta(days=days)
    assert ends_in_time(last_day, today=TODAY, most_days=14) == allowed
