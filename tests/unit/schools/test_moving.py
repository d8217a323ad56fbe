"""Which posting days a calendar moves, in words."""

import datetime as dt

import pytest

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar
from district_cms.schools.calendar.services import MOST_SENTENCES, moves

FIRST, LAST = dt.date(2026, 8, 31), dt.date(2027, 6, 11)
TUESDAY = dt.date(2026, 11, 24)


def year(*off: dt.date, last: dt.date = LAST) -> YearCalendar:
    return YearCalendar(FIRST, last, frozenset(off))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            NoSchoolRule.NEXT,
            "The posting day Tuesday, November 24 moves to Wednesday, November 25.",
        ),
        (
            NoSchoolRule.PREVIOUS,
            "The posting day Tuesday, November 24 moves to Monday, November 23.",
        ),
        (NoSchoolRule.DROP, "There is no posting day on Tuesday, November 24 anymore."),
    ],
)
def test_a_day_off_moves_its_posting_day_as_the_district_chose(
    rule: NoSchoolRule, said: str
) -> None:
    assert moves(year(), year(TUESDAY), rule) == [said]


def test_what_is_taken_back_makes_it_a_posting_day_again() -> None:
    said = moves(year(TUESDAY), year(), NoSchoolRule.DROP)
    assert said == ["Tuesday, November 24 becomes a posting day."]


def test_another_day_off_moves_nothing() -> None:
    assert moves(year(), year(dt.date(2026, 11, 26)), NoSchoolRule.NEXT) == []


def test_where_there_are_many_the_rest_is_counted() -> None:
    said = moves(year(), year(last=dt.date(2026, 9, 30)), NoSchoolRule.NEXT)
    assert len(said) == MOST_SENTENCES + 1
    assert said[-1].startswith("Other posting days that change:")
