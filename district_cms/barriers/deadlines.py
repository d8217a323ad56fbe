"""By when the office answers a report of a barrier. Pure: days in, days out.

All days are dates in the district's zone. A working day is a Monday to Friday that the school
calendar does not name as a day without school; where no calendar speaks of a day, as in the
summer, Monday to Friday alone decides.
"""

import datetime as dt
from collections.abc import Container
from enum import StrEnum
from typing import Final

ONE_DAY: Final = dt.timedelta(days=1)
SATURDAY: Final = 5
# However long a calendar's breaks are: a calendar without any working day is a mistake in it.
LONGEST_WAIT: Final = 400


class Standing(StrEnum):
    """How a report stands on a day."""

    OPEN = "open"  # waits for its answer, and there is time
    DUE = "due"  # the last working day before the due day has come, or the due day itself
    LATE = "late"  # the due day is over
    ANSWERED = "answered"  # answered, and not closed yet
    CLOSED = "closed"


def is_working_day(day: dt.date, no_school: Container[dt.date]) -> bool:
    """Whether the office works on `day`."""
    return day.weekday() < SATURDAY and day not in no_school


def due_day(reported: dt.date, working_days: int, no_school: Container[dt.date]) -> dt.date:
    """The day by whose end a report of `reported` is answered: the last of that many working days
    after it. The day of the report itself never counts.

    Raises ValueError for less than one day, and for a calendar that never has a working day.
    """
    if working_days < 1:
        raise ValueError("An answer needs at least one working day.")
    day, left = reported, working_days
    for _step in range(LONGEST_WAIT):
        day += ONE_DAY
        left -= is_working_day(day, no_school)
        if left == 0:
            return day
    raise ValueError("The calendar has too few working days.")


def reminder_day(due: dt.date, no_school: Container[dt.date]) -> dt.date:
    """The last working day before `due`, when there is still time to answer.

    Raises ValueError for a calendar that never has a working day.
    """
    day = due
    for _step in range(LONGEST_WAIT):
        day -= ONE_DAY
        if is_working_day(day, no_school):
            return day
    raise ValueError("The calendar has no working day before that.")


def standing(
    *, today: dt.date, due: dt.date, remind_on: dt.date, answered: bool, closed: bool
) -> Standing:
    """How a report stands on `today`. An answer that came late is an answer."""
    if closed:
        return Standing.CLOSED
    if answered:
        return Standing.ANSWERED
    if today > due:
        return Standing.LATE
    return Standing.DUE if today >= remind_on else Standing.OPEN
