"""Deadlines for answering reports: working days, breaks, and reminders."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.barriers.deadlines import (
    Standing,
    due_day,
    is_working_day,
    reminder_day,
    standing,
)

# Thanksgiving and the winter break of 2026.
BREAKS = frozenset(
    [dt.date(2026, 11, day) for day in (25, 26, 27)]
    + [dt.date(2026, 12, day) for day in range(21, 32)]
    + [dt.date(2027, 1, 1)]
)
NO_BREAKS: frozenset[dt.date] = frozenset()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("reported, days, due", [
    ("2026-11-09", 3, "2026-11-12"),  # Monday: Tuesday, Wednesday, Thursday
    ("2026-11-10", 1, "2026-11-11"),
    ("2026-11-12", 3, "2026-11-17"),  # Thursday, over a weekend
    ("2026-11-13", 1, "2026-11-16"),  # Friday
    ("2026-11-14", 1, "2026-11-16"),  # Saturday: counting begins on Monday
    ("2026-11-15", 1, "2026-11-16"),  # Sunday
    ("2026-11-24", 3, "2026-12-02"),  # Tuesday before the break
    ("2026-11-24", 1, "2026-11-30"),
    ("2026-11-26", 2, "2026-12-01"),  # within the break
    ("2026-12-18", 1, "2027-01-04"),  # Friday before the long break
    ("2026-12-17", 5, "2027-01-07"),
    ("2026-11-10", 30, "2027-01-08"),
])  # fmt: skip
def test_the_due_day_counts_working_days_after_the_report(
    reported: str, days: int, due: str
) -> None:
    assert due_day(day(reported), days, BREAKS) == day(due)


@pytest.mark.parametrize("reported, days, due", [
    ("2026-11-24", 3, "2026-11-27"),
    ("2026-07-02", 3, "2026-07-07"),  # no calendar covers the summer
])  # fmt: skip
def test_without_a_calendar_monday_to_friday_decides(reported: str, days: int, due: str) -> None:
    assert due_day(day(reported), days, NO_BREAKS) == day(due)


@pytest.mark.parametrize("due, remind", [
    ("2026-11-12", "2026-11-11"),
    ("2026-11-16", "2026-11-13"),  # due on a Monday: the Friday before
    ("2026-11-30", "2026-11-24"),  # due after the break: the last day before it
    ("2027-01-04", "2026-12-18"),
])  # fmt: skip
def test_the_reminder_comes_on_the_working_day_before(due: str, remind: str) -> None:
    assert reminder_day(day(due), BREAKS) == day(remind)


@pytest.mark.parametrize("days", [0, -1])
def test_less_than_one_working_day_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        due_day(day("2026-11-10"), days, NO_BREAKS)


def test_a_calendar_without_working_days_is_refused() -> None:
    always = frozenset(day("2026-01-01") + dt.timedelta(days=n) for n in range(1000))
    with pytest.raises(ValueError, match="too few working days"):
        due_day(day("2026-11-10"), 1, always)
    with pytest.raises(ValueError, match="no working day before"):
        reminder_day(day("2027-11-10"), always)


@pytest.mark.parametrize("today, answered, closed, expected", [
    ("2026-11-10", False, False, Standing.OPEN),
    ("2026-11-12", False, False, Standing.DUE),  # the day of the reminder
    ("2026-11-13", False, False, Standing.DUE),  # the due day is not over
    ("2026-11-14", False, False, Standing.LATE),
    ("2026-11-10", True, False, Standing.ANSWERED),
    ("2026-11-14", True, False, Standing.ANSWERED),
    ("2026-11-14", False, True, Standing.CLOSED),
    ("2026-11-10", True, True, Standing.CLOSED),
])  # fmt: skip
def test_the_status_of_a_report(
    today: str, answered: bool, closed: bool, expected: Standing
) -> None:
    found = standing(
        today=day(today),
        due=day("2026-11-13"),
        remind_on=day("2026-11-12"),
        answered=answered,
        closed=closed,
    )
    assert found == expected


@given(
    reported=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    days=st.integers(1, 30),
    breaks=st.frozensets(st.dates(dt.date(2020, 1, 1), dt.date(2030, 6, 1)), max_size=60),
)
def test_the_due_day_is_exactly_that_many_working_days_later(
    reported: dt.date, days: int, breaks: frozenset[dt.date]
) -> None:
    due = due_day(reported, days, breaks)
    between = [reported + dt.timedelta(days=n) for n in range(1, (due - reported).days + 1)]
    assert sum(is_working_day(each, breaks) for each in between) == days
    assert is_working_day(due, breaks)
    assert reminder_day(due, breaks) < due
