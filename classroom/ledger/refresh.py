"""The posting ledger: from postings to slots and standings.

Reads `Posting` rows, never the page tree. Called for one class when one of its updates is
submitted, published or withdrawn, and by the nightly run for classes whose standing is outdated,
because a slot's standing also changes when a day ends."""

import datetime as dt
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from district_cms.procedure.active import active
from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots
from district_cms.procedure.months import MonthCount, month_by_post, monthly_counts
from district_cms.procedure.slots import (
    ClassSpan,
    Post,
    SlotResult,
    assign,
    current,
    next_change,
    next_due,
    next_update,
)
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.calendar.rule import no_school_rule
from district_cms.schools.frame import school_path
from district_cms.schools.models import NoSchoolDay, SchoolYear
from district_cms.schools.page_cache.writers import rows_changed
from district_cms.web.queue.isolation import (
    Item,
    begin_work,
    end_work,
    isolated,
    note_done,
    note_gone,
    note_success,
    standing,
)

from ..models import ClassroomPage, ClassroomStanding, Posting, PostingSlot
from .counting import note_changed

VERSION: Final = 2
"""Increase this when a rule of `procedure` changes: every class is then recomputed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The inputs that determine the posting days and months of the classes of one school year."""

    calendar: YearCalendar
    no_school_rule: NoSchoolRule
    minimum_school_days: int
    tz: ZoneInfo

    def name_for(self, span: ClassSpan) -> str:
        """Returns a digest that changes with the rules and with the days on which the class
        runs."""
        return _name(self, span)


