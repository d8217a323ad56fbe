"""Deadlines for answering a report of a barrier. Pure: days in, days out.

All days are dates in the district's time zone. A working day is a Monday to Friday that the school
calendar does not list as a day without school. Days outside a calendar, as in the summer, are
working days from Monday to Friday.
"""

import datetime as dt
from collections.abc import Container
from enum import StrEnum
from typing import Final

ONE_DAY: Final = dt.timedelta(days=1)
SATURDAY: Final = 5
# Days; longer than all breaks. A calendar without any working day is a mistake.
LONGEST_WAIT: Final = 400


class Standing(StrEnum):
    """The status of a report on a day."""

    OPEN = "open"  # not answered, and there is time
    DUE = "due"  # not answered, from the last working day before the due day on
    LATE = "late"  # not answered, and the due day is past
    ANSWERED = "answered"  # answered, and not closed yet
    CLOSED = "closed"


def is_working_day(day: dt.date, no_school: Container[dt.date]) -> bool:
    """Returns True if the office works on `day`."""
    return day.weekday() < SATURDAY and day not in no_school


def due_day(reported: dt.date, working_days: int, no_school: Container[dt.date]) -> dt.date:
    """Returns the day by whose end a report is answered: the last of `working_days` working days
    after `reported`. The day of the report never counts.

    Raises `ValueError` for less than one day, and for a calendar without working days.
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
    """Returns the last working day before `due`, when there is still time to answer.

    Raises `ValueError` for a calendar without working days.
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
    """Returns the status of a report on `today`. A late answer counts as an answer."""
    if closed:
        return Standing.CLOSED
    if answered:
        return Standing.ANSWERED
    if today > due:
        return Standing.LATE
    return Standing.DUE if today >= remind_on else Standing.OPEN
