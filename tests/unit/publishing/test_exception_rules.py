"""What an exception may lift, why, and how long: the truth tables."""

import datetime as dt

import pytest

from classroom.requirements import RULES as REQUIREMENTS
from district_cms.checks import privacy
from district_cms.checks.accessibility import RULES
from district_cms.checks.findings import CHECK_FAILED, Finding
from district_cms.publishing.exceptions.rules import (
    BadEnd,
    BadReason,
    MayNotLift,
    can_lift,
    check_last_day,
    check_may_lift,
    check_reason,
)

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize("rule", sorted({*RULES, CHECK_FAILED}))
def test_accessibility_and_a_check_that_broke_off_may_be_lifted(rule: str) -> None:
    finding = Finding(rule, "")

    check_may_lift(finding)
    assert can_lift(finding)


@pytest.mark.parametrize(
    "rule", sorted({*privacy.RULES, *(rule.id for rule in REQUIREMENTS), "no-such-rule"})
)
def test_privacy_and_required_parts_may_not(rule: str) -> None:
    finding = Finding(rule, "")

    with pytest.raises(MayNotLift):
        check_may_lift(finding)
    assert not can_lift(finding)


@pytest.mark.parametrize("reason, enough", [
    ("", False),
    ("x" * 19, False),
    ("x" * 20, True),
    (" " * 30, False),
    ("a" + " " * 30 + "b", False),
    ("The bus leaves before it is mended.", True),
])  # fmt: skip
def test_a_reason_says_something(reason: str, enough: bool) -> None:
    if enough:
        check_reason(reason)
    else:
        with pytest.raises(BadReason):
            check_reason(reason)


@pytest.mark.parametrize("days, allowed", [(-1, False), (0, True), (14, True), (15, False)])
def test_an_exception_ends_in_time(days: int, allowed: bool) -> None:
    last_day = TODAY + dt.timedelta(days=days)
    if allowed:
        check_last_day(last_day, today=TODAY, most_days=14)
    else:
        with pytest.raises(BadEnd):
            check_last_day(last_day, today=TODAY, most_days=14)