@lru_cache(maxsize=256)
def _name(rules: Rules, span: ClassSpan) -> str:
    year = rules.calendar
    inputs = (
        *(VERSION, year.first_day, year.last_day, sorted(year.no_school)),
        *(rules.no_school_rule.value, rules.minimum_school_days, rules.tz.key),
        *((version.since, version.posting) for version in active().versions),
        *(span.first_day, span.last_day, span.exempt),
    )
    return sha256(repr(inputs).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The computed state of a class at a moment: its posting days in order, and the fields of its
    standing."""

    results: tuple[SlotResult, ...]
    standing: dict[str, Any]

    def slots(self) -> Iterator[tuple[dt.date, dict[str, Any]]]:
        """Yields each posting day's nominal date with its fields."""
        for result in self.results:
            yield (
                result.slot.nominal,
                {
                    "day": result.slot.day,
                    "due_at": result.window.due_at if result.window else None,
                    "standing": result.standing.value,
                    "met_by": UUID(result.post.key) if result.post else None,
                    "met_at": result.post.dated_at if result.post else None,
                },
            )


def reckon(
    posts: Sequence[Post],
    *,
    rules: Rules,
    span: ClassSpan,
    updated_at: dt.datetime | None,
    now: dt.datetime,
) -> Reckoned:
    """Computes the state of a class with these posts at `now` (aware). `updated_at` is when it last
    changed for families."""
    when: Any = {
        "calendar": rules.calendar,
        "rule": rules.no_school_rule,
        "tz": rules.tz,
        "now": now,
    }
    results = assign(posts, span=span, **when)
    months = monthly_counts(posts, span=span, minimum_school_days=rules.minimum_school_days, **when)
    due = next_due(results, now)
    day, nominal = next_update(results, posts, now=now, tz=rules.tz) or (None, None)
    measured = current(results, now)
    count = _of_month(months, now.astimezone(rules.tz).date())
    standing = {
        "updated_at": updated_at,
        "next_due_at": due.window.due_at if due and due.window else None,
        "next_due_day": due.slot.day if due else None,
        "next_update_day": day,
        "next_update_nominal": nominal,
        "standing": measured.standing.value if measured else "",
        "standing_day": measured.slot.day if measured else None,
        "month": dt.date(count.year, count.month, 1) if count else None,
        "month_needed": count.needed if count else 0,
        "month_posted": count.posted if count else 0,
        "holds_from": now,
        "holds_until": next_change(posts, **when),
        "read_by": rules.name_for(span),
    }
    return Reckoned(results, standing)


def _of_month(months: Sequence[MonthCount], day: dt.date) -> MonthCount | None:
    return next((each for each in months if (each.year, each.month) == (day.year, day.month)), None)


SLOT_FIELDS = ("day", "due_at", "standing", "met_by", "met_at")
SLOT_KEY = ("classroom", "school_year", "nominal_date")

type _Key = tuple[int, int, dt.date]


@dataclass(slots=True)
class Posts:
    """The posts of one class, when it last changed for families, and the keys of live posts."""

    posts: list[Post] = field(default_factory=list)
    updated_at: dt.datetime | None = None
    live: set[str] = field(default_factory=set)


def rules_of(year_ids: Iterable[int], tz: ZoneInfo) -> dict[int, Rules]:
    """Returns {school year that is not closed: its rules}; `tz` is the district's time zone. At
    most three queries."""
    chosen = ProcedureSettings.load()
    years = SchoolYear.objects.filter(pk__in=set(year_ids), closed_at=None)
    years = years.prefetch_related("no_school_days")
    return {
        year.pk: Rules(
            calendar=year.calendar(),
            no_school_rule=NoSchoolRule(chosen.no_school_rule),
            minimum_school_days=chosen.minimum_school_days,
            tz=tz,
        )
        for year in years
    }


@transaction.atomic
def refresh_chunk(ids: Sequence[int], *, now: dt.datetime, tz: ZoneInfo) -> int:
    """Updates these classes to `now` (aware), except in closed school years. Returns the number of
    changed posting days."""
    # The lock makes concurrent publications of one class wait; they would not see each other's
    # post. "No key", because both already hold a foreign key lock on the class and would deadlock.
    locked = ClassroomPage.objects.select_for_update(of=("self",), no_key=True)
    read = locked.annotate(was_in=F("standing__counted_in"))
    needed = ("school_year_id", "starts_on", "ends_on", "exempt_days", "live", "path")
    classes = list(read.filter(pk__in=ids).only(*needed).order_by("pk"))
    # Read behind the lock: the year may have been closed while this waited for it.
    rules = rules_of((classroom.school_year_id for classroom in classes), tz)
    classes = [classroom for classroom in classes if classroom.school_year_id in rules]
    ids = [classroom.pk for classroom in classes]
    posted, known = posts_of(ids, now), _known(ids)
    changed, standings, wanted = [], [], set()
    moved: set[int] = set()
    for classroom in classes:
        of_class = posted[classroom.pk]
        reckoned = reckon(
            of_class.posts,
            rules=rules[classroom.school_year_id],
            span=classroom.span,
            updated_at=of_class.updated_at,
            now=now,
        )
        months = Counter(
            f"{year}-{month:02}"
            for key, (year, month) in month_by_post(of_class.posts, reckoned.results, tz).items()
            if key in of_class.live
        )
        counted_in = school_path(classroom.path) if classroom.live else ""
        if classroom.was_in not in {counted_in, None}:
            moved.add(classroom.pk)
        standings.append(
            ClassroomStanding(
                classroom_id=classroom.pk,
                months=dict(sorted(months.items())),
                counted_in=counted_in,
                **reckoned.standing,
            )
        )
        for nominal, values in reckoned.slots():
            key = (classroom.pk, classroom.school_year_id, nominal)
            wanted.add(key)
            if known.get(key) != tuple(values.values()):
                changed.append(_slot(key, values))
    gone = [key for key in known if key not in wanted]
    _write(changed, standings)
    _remove(gone)
    affected = {_slot_key(slot) for slot in changed} | {key for key in known if key[0] in moved}
    days = {slot.day for slot in changed}
    days |= {known[key][0] for key in {*affected, *gone} if key in known}
    note_changed(days, now.astimezone(tz).date())
    return len(changed) + len(gone)


def posts_of(ids: Sequence[int], now: dt.datetime) -> dict[int, Posts]:
    """Returns {class: its posts at `now`}, without withdrawn and returned ones. One query."""
    by_class: dict[int, Posts] = defaultdict(Posts)
    rows = Posting.objects.filter(
        classroom_id__in=ids, submitted_at__isnull=False, withdrawn_at__isnull=True
    ).order_by()
    for classroom_id, uuid, submitted, returned, published, go_live, last in rows.values_list(
        "classroom_id",
        "page_uuid",
        "submitted_at",
        "returned_at",
        "published_at",
        "go_live_at",
        "last_published_at",
    ):
        if submitted is None or (returned and not published):
            continue
        # Scheduled for a time that has passed, but not live: nobody can read it.
        overdue = not last and published and published <= now
        of_class = by_class[classroom_id]
        post = Post(str(uuid), submitted, None if overdue else published, go_live)
        of_class.posts.append(post)
        if last is not None:
            of_class.updated_at = max(of_class.updated_at or last, last)
            if published is not None and published <= now:
                of_class.live.add(post.key)
    return by_class


def _known(ids: Sequence[int]) -> dict[_Key, tuple[Any, ...]]:
    rows = PostingSlot.objects.filter(classroom_id__in=ids).order_by()
    return {
        row[:3]: row[3:]
        for row in rows.values_list("classroom_id", "school_year_id", "nominal_date", *SLOT_FIELDS)
    }


def _slot(key: _Key, values: dict[str, Any]) -> PostingSlot:
    classroom_id, year_id, nominal = key
    return PostingSlot(
        classroom_id=classroom_id, school_year_id=year_id, nominal_date=nominal, **values
    )


def _slot_key(slot: PostingSlot) -> _Key:
    return slot.classroom_id, slot.school_year_id, slot.nominal_date


def _write(slots: list[PostingSlot], standings: list[ClassroomStanding]) -> None:
    PostingSlot.objects.bulk_create(
        slots, update_conflicts=True, unique_fields=SLOT_KEY, update_fields=SLOT_FIELDS
    )
    written = [
        each.name for each in ClassroomStanding._meta.concrete_fields if not each.primary_key
    ]
    ClassroomStanding.objects.bulk_create(
        standings, update_conflicts=True, unique_fields=["classroom"], update_fields=written
    )
    rows_changed([standing.classroom_id for standing in standings])


def _remove(gone: list[_Key]) -> None:
    """Deletes posting days that are no longer in the calendar: few, and the same for every
    class."""
    by_day: dict[tuple[int, dt.date], list[int]] = defaultdict(list)
    for classroom_id, year_id, nominal in gone:
        by_day[year_id, nominal].append(classroom_id)
    for (year_id, nominal), classes in by_day.items():
        PostingSlot.objects.filter(
            school_year_id=year_id, nominal_date=nominal, classroom_id__in=classes
        ).delete()


CLASSES_A_WRITE: Final = 200
LEDGER: Final = "ledger"
"""The name of the nightly loop, under which its failures are recorded."""
LONGEST_RUN: Final = 60.0
"""Seconds after which a run leaves the rest to the next: the queue ends a task after 120."""
NIGHTS: Final = 28
"""Each class is recomputed once in so many nights, even if nothing reports a change."""

_noted: ContextVar[set[int] | None] = ContextVar("noted", default=None)

# A school year counts if it has days this close to a date.
AROUND_A_DAY = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The number of classes that are current, of slots that changed, and of classes left to the
    next run, which continues behind the class `last`."""

    classes: int
    slots: int
    left: int = 0
    last: int = 0


def calendar_of(year: SchoolYear) -> YearCalendar:
    return year.calendar()


def district_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


@contextmanager
def refreshed_once() -> Iterator[None]:
    """For many postings at once: inside the context, `refresh_classes` only collects the classes,
    and refreshes all of them when it exits without an exception."""
    noted: set[int] = set()
    token = _noted.set(noted)
    try:
        yield
    finally:
        _noted.reset(token)
    refresh_classes(classroom_ids=sorted(noted))


def refresh_classes(*, classroom_ids: Iterable[int], now: dt.datetime | None = None) -> Refreshed:
    """Updates slots and standings of these classes to `now` (aware; the present by default)."""
    ids = list(classroom_ids)
    noted = _noted.get()
    if noted is not None:
        noted.update(ids)
        return Refreshed(len(ids), 0)
    now, tz = now or timezone.now(), district_zone()
    changed = sum(refresh_chunk(chunk, now=now, tz=tz) for chunk in chunks(ids))
    return Refreshed(len(ids), changed)


def refresh_current_year(*, now: dt.datetime | None = None, after: int = 0) -> Refreshed:
    """The nightly run: refreshes outdated classes of school years that are current, coming, or
    ended this month.

    The coming year is included because its classes show their first posting day all summer, and the
    calendar may move it. A class that fails is recorded, and the others go on. After `LONGEST_RUN`
    seconds the rest is left to a run that starts behind `after`. Each chunk is committed, and
    `LongWork` holds the progress."""
    now, start, changed, done = now or timezone.now(), time.monotonic(), 0, 0
    known = standing(LEDGER)
    today = now.astimezone(district_zone()).date()
    years = SchoolYear.objects.filter(
        last_day__gte=today - dt.timedelta(days=31), closed_at__isnull=True
    )
    everyone, stale = stale_classes(years, now, {int(key) for key in known}, after)
    if not after:
        begin_work(LEDGER, total=len(stale))
    for chunk in chunks(stale):
        if done and time.monotonic() - start > LONGEST_RUN:
            left = len(stale) - done
            return Refreshed(len(everyone) - left, changed, left, last=stale[done - 1])
        changed += _one_by_one_if_it_fails(chunk, known, now)
        done += len(chunk)
        note_done(LEDGER, len(chunk))
    end_work(LEDGER)
    if known:
        note_gone(LEDGER, map(str, everyone))
    return Refreshed(len(everyone), changed)


def stale_classes(
    years: QuerySet[SchoolYear], now: dt.datetime, failed: Container[int] = (), after: int = 0
) -> tuple[list[int], list[int]]:
    """Returns all classes of these years, and those behind `after` to recompute: their validity has
    ended; their calendar, days or rules changed; they failed last time; or it is their turn. Five
    queries."""
    today = now.astimezone(district_zone()).date()
    rules = rules_of(years.values_list("pk", flat=True), district_zone())
    turn = today.toordinal() % NIGHTS
    everyone, stale = [], []
    rows = ClassroomPage.objects.filter(school_year__in=list(rules)).order_by("pk")
    for pk, year, first, last, exempt, since, until, read_by in rows.values_list(
        "pk",
        "school_year_id",
        "starts_on",
        "ends_on",
        "exempt_days",
        "standing__holds_from",
        "standing__holds_until",
        "standing__read_by",
    ):
        everyone.append(pk)
        holds = since is not None and until is not None and since <= now < until
        if pk > after and (
            not holds
            or read_by != rules[year].name_for(ClassSpan.of(first, last, exempt))
            or pk in failed
            or pk % NIGHTS == turn
        ):
            stale.append(pk)
    return everyone, stale


def _one_by_one_if_it_fails(chunk: list[int], known: Collection[str], now: dt.datetime) -> int:
    """Refreshes the classes together, or one by one to find out which of them fails."""
    tz = district_zone()
    try:
        changed = refresh_chunk(chunk, now=now, tz=tz)
    except Exception:  # noqa: BLE001 - retried one by one to find the failing class
        changed = 0
        titles = dict(ClassroomPage.objects.filter(pk__in=chunk).values_list("pk", "title"))
        for pk, title in titles.items():
            with isolated(Item(LEDGER, str(pk), title, pk), failed_before=known):
                changed += refresh_chunk([pk], now=now, tz=tz)
    else:
        for pk in chunk:
            if str(pk) in known:
                note_success(Item(LEDGER, str(pk)))
    return changed


def chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CLASSES_A_WRITE):
        yield ids[start : start + CLASSES_A_WRITE]


def year_ends(around: dt.date) -> frozenset[dt.date]:
    """Returns the last days of school years that end near this day."""
    days = (around - AROUND_A_DAY, around + AROUND_A_DAY)
    ends = SchoolYear.objects.filter(last_day__range=days)
    return frozenset(ends.values_list("last_day", flat=True))


def days_without_school(around: dt.date) -> frozenset[dt.date]:
    """Returns the named no-school days near this day."""
    days = NoSchoolDay.objects.between(around - AROUND_A_DAY, around + AROUND_A_DAY)
    return frozenset(days.values_list("day", flat=True))


def posting_days(around: dt.date) -> list[dt.date]:
    """Returns the posting days of the school years near this day, in order."""
    rule = no_school_rule()
    years = SchoolYear.objects.filter(
        first_day__lte=around + AROUND_A_DAY, last_day__gte=around - AROUND_A_DAY
    ).prefetch_related("no_school_days")
    days = {slot.day for year in years for slot in slots(calendar_of(year), rule)}
    return sorted(day for day in days if day is not None)
