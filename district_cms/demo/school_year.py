"""The demo's school year, made around the day on which the demo is first loaded."""

import datetime as dt
from dataclasses import dataclass

WEEKS_BEFORE = 12
WEEKS = 40
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DemoYear:
    """Plain values; days without school are pairs of day and name."""

    name: str
    first_day: dt.date
    last_day: dt.date
    terms: tuple[tuple[str, dt.date, dt.date], ...]
    no_school: tuple[tuple[dt.date, str], ...]


def demo_year(anchor: dt.date) -> DemoYear:
    """A year that is twelve weeks old on `anchor`, whatever the season, with a short break in the
    anchor's own week and a long one a month later."""
    monday = anchor - dt.timedelta(days=anchor.weekday())
    first = monday - dt.timedelta(weeks=WEEKS_BEFORE)
    last = first + dt.timedelta(weeks=WEEKS, days=-3)
    middle = first + dt.timedelta(weeks=20)
    return DemoYear(
        name=f"{first.year}-{(first.year + 1) % 100:02d}",
        first_day=first,
        last_day=last,
        terms=(
            ("First semester", first, middle - ONE_DAY),
            ("Second semester", middle, last),
        ),
        no_school=(
            (first + dt.timedelta(weeks=1), "Opening holiday"),
            *_days(first + dt.timedelta(weeks=6, days=3), 2, "Teachers’ conference"),
            *_days(monday + dt.timedelta(days=2), 3, f"{monday:%B} break"),
            *_days(first + dt.timedelta(weeks=16), 5, "Long break"),
            *_days(first + dt.timedelta(weeks=17), 5, "Long break"),
            (middle, "Day between semesters"),
            *_days(first + dt.timedelta(weeks=30), 5, "Spring break"),
        ),
    )


def _days(first: dt.date, number: int, name: str) -> tuple[tuple[dt.date, str], ...]:
    return tuple((first + dt.timedelta(days=n), name) for n in range(number))
