"""What is counted as in time, and against which past: truth tables."""

import datetime as dt

import pytest

from district_cms.procedure.slots import ClassSpan
from district_cms.reports.figures.rules import (
    Month,
    Span,
    Tally,
    by_month,
    percent,
    this_and_last,
    total,
)

DAY = dt.date(2026, 11, 3)
WEEK = dt.timedelta(days=7)
FALL = Span("Fall", dt.date(2026, 8, 31), dt.date(2026, 10, 30))
WINTER = Span("Winter", dt.date(2026, 11, 2), dt.date(2027, 1, 15))
SPRING = Span("Spring", dt.date(2027, 1, 18), dt.date(2027, 6, 11))
SEPTEMBER, OCTOBER = dt.date(2026, 9, 1), dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("handed_in", "counts"),
    [
        (DAY - WEEK, (1, 0, 0)),
        (DAY, (1, 0, 0)),
        (DAY + dt.timedelta(days=1), (0, 1, 0)),
        (None, (0, 0, 1)),
    ],
)
def test_a_posting_day_is_met_by_an_update_submitted_before_its_end(
    handed_in: dt.date | None, counts: tuple[int, int, int]
) -> None:
    tally = Tally()
    tally.add(DAY, handed_in, 1)
    assert (tally.in_time, tally.late, tally.not_posted) == counts
    assert tally.expected == 1


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, None),
        (0, 7, 0),
        (7, 7, 100),
        (1, 2, 50),
        (2, 3, 67),
        (1, 3, 33),
        (1, 1000, 1),  # not none
        (999, 1000, 99),  # not all
        (1, 8, 13),
    ],
)
def test_only_all_and_none_round_to_all_and_none(part: int, whole: int, said: int | None) -> None:
    assert percent(part, whole) == said


@pytest.mark.parametrize(
    ("until", "now", "before"),
    [
        (dt.date(2026, 8, 1), None, None),
        (FALL.first, FALL, None),
        (dt.date(2026, 10, 31), FALL, None),  # the weekend between two terms
        (WINTER.first, WINTER, FALL),
        (dt.date(2027, 7, 1), SPRING, WINTER),
    ],
)
def test_a_term_is_compared_with_the_one_before_it(
    until: dt.date, now: Span | None, before: Span | None
) -> None:
    assert this_and_last([SPRING, FALL, WINTER], until) == (now, before)


def test_a_school_is_counted_in_the_days_of_the_span_alone() -> None:
    days = {("A", DAY): Tally(3, 0, 1), ("B", DAY): Tally(1), ("A", FALL.first): Tally(4)}
    assert total(days, WINTER, "A") == Tally(3, 0, 1)
    assert total(days, WINTER).percent == 80
    assert total(days, None) == Tally()


WHOLE = ClassSpan()
NEEDED = {
    WHOLE: {SEPTEMBER: 2, OCTOBER: 1, DAY.replace(day=1): 2},
    ClassSpan(OCTOBER): {OCTOBER: 0},
}


@pytest.mark.parametrize(
    ("posted", "found"),
    [
        ({}, {SEPTEMBER: Month(5, 0), OCTOBER: Month(5, 0)}),
        (
            {(WHOLE, SEPTEMBER, 1): 2, (WHOLE, SEPTEMBER, 3): 2},
            {SEPTEMBER: Month(5, 2), OCTOBER: Month(5, 0)},
        ),
        ({(WHOLE, OCTOBER, 1): 4}, {SEPTEMBER: Month(5, 0), OCTOBER: Month(5, 4)}),
        # Of a class that the month asks nothing, nothing is counted.
        ({(ClassSpan(OCTOBER), OCTOBER, 2): 1}, {SEPTEMBER: Month(5), OCTOBER: Month(5)}),
    ],
)
def test_a_month_counts_the_classes_with_as_many_updates_as_it_asks(
    posted: dict[tuple[ClassSpan, dt.date, int], int], found: dict[dt.date, Month]
) -> None:
    running = {WHOLE: 5, ClassSpan(OCTOBER): 1}
    assert by_month(running, posted, NEEDED, until=OCTOBER) == found


def test_nothing_asked_is_nothing_counted() -> None:
    assert Tally().percent is None
