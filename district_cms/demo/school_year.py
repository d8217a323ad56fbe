"""The demo's school year, made around the day on which the demo is first loaded."""

import datetime as dt
from dataclasses import dataclass

from district_cms.procedure.cadence import YearCalendar

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

    def calendar(self) -> YearCalendar:
        closed = frozenset(day for day, _name in self.no_school)
        return YearCalendar(self.first_day, self.last_day, closed)


def demo_year(anchor: dt.date) -> DemoYear:
    """A year that is twelve weeks old on `anchor`, whatever the season, with a short break in the
    anchor's own week and a long one a month later, named as districts name them."""
    monday = anchor - dt.timedelta(days=anchor.weekday())
    first = monday - dt.timedelta(weeks=WEEKS_BEFORE)
    return year_from(
        first,
        (
            (first + dt.timedelta(weeks=1), "Opening holiday"),
            *days_off(first + dt.timedelta(weeks=6, days=3), 2, "Teachers’ conference"),
            *days_off(monday + dt.timedelta(days=2), 3, short_break(monday)),
            *days_off(first + dt.timedelta(weeks=16), 5, long_break(first)),
            *days_off(first + dt.timedelta(weeks=17), 5, long_break(first)),
            (_middle(first), "Day between semesters"),
            *days_off(first + dt.timedelta(weeks=30), 5, "Spring break"),
        ),
    )


def year_from(first: dt.date, no_school: tuple[tuple[dt.date, str], ...]) -> DemoYear:
    """A year of four quarters and forty weeks that begins on `first`, a Monday. The last two begin
    after a day and a week without school."""
    last, middle = first + dt.timedelta(weeks=WEEKS, days=-3), _middle(first)
    second, fourth = first + dt.timedelta(weeks=9), first + dt.timedelta(weeks=30)
    return DemoYear(
        name=f"{first.year}-{(first.year + 1) % 100:02d}",
        first_day=first,
        last_day=last,
        terms=(
            # The first is over on the anchor, so that a term has one before it to be compared with.
            ("Quarter 1", first, second - 3 * ONE_DAY),
            ("Quarter 2", second, middle - ONE_DAY),
            ("Quarter 3", middle + ONE_DAY, fourth - 3 * ONE_DAY),
            ("Quarter 4", fourth + dt.timedelta(weeks=1), last),
        ),
        no_school=no_school,
    )


NAMES_IN_SPANISH = {
    "Opening holiday": "Feriado de inicio de clases",
    "Teachers’ conference": "Conferencia de maestros",
    "Thanksgiving break": "Vacaciones de Acción de Gracias",
    "Winter break": "Vacaciones de invierno",
    "Day between semesters": "Día entre semestres",
    "Spring break": "Vacaciones de primavera",
}


def short_break(monday: dt.date) -> str:
    """What three days from the Wednesday of a week are called."""
    wednesday, thursday = monday + dt.timedelta(days=2), monday + dt.timedelta(days=3)
    is_thanksgiving = thursday.month == 11 and 22 <= thursday.day <= 28
    return "Thanksgiving break" if is_thanksgiving else f"{wednesday:%B} break"


def long_break(first: dt.date) -> str:
    """What the two weeks are called that begin sixteen weeks after the `first` day of school."""
    begins = first + dt.timedelta(weeks=16)
    return "Winter break" if begins.month in {12, 1} else f"{begins:%B} break"


def _middle(first: dt.date) -> dt.date:
    return first + dt.timedelta(weeks=20)


def days_off(first: dt.date, number: int, name: str) -> tuple[tuple[dt.date, str], ...]:
    """So many days in a row without school, each with the same name."""
    return tuple((first + dt.timedelta(days=n), name) for n in range(number))


def school_day(start: dt.date, days: int, calendar: YearCalendar) -> dt.date:
    """The day `days` after `start`, or the next school day where there is no school."""
    wanted = start + dt.timedelta(days=days)
    if calendar.is_school_day(wanted):
        return wanted
    return calendar.school_day_after(wanted) or wanted
