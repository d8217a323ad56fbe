"""Counts the figures of a school year from the ledger, explanations and subscriptions. In a large
district this takes seconds. `branch` is a path in the page tree; "" is the whole site."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, StringAgg, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page

from classroom.ledger.at_deadline.rules import TO_EXPLAIN
from classroom.ledger.counting import begin_of, counted_days
from classroom.ledger.refresh import calendar_of, district_zone
from classroom.models import ClassroomPage, PostingSlot, TeacherPage
from district_cms.deviations.selectors import nominal_dates_explained
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.months import monthly_counts
from district_cms.procedure.slots import ClassSpan
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage, SchoolYear
from notifications.models import DigestItem, DigestRun, Message, Scope, Subscription
from notifications.rules.state import SENT

from .rules import Span, Tally, by_month, this_and_last, visible_schools
from .stored import Facts, FollowerCounts, month_and_last

FOLLOWING: Final = (Scope.CLASS, Scope.TEACHER, Scope.SCHOOL)
FOLLOWED: Final = (ClassroomPage, TeacherPage, SchoolPage)
_DAY: Final = dt.timedelta(days=1)


def count(year: SchoolYear, school: Page | None) -> Facts:
    """Returns the figures up to now, of one school or the district. The number of queries does not
    depend on the number of classes."""
    counted_at = timezone.now()
    today = timezone.localdate(counted_at)
    until, branch = min(today, year.last_day), school.path if school else ""
    rows = SchoolPage.objects.filter(path__startswith=branch).order_by()
    schools = {path: str(key) for path, key in rows.values_list("path", "translation_key")}
    now, before = this_and_last(all_terms(), until)
    last_month, _first_month = month_and_last(year.first_day.replace(day=1))
    spans = [span for span in (now, before, last_month) if span is not None]
    first = min(year.first_day, *(span.first for span in spans))
    over = min(today, year.last_day + _DAY)
    days: dict[tuple[str, dt.date], Tally] = defaultdict(Tally)
    for path, day, handed_in, number in counted_days(first, over, branch):
        days[schools.get(path, ""), day].add(day, handed_in, number)
    for (path, day, late), number in _explained(first, over, branch).items():
        tally = days.get((schools.get(path, ""), day), Tally())
        if late:
            tally.late_explained += number
        else:
            tally.not_posted_explained += number
    running, posted = _classes(year, branch)
    months = by_month(running, posted, _needed(year, running), until)
    return Facts(counted_at, now, before, dict(days), months, _reach(branch, schools))


def all_terms() -> list[Span]:
    """Returns the terms of all school years; a year without terms counts as one. Two queries."""
    spans: list[Span] = []
    for year in SchoolYear.objects.prefetch_related("terms"):
        terms: Any = year.terms.all()
        spans += [Span(each.name, each.first_day, each.last_day) for each in terms] or [
            Span(year.name, year.first_day, year.last_day)
        ]
    return spans


def _explained(first: dt.date, today: dt.date, branch: str) -> Counter[tuple[str, dt.date, bool]]:
    """Returns {(path of a school, posting day, whether an update came late): number of classes} for
    which someone explained why there was no update in time. Two queries."""
    explained = nominal_dates_explained(first, today)
    slots = PostingSlot.objects.filter(
        classroom__translation_key__in={key for key, _day in explained},
        classroom__path__startswith=branch,
        day__gte=first,
        day__lt=today,
        standing__in=TO_EXPLAIN,
    )
    rows = slots.order_by("day", "pk").values_list(
        "classroom__translation_key", "classroom__path", "nominal_date", "day", "standing"
    )
    return Counter(
        (school_path(path), day, standing == "late")
        for key, path, nominal, day, standing in rows
        if (key, nominal) in explained and day is not None
    )


def _classes(
    year: SchoolYear, branch: str
) -> tuple[Counter[ClassSpan], Counter[tuple[ClassSpan, dt.date, int]]]:
    """Returns the number of classes of a school year by their days; and by their days, month and
    number of live updates that count for it. One query, one row per class."""
    rows = ClassroomPage.objects.filter(
        school_year=year, live=True, path__startswith=branch
    ).order_by()
    running: Counter[ClassSpan] = Counter()
    posted: Counter[tuple[ClassSpan, dt.date, int]] = Counter()
    for first, last, exempt, months in rows.values_list(
        "starts_on", "ends_on", "exempt_days", "standing__months"
    ).iterator(chunk_size=2000):
        span = ClassSpan.of(first, last, exempt)
        running[span] += 1
        for month, updates in (months or {}).items():
            posted[span, dt.date.fromisoformat(f"{month}-01"), updates] += 1
    return running, posted


def _needed(year: SchoolYear, spans: Iterable[ClassSpan]) -> dict[ClassSpan, dict[dt.date, int]]:
    """Returns {days of a class: {month: number of updates required}}, by the procedure's rule. Two
    queries."""
    chosen, calendar = ProcedureSettings.load(), calendar_of(year)
    needed = {}
    for span in spans:
        counts = monthly_counts(
            [],
            calendar=calendar,
            rule=NoSchoolRule(chosen.no_school_rule),
            tz=district_zone(),
            now=begin_of(year.first_day),
            span=span,
            minimum_school_days=chosen.minimum_school_days,
        )
        needed[span] = {dt.date(c.year, c.month, 1): c.needed for c in counts}
    return needed


def _reach(branch: str, schools: dict[str, str]) -> FollowerCounts:
    """Returns the numbers of followers. Four queries, whatever the number of families."""
    followers = _followers(branch)
    numbers = {path: len(who) for path, who in followers.items()}
    visible = visible_schools(numbers)
    leaves_out = not branch and len(visible) < len(numbers)
    counted = visible if leaves_out else numbers
    families = set().union(*(followers[path] for path in counted))
    runs = DigestRun.objects.filter(posting_day=True, written__gt=0)
    last = runs.aggregate(last=Max("window_start"))["last"]
    written, sent_to = _sent(last, branch) if last else (0, 0)
    by_school = {schools[path]: number for path, number in numbers.items() if path in schools}
    return FollowerCounts(len(families), by_school, leaves_out, last, written, sent_to)


def _followers(branch: str) -> dict[str, set[str]]:
    """Returns {path of a school: ids of the families that follow something there}. Two queries,
    each with one row per followed page."""
    following = Subscription.objects.filter(ended_at__isnull=True, scope__in=FOLLOWING).order_by()
    if branch:
        following = following.filter(page_uuid__in=_uuids_below(branch))
    types = ContentType.objects.get_for_models(*FOLLOWED).values()
    pages = Page.objects.filter(path__startswith=branch, content_type__in=types)
    # Of two pages with one UUID, the older one wins.
    paths = pages.order_by("-pk").values_list("translation_key", "path")
    schools: dict[UUID, str] = {key: school_path(path) for key, path in paths}
    ids = StringAgg(Cast("subscriber", TextField()), Value(","))
    followers: dict[str, set[str]] = {}
    for key, who in following.values("page_uuid").annotate(who=ids).values_list("page_uuid", "who"):
        if key in schools:
            followers.setdefault(schools[key], set()).update(who.split(","))
    return followers


def _sent(window: dt.datetime, branch: str) -> tuple[int, int]:
    """Returns how many messages of a window there are, and how many of them were sent."""
    messages = Message.objects.filter(window_start=window)
    if branch:
        items = DigestItem.objects.filter(
            message_uuid=OuterRef("pk"), page_uuid__in=_uuids_below(branch)
        )
        messages = messages.filter(Exists(items))
    counts: dict[str, int] = dict(
        messages.order_by().values_list("state").annotate(number=Count("pk"))
    )
    return sum(counts.values()), sum(counts.get(state.value, 0) for state in SENT)


def _uuids_below(branch: str) -> QuerySet[Page, Any]:
    return Page.objects.filter(path__startswith=branch).values("translation_key")
