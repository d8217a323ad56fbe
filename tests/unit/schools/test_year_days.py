"""The days of a school year as calendar entries for families."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from district_cms.schools.models.year_marks import days_of

YEAR = SimpleNamespace(
    name="2026-27", first_day=dt.date(2026, 8, 31), last_day=dt.date(2027, 6, 10)
)


def without_school(*days: tuple[str, str]) -> list[Any]:
    return [
        SimpleNamespace(day=dt.date.fromisoformat(day), name=name, name_es="") for day, name in days
    ]


def spans(rows: list[Any]) -> list[tuple[str, str, str]]:
    return [
        (one.name, str(one.first), str(one.last))
        for one in days_of(YEAR, [], rows)
        if one.kind == "no_school"
    ]


def test_days_of_one_name_are_one_also_over_a_weekend() -> None:
    rows = without_school(
        ("2026-12-24", "Break"),
        ("2026-12-25", "Break"),
        ("2026-12-28", "Break"),
        ("2026-12-30", "Break"),
        ("2026-12-31", "Stocktaking"),
    )
    assert spans(rows) == [
        ("Break", "2026-12-24", "2026-12-28"),
        ("Break", "2026-12-30", "2026-12-30"),
        ("Stocktaking", "2026-12-31", "2026-12-31"),
    ]


def test_a_term_is_told_when_it_begins_but_not_with_the_year() -> None:
    terms = [
        SimpleNamespace(pk=number, name=f"Quarter {number}", name_es="", first_day=day)
        for number, day in ((1, YEAR.first_day), (2, dt.date(2026, 11, 2)))
    ]
    found = [(one.kind, one.name) for one in days_of(YEAR, terms, [])]
    assert found == [("first", ""), ("term", "Quarter 2"), ("last", "")]


def test_a_term_that_is_entered_from_a_holiday_on_begins_with_school() -> None:
    term = SimpleNamespace(pk=3, name="Quarter 3", name_es="", first_day=dt.date(2027, 1, 15))
    off = without_school(("2027-01-15", "Day between semesters"), ("2027-01-18", "Holiday"))
    days = [one.first for one in days_of(YEAR, [term], off) if one.kind == "term"]
    assert days == [dt.date(2027, 1, 19)]


@given(st.sets(st.integers(0, 280), max_size=40), st.sampled_from(["Break", "Day off"]))
def test_each_day_without_school_stands_in_one_entry_and_no_two_have_one_name(
    offsets: set[int], name: str
) -> None:
    days = {YEAR.first_day + dt.timedelta(days=number) for number in offsets}
    rows = [SimpleNamespace(day=day, name=name, name_es="") for day in days]
    found = [one for one in days_of(YEAR, [], rows) if one.kind == "no_school"]
    told = [
        one.first + dt.timedelta(days=number)
        for one in found
        for number in range((one.last - one.first).days + 1)
    ]
    assert days <= set(told)
    assert len(told) == len(set(told))
    # The entries also include a weekend within.
    assert all(day.weekday() >= 5 for day in set(told) - days)
    uids = [one.uid for one in found]
    assert len(uids) == len(set(uids))
