"""What the ledger says, counted. Reads only, each of them one query or two, whatever the number of
classes, and none of them reads every posting day of every class. A branch of the site is named by
its path; "" is all of it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Final

from classroom.ledger.at_deadline.rules import TO_EXPLAIN
from classroom.ledger.counting import begin_of, counted_days, newest_days
from classroom.ledger.keeping import calendar_of, district_zone
from classroom.models import ClassroomPage, PostingSlot
from district_cms.deviations.selectors import nominal_dates_explained
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.months import monthly_counts
from district_cms.procedure.slots import ClassSpan
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolYear

from .rules import Days, Explained, Line, Posted, Running

ROWS_AT_ONCE: Final = 2000


def lines(first: dt.date, today: dt.date, branch: str = "") -> list[Line]:
    """How the posting days from `first` on that are over before `today` were kept. Two queries at
    most."""
    return [Line(*each) for each in counted_days(first, today, branch)]


def explained(first: dt.date, today: dt.date, branch: str = "") -> list[Explained]:
    """Of which of those days, and of how many classes, someone said why there was no update in
    time. Two queries: of what was explained, and of the posting days of those classes alone."""
    said = nominal_dates_explained(first, today)
    slots = PostingSlot.objects.filter(
        classroom__translation_key__in={key for key, _day in said},
        classroom__path__startswith=branch,
        day__gte=first,
        day__lt=today,
        standing__in=TO_EXPLAIN,
    )
    rows = slots.order_by("day", "pk").values_list(
        "classroom__translation_key", "classroom__path", "nominal_date", "day", "standing"
    )
    found: Counter[tuple[str, dt.date, bool]] = Counter(
        (school_path(path), day, standing == "late")
        for key, path, nominal, day, standing in rows
        if (key, nominal) in said and day is not None
    )
    return [Explained(*group, number) for group, number in found.items()]


def newest_lines(today: dt.date) -> list[Line]:
    """The same of the last two that are over."""
    return [Line(*each) for each in newest_days(today, 2)]


def classes(year: SchoolYear, branch: str = "") -> tuple[list[Running], list[Posted]]:
    """The classes of a school year by the days on which they run, and how many of them have how
    many updates live that count for each month. One query, of one row a class."""
    rows = ClassroomPage.objects.filter(
        school_year=year, live=True, path__startswith=branch
    ).order_by()
    runs: Counter[tuple[str, dt.date | None, dt.date | None]] = Counter()
    posted: Counter[tuple[str, dt.date | None, dt.date | None, str, int]] = Counter()
    for path, first, last, months in rows.values_list(
        "path", "starts_on", "ends_on", "standing__months"
    ).iterator(chunk_size=ROWS_AT_ONCE):
        group = (school_path(path), first, last)
        runs[group] += 1
        for month, updates in (months or {}).items():
            posted[*group, month, updates] += 1
    return (
        [Running(*group, number) for group, number in runs.items()],
        [
            Posted(school, first, last, dt.date.fromisoformat(f"{month}-01"), updates, number)
            for (school, first, last, month, updates), number in posted.items()
        ],
    )


def needed(year: SchoolYear, spans: Iterable[Days]) -> dict[Days, dict[dt.date, int]]:
    """{days on which a class runs: {month: how many updates it asks}}, by the procedure's own rule.
    Two queries."""
    chosen, calendar = ProcedureSettings.load(), calendar_of(year)
    found = {}
    for first, last in spans:
        counts = monthly_counts(
            [],
            calendar=calendar,
            rule=NoSchoolRule(chosen.no_school_rule),
            tz=district_zone(),
            now=begin_of(year.first_day),
            span=ClassSpan(first, last),
            minimum_school_days=chosen.minimum_school_days,
        )
        found[first, last] = {dt.date(c.year, c.month, 1): c.needed for c in counts}
    return found
