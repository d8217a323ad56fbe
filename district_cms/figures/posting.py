"""What the ledger says, counted by the database. Reads only, each of them one query or two,
whatever the number of classes. A branch of the site is named by its path; "" is all of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Case, Count, DateTimeField, F, QuerySet, Subquery, When
from django.db.models.functions import (
    Coalesce,
    ExtractMonth,
    ExtractYear,
    Greatest,
    Least,
    Substr,
    TruncDate,
)
from wagtail.models import Page

from classroom.ledger.keeping import calendar_of, district_zone
from classroom.models import ClassroomPage, Posting, PostingSlot
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.months import monthly_counts
from district_cms.procedure.slots import ClassSpan
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.models import SchoolYear

from .rules import Days, Line, Posted, Running

_IN_THE_PATH = Page.steplen * SCHOOL_DEPTH


def _school_of(path: str) -> Substr:
    return Substr(path, 1, _IN_THE_PATH)


def begin_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), district_zone())


def lines(first: dt.date, today: dt.date, branch: str = "") -> list[Line]:
    """How the posting days from `first` on that are over before `today` were kept. One query."""
    return _lines(_over(today).filter(due_at__gte=begin_of(first)), branch)


def newest_lines(today: dt.date) -> list[Line]:
    """The same of the last two that are over. One query."""
    over = _over(today).order_by("-due_at")
    newest = Subquery(over.values("due_at")[:1])
    before = Subquery(over.filter(due_at__lt=newest).values("due_at")[:1])
    return _lines(over.filter(due_at__gte=Coalesce(before, newest)), "")


def _over(today: dt.date) -> QuerySet[PostingSlot]:
    # By the moment: that has an index.
    return PostingSlot.objects.filter(due_at__lt=begin_of(today))


def _lines(slots: QuerySet[PostingSlot], branch: str) -> list[Line]:
    counted = slots.filter(classroom__live=True, classroom__path__startswith=branch).exclude(
        standing__in=["dropped", "not_obliged"]
    )
    rows = (
        counted.order_by()
        .annotate(
            school=_school_of("classroom__path"),
            handed_in=TruncDate("met_at", tzinfo=district_zone()),
        )
        .values_list("school", "day", "handed_in")
        .annotate(number=Count("pk"))
    )
    return [Line(*row) for row in rows]


def running(year: SchoolYear, branch: str = "") -> list[Running]:
    """The classes of a school year by the days on which they run. One query."""
    classes = ClassroomPage.objects.filter(
        school_year=year, live=True, path__startswith=branch
    ).order_by()
    rows = (
        classes.annotate(school=_school_of("path"))
        .values_list("school", "starts_on", "ends_on")
        .annotate(number=Count("pk"))
    )
    return [Running(*row) for row in rows]


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


def posted(school_year: SchoolYear, now: dt.datetime, branch: str = "") -> list[Posted]:
    """How many classes have how many updates live that count for each month. One query."""
    held = Greatest(
        "submitted_at", Least("go_live_at", Coalesce("published_at", "go_live_at"))
    )  # as `procedure.slots.Post.dated_at`
    dated = Case(
        When(go_live_at__isnull=True, then=F("submitted_at")),
        default=held,
        output_field=DateTimeField(),
    )
    zone = district_zone()
    by_class = (
        Posting.objects.filter(
            classroom__school_year=school_year,
            classroom__live=True,
            classroom__path__startswith=branch,
            submitted_at__lte=now,
            published_at__lte=now,
            last_published_at__isnull=False,
            withdrawn_at__isnull=True,
        )
        .order_by()
        .annotate(
            school=_school_of("classroom__path"),
            runs_from=F("classroom__starts_on"),
            runs_until=F("classroom__ends_on"),
            of_year=ExtractYear(dated, tzinfo=zone),
            of_month=ExtractMonth(dated, tzinfo=zone),
        )
        .values("classroom_id", "school", "runs_from", "runs_until", "of_year", "of_month")
        .annotate(updates=Count("pk"))
    )
    sql, params = by_class.query.sql_with_params()
    columns = "school, runs_from, runs_until, of_year, of_month, updates"
    with connection.cursor() as cursor:
        # Django counts no counts: its own query of one row a class and month stands within.
        cursor.execute(
            f"SELECT {columns}, COUNT(*) FROM ({sql}) AS by_class GROUP BY {columns}",  # noqa: S608 - no value of anyone's is in it
            params,
        )
        rows = cursor.fetchall()
    # PostgreSQL gives a part of a moment as a decimal number.
    return [
        Posted(school, _day(first), _day(last), dt.date(int(year), int(month), 1), updates, number)
        for school, first, last, year, month, updates, number in rows
    ]


def _day(value: Any) -> dt.date | None:
    """SQLite gives a day of a query within a query as text."""
    return dt.date.fromisoformat(str(value)) if value is not None else None
