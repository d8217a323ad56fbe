"""What is counted as in time, how far ahead, and against which past: truth tables."""

import datetime as dt

import pytest

from district_cms.figures.rules import (
    Asked,
    Line,
    Month,
    Posted,
    Running,
    Seen,
    Span,
    Tally,
    answers,
    by_month,
    by_school,
    median,
    percent,
    tally,
    this_and_last,
)

DAY = dt.date(2026, 11, 3)
WEEK = dt.timedelta(days=7)
FALL = Span("Fall", dt.date(2026, 8, 31), dt.date(2026, 10, 30))
WINTER = Span("Winter", dt.date(2026, 11, 2), dt.date(2027, 1, 15))
SPRING = Span("Spring", dt.date(2027, 1, 18), dt.date(2027, 6, 11))
SEPTEMBER, OCTOBER = dt.date(2026, 9, 1), dt.date(2026, 10, 1)


def line(handed_in: dt.date | None, number: int = 1, school: str = "A") -> Line:
    return Line(school, DAY, handed_in, number)


@pytest.mark.parametrize(
    ("handed_in", "counts", "ahead"),
    [
        (DAY - WEEK, (1, 0, 0), {7: 1}),
        (DAY, (1, 0, 0), {0: 1}),
        (DAY + dt.timedelta(days=1), (0, 1, 0), {-1: 1}),
        (None, (0, 0, 1), {}),
    ],
)
def test_a_posting_day_is_kept_by_what_was_handed_in_before_it_ended(
    handed_in: dt.date | None, counts: tuple[int, int, int], ahead: dict[int, int]
) -> None:
    found = tally([line(handed_in)])
    assert (found.in_time, found.late, found.not_posted) == counts
    assert found.ahead == ahead
    assert found.asked == 1


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
def test_all_and_none_are_said_of_all_and_none_alone(
    part: int, whole: int, said: int | None
) -> None:
    assert percent(part, whole) == said


@pytest.mark.parametrize(
    ("numbers", "middle"),
    [
        ({}, None),
        ({3: 0}, None),
        ({4: 1}, 4),
        ({0: 2, 1: 2}, 0.5),
        ({0: 2, 1: 3}, 1),
        ({-2: 1, 0: 1, 9: 1}, 0),
        ({-1: 3, 5: 1}, -1),
        ({1: 1, 2: 1, 3: 1, 10: 1}, 2.5),
    ],
)
def test_the_median_is_the_one_in_the_middle(numbers: dict[int, int], middle: float | None) -> None:
    assert median(numbers) == middle


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
    other = Line("B", FALL.first, FALL.first, 4)
    found = by_school([line(DAY, 3), line(None, 1), other], WINTER)
    assert found.keys() == {"A"}
    assert found["A"].percent == 75
    assert by_school([other], None) == {}


WHOLE = (None, None)
NEEDED = {
    WHOLE: {SEPTEMBER: 2, OCTOBER: 1, DAY.replace(day=1): 2},
    (OCTOBER, None): {OCTOBER: 0},
}


@pytest.mark.parametrize(
    ("posted", "found"),
    [
        ([], {SEPTEMBER: Month(5, 0), OCTOBER: Month(5, 0)}),
        (
            [Posted("A", None, None, SEPTEMBER, 1, 2), Posted("A", None, None, SEPTEMBER, 3, 2)],
            {SEPTEMBER: Month(5, 2), OCTOBER: Month(5, 0)},
        ),
        ([Posted("A", None, None, OCTOBER, 1, 4)], {SEPTEMBER: Month(5, 0), OCTOBER: Month(5, 4)}),
        # Of a class that the month asks nothing, nothing is counted.
        ([Posted("A", OCTOBER, None, OCTOBER, 2, 1)], {SEPTEMBER: Month(5), OCTOBER: Month(5)}),
    ],
)
def test_a_month_counts_the_classes_with_as_many_updates_as_it_asks(
    posted: list[Posted], found: dict[dt.date, Month]
) -> None:
    running = [Running("A", None, None, 5), Running("A", OCTOBER, None, 1)]
    assert by_month(running, posted, NEEDED, until=OCTOBER) == found


def seen(found: dict[str, str], *answered: str, page: str = "p", school: str = "A") -> Seen:
    return Seen(page, school, found, frozenset(answered))


LANGUAGE = {"f": "accessibility"}


@pytest.mark.parametrize(
    ("history", "count"),
    [
        ([seen(LANGUAGE, "f")], Asked(1, 0, 1)),
        ([seen(LANGUAGE), seen({})], Asked(1, 1, 0)),
        ([seen(LANGUAGE, "f"), seen(LANGUAGE, "f")], Asked(1, 0, 1)),
        # It came back: what stands in the newest version counts.
        ([seen(LANGUAGE), seen({}), seen(LANGUAGE, "f")], Asked(1, 0, 1)),
        ([seen(LANGUAGE)], Asked(1, 0, 0)),
        ([seen(LANGUAGE, "f"), seen(LANGUAGE, "f", page="q")], Asked(2, 0, 2)),
    ],
)
def test_a_question_is_fixed_confirmed_or_open_and_counted_once(
    history: list[Seen], count: Asked
) -> None:
    assert answers(history) == {("A", "accessibility"): count}
    assert count.open == count.asked - count.fixed - count.confirmed


def test_nothing_asked_is_nothing_counted() -> None:
    assert answers([seen({})]) == {}
    assert (Tally().percent, Tally().median) == (None, None)
