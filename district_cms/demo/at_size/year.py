"""The school year of the district at size. Pure."""

import datetime as dt

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots

from ..school_year import DemoYear, days_off, long_break, year_from

LONGEST_PAST = 38  # weeks; the year still runs on the anchor day
SHORTEST_PAST = 6


def year_of(anchor: dt.date, updates_a_class: int) -> DemoYear:
    """A school year that has seen about one posting day for each update of a class by `anchor`."""
    for weeks in range(SHORTEST_PAST, LONGEST_PAST):
        year = _year(anchor, weeks)
        if len(past_posting_days(calendar_of(year), anchor)) > updates_a_class:
            return year
    return _year(anchor, LONGEST_PAST)


def calendar_of(year: DemoYear) -> YearCalendar:
    return YearCalendar(year.first_day, year.last_day, frozenset(day for day, _n in year.no_school))


def past_posting_days(calendar: YearCalendar, anchor: dt.date) -> list[dt.date]:
    """The posting days before `anchor`, oldest first."""
    found = slots(calendar, NoSchoolRule.NEXT)
    return [slot.day for slot in found if slot.day is not None and slot.day < anchor]


def _year(anchor: dt.date, weeks_before: int) -> DemoYear:
    first = anchor - dt.timedelta(days=anchor.weekday(), weeks=weeks_before)
    return year_from(
        first,
        (
            (first + dt.timedelta(weeks=1), "Opening holiday"),
            *days_off(first + dt.timedelta(weeks=16), 5, long_break(first)),
            *days_off(first + dt.timedelta(weeks=17), 5, long_break(first)),
            *days_off(first + dt.timedelta(weeks=30), 5, "Spring break"),
        ),
    )
