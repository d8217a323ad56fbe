"""The school year of the district at size. Pure."""

import datetime as dt

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots

from ..school_year import ONE_DAY, DemoYear

WEEKS = 40
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
    last = first + dt.timedelta(weeks=WEEKS, days=-3)
    middle = first + dt.timedelta(weeks=20)
    days_off = {"Long break": (16, 17), "Spring break": (30,)}
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
            *(
                (first + dt.timedelta(weeks=week, days=day), name)
                for name, weeks in days_off.items()
                for week in weeks
                for day in range(5)
            ),
        ),
    )
