"""Who is reminded of a posting day, and on which days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.reminders.rules import (
    Kind,
    ReminderPreferences,
    Teaching,
    asks,
    days_to_remind_of,
    wants,
    who_is_reminded,
)
from district_cms.procedure.cadence import YearCalendar

FIRST, LAST = dt.date(2026, 8, 31), dt.date(2027, 6, 10)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def calendar(*no_school: str) -> YearCalendar:
    return YearCalendar(FIRST, LAST, frozenset(map(day, no_school)))


@pytest.mark.parametrize(
    ("today", "no_school", "kind"),
    [
        # The posting day is Tuesday, December 1.
        ("2026-11-27", (), "early"),  # the Friday before
        ("2026-11-28", (), None),  # a Saturday
        ("2026-11-29", (), None),  # two days before by the calendar, and a Sunday
        ("2026-11-30", (), None),  # the eve
        ("2026-12-01", (), "today"),
        ("2026-12-02", (), "after"),
        ("2026-12-03", (), None),
        # Thanksgiving week: the last school days before are Tuesday and Wednesday, or earlier.
        ("2026-11-27", ("2026-11-26", "2026-11-27"), None),
        ("2026-11-25", ("2026-11-26", "2026-11-27"), "early"),
        # A day off after the posting day: families wait, but nobody gets mail on it.
        ("2026-12-02", ("2026-12-02",), None),
        ("2026-12-03", ("2026-12-02",), "after"),
        # A day off that was entered the afternoon before: it is no posting day anymore.
        ("2026-12-01", ("2026-12-01",), None),
        # Before the year begins and after it ends.
        ("2026-08-30", (), None),
        ("2027-06-11", (), None),
    ],
)
def test_a_posting_day_has_reminders_on_three_school_days(
    today: str, no_school: tuple[str, ...], kind: str | None
) -> None:
    found = days_to_remind_of(calendar(*no_school), day(today))
    assert found.get(day("2026-12-01")) == kind


school_days = st.dates(FIRST - dt.timedelta(days=3), LAST + dt.timedelta(days=3))


@given(today=school_days, off=st.frozensets(school_days, max_size=40))
def test_each_kind_has_one_day_and_reminders_are_sent_on_school_days(
    today: dt.date, off: frozenset[dt.date]
) -> None:
    year = YearCalendar(FIRST, LAST, off)
    found = days_to_remind_of(year, today)
    assert bool(found) is year.is_school_day(today)
    assert len(set(found.values())) == len(found)
    for each, kind in found.items():
        assert year.is_school_day(each)
        assert {Kind.AFTER: each < today, Kind.TODAY: each == today, Kind.EARLY: each > today}[kind]


@given(off=st.frozensets(school_days, max_size=40), posting=school_days)
def test_a_posting_day_has_at_most_one_reminder_of_each_kind(
    off: frozenset[dt.date], posting: dt.date
) -> None:
    year = YearCalendar(FIRST, LAST, off)
    near = [posting + dt.timedelta(days=number) for number in range(-80, 80)]
    said = [
        found[posting] for today in near if posting in (found := days_to_remind_of(year, today))
    ]
    assert len(said) == len(set(said))
    assert (Kind.TODAY in said) is year.is_school_day(posting)


@pytest.mark.parametrize(
    ("standing", "early", "today", "after"),
    [
        ("upcoming", True, True, False),
        ("open", True, True, True),
        ("awaited", False, False, True),
        ("missing", False, False, True),
        ("met", False, False, False),
        ("late", False, False, False),
        ("scheduled", False, False, False),
        ("with_school", False, False, False),
        ("dropped", False, False, False),
        ("not_obliged", False, False, False),
    ],
)
def test_only_a_class_without_an_update_is_reminded(
    standing: str, early: bool, today: bool, after: bool
) -> None:
    asked = [asks(kind, standing) for kind in (Kind.EARLY, Kind.TODAY, Kind.AFTER)]
    assert asked == [early, today, after]


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize("on_the_day", [True, False])
def test_mandatory_reminders_cannot_be_turned_off(early: bool, on_the_day: bool) -> None:
    preferences = ReminderPreferences(early, on_the_day)
    assert wants(Kind.EARLY, preferences) is early
    assert wants(Kind.TODAY, preferences) is on_the_day
    assert wants(Kind.AFTER, preferences)


@pytest.mark.parametrize(
    ("parts", "written_to"),
    [
        (("lead",), {0}),
        (("lead", "co-teacher"), {0, 1}),
        (("lead", "substitute"), {1}),
        (("lead", "co-teacher", "substitute"), {1, 2}),
        (("substitute",), {0}),
        ((), set()),
    ],
)
def test_a_teacher_on_leave_gets_no_reminders(parts: tuple[str, ...], written_to: set[int]) -> None:
    assert who_is_reminded(Teaching(n, part) for n, part in enumerate(parts)) == written_to
