"""The usual names of days without school, whatever the office calls them."""

import datetime as dt

import pytest

from district_cms.calendars.search_sources.days import known_as
from district_cms.demo.school_year import demo_year


def names(first: str, last: str = "") -> str:
    return "; ".join(known_as(*map(dt.date.fromisoformat, (first, last or first))))


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2026-12-21", "2027-01-01", "winter break"),
        ("2026-12-14", "2026-12-25", "vacaciones de invierno"),
        ("2026-11-25", "2026-11-27", "Thanksgiving"),
        ("2026-11-26", "2026-11-26", "Acción de Gracias"),
        ("2027-03-15", "2027-03-19", "spring break"),
        ("2026-10-08", "2026-10-12", "fall break"),
        ("2026-09-07", "2026-09-07", "Labor Day"),
        ("2027-01-18", "2027-01-18", "MLK"),
        ("2027-05-31", "2027-05-31", "Memorial Day"),
    ],
)
def test_breaks_have_their_usual_names(first: str, last: str, name: str) -> None:
    assert name in names(first, last)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-19", ""), ("2027-01-11", ""), ("2027-05-24", ""), ("2027-02-01", "2027-02-02")],
)
def test_other_days_without_school_have_no_usual_name(first: str, last: str) -> None:
    assert names(first, last) == ""


def test_the_demos_breaks_have_usual_names() -> None:
    names = {name for _day, name in demo_year(dt.date(2026, 11, 24)).no_school}
    assert {"Thanksgiving break", "Winter break", "Spring break"} <= names
    assert "Long break" not in names
