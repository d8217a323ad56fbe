"""Keeping the posting ledger: from postings to slots and standings.

Reads `Posting` rows, never the page tree. Called for one class when something of it is
submitted, published or withdrawn, and for all classes of the year by the nightly run, because
a slot also changes its standing when a day ends.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots
from district_cms.procedure.months import MonthCount, monthly_counts
from district_cms.procedure.next_update import next_update
from district_cms.procedure.slots import (
    ClassSpan,
    Post,
    SlotResult,
    assign,
    current,
    next_due,
)
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.models import SchoolYear
from district_cms.web.queue.apart import Item, apart, note_gone, note_success, standing

from ..models import ClassroomPage, ClassroomStanding, Posting, PostingSlot

CLASSES_A_WRITE = 200
# The nightly loop, as failures of it are filed.
LEDGER = "ledger"

_noted: ContextVar[set[int] | None] = ContextVar("noted", default=None)

# A school year that touches so many days before or after a day is looked at.
AROUND_A_DAY = dt.timedelta(days=90)


class _Rules(TypedDict):
    """What the posting days and the months of a class are both read by."""

    calendar: YearCalendar
    rule: NoSchoolRule
    tz: ZoneInfo
    now: dt.datetime
    span: ClassSpan


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many classes were looked at, and how many slots changed."""

    classes: int
    slots: int


def calendar_of(year: SchoolYear) -> YearCalendar:
    return year.calendar()


def district_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


@contextmanager
def refreshed_once() -> Iterator[None]:
    """For many postings at once: inside, `refresh_classes` only notes the classes, and all of them
    are refreshed together when it ends well."""
    noted: set[int] = set()
    token = _noted.set(noted)
    try:
        yield
    finally:
        _noted.reset(token)
    refresh_classes(classroom_ids=sorted(noted))


def refresh_classes(*, classroom_ids: Iterable[int], now: dt.datetime | None = None) -> Refreshed:
    """Bring slots and standings of these classes up to `now` (aware; the present by default)."""
    ids = list(classroom_ids)
    noted = _noted.get()
    if noted is not None:
        noted.update(ids)
        return Refreshed(len(ids), 0)
    now = now or timezone.now()
    chosen = ProcedureSettings.load()
    changed = 0
    for start in range(0, len(ids), CLASSES_A_WRITE):
        changed += _refresh_chunk(ids[start : start + CLASSES_A_WRITE], chosen, now)
    return Refreshed(len(ids), changed)


def refresh_current_year(*, now: dt.datetime | None = None) -> Refreshed:
    """The nightly run: every class of the school years that run or come, or ended this month.

    A class of the coming year names its first posting day all summer: the calendar may move it.
    A class that fails is written down, and the others go on.
    """
    now = now or timezone.now()
    today = now.astimezone(district_zone()).date()
    years = SchoolYear.objects.filter(last_day__gte=today - dt.timedelta(days=31))
    titles = dict(ClassroomPage.objects.filter(school_year__in=years).values_list("pk", "title"))
    ids, chosen, changed = list(titles), ProcedureSettings.load(), 0
    known = standing(LEDGER)
    for start in range(0, len(ids), CLASSES_A_WRITE):
        chunk = ids[start : start + CLASSES_A_WRITE]
        try:
            changed += _refresh_chunk(chunk, chosen, now)
        except Exception:  # noqa: BLE001 - each by itself shows which of them it is
            for pk in chunk:
                with apart(Item(LEDGER, str(pk), titles[pk], pk), failed_before=known):
                    changed += _refresh_chunk([pk], chosen, now)
        else:
            for pk in chunk:
                if str(pk) in known:
                    note_success(Item(LEDGER, str(pk)))
    note_gone(LEDGER, map(str, ids))
    return Refreshed(len(ids), changed)


@transaction.atomic
def _refresh_chunk(ids: list[int], chosen: ProcedureSettings, now: dt.datetime) -> int:
    # One after the other for each class: two that publish at once would not see each other's post.
    # "No key": both hold a reference to the class already, and would wait for each other for ever.
    locked = ClassroomPage.objects.select_for_update(of=("self",), no_key=True)
    classes = list(locked.filter(pk__in=ids).select_related("school_year").order_by("pk"))
    posts, updated = _posts_of(classes, now)
    calendars = {c.school_year_id: calendar_of(c.school_year) for c in _one_per_year(classes)}
    known: dict[tuple[int, dt.date], PostingSlot] = {
        (slot.classroom_id, slot.nominal_date): slot
        for slot in PostingSlot.objects.filter(classroom__in=classes)
    }
    new, altered, standings, wanted = [], [], [], set()
    for classroom in classes:
        rules: _Rules = {
            "calendar": calendars[classroom.school_year_id],
            "rule": NoSchoolRule(chosen.no_school_rule),
            "tz": district_zone(),
            "now": now,
            "span": ClassSpan(classroom.starts_on, classroom.ends_on),
        }
        results = assign(posts[classroom.pk], **rules)
        months = monthly_counts(
            posts[classroom.pk], minimum_school_days=chosen.minimum_school_days, **rules
        )
        for result in results:
            key = (classroom.pk, result.slot.nominal)
            wanted.add(key)
            slot = known.get(key)
            values = _slot_values(result)
            if slot is None:
                new.append(
                    PostingSlot(
                        classroom=classroom,
                        school_year_id=classroom.school_year_id,
                        nominal_date=result.slot.nominal,
                        **values,
                    )
                )
            elif any(getattr(slot, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(slot, name, value)
                altered.append(slot)
        standings.append(
            _standing(
                classroom, posts[classroom.pk], results, months, updated.get(classroom.pk), now
            )
        )
    gone = [slot.pk for key, slot in known.items() if key not in wanted]
    PostingSlot.objects.filter(pk__in=gone).delete()
    PostingSlot.objects.bulk_create(new)
    PostingSlot.objects.bulk_update(altered, ["day", "due_at", "standing", "met_by", "met_at"])
    ClassroomStanding.objects.bulk_create(
        standings,
        update_conflicts=True,
        unique_fields=["classroom"],
        update_fields=[
            "updated_at",
            "next_due_at",
            "next_due_day",
            "next_update_day",
            "next_update_nominal",
            "standing",
            "standing_day",
            "month",
            "month_needed",
            "month_posted",
        ],
    )
    return len(new) + len(altered) + len(gone)


def _one_per_year(classes: list[ClassroomPage]) -> Iterable[ClassroomPage]:
    return {classroom.school_year_id: classroom for classroom in classes}.values()


def _posts_of(
    classes: list[ClassroomPage],
    now: dt.datetime,
) -> tuple[dict[int, list[Post]], dict[int, dt.datetime]]:
    posts: dict[int, list[Post]] = defaultdict(list)
    updated: dict[int, dt.datetime] = {}
    rows = Posting.objects.filter(
        classroom__in=classes, submitted_at__isnull=False, withdrawn_at__isnull=True
    )
    for row in rows:
        if row.submitted_at is None or (row.returned_at and not row.published_at):
            continue
        # Planned for a moment that has come, and not live yet: nobody can read it.
        overdue = not row.last_published_at and row.published_at and row.published_at <= now
        published_at = None if overdue else row.published_at
        posts[row.classroom_id].append(
            Post(str(row.page_uuid), row.submitted_at, published_at, row.go_live_at)
        )
        if row.last_published_at is not None:
            before = updated.get(row.classroom_id)
            updated[row.classroom_id] = max(before or row.last_published_at, row.last_published_at)
    return posts, updated


def _slot_values(result: SlotResult) -> dict[str, Any]:
    return {
        "day": result.slot.day,
        "due_at": result.window.due_at if result.window else None,
        "standing": result.standing.value,
        "met_by": _uuid(result.post.key) if result.post else None,
        "met_at": result.post.dated_at if result.post else None,
    }


def _uuid(key: str) -> Any:
    return PostingSlot._meta.get_field("met_by").to_python(key)


def _standing(
    classroom: ClassroomPage,
    posts: list[Post],
    results: tuple[SlotResult, ...],
    months: tuple[MonthCount, ...],
    updated_at: dt.datetime | None,
    now: dt.datetime,
) -> ClassroomStanding:
    due = next_due(results, now)
    day, nominal = next_update(results, posts, now=now, tz=district_zone()) or (None, None)
    measured = current(results, now)
    month = now.astimezone(district_zone()).date().replace(day=1)
    count = next((c for c in months if (c.year, c.month) == (month.year, month.month)), None)
    return ClassroomStanding(
        classroom=classroom,
        updated_at=updated_at,
        next_due_at=due.window.due_at if due and due.window else None,
        next_due_day=due.slot.day if due else None,
        next_update_day=day,
        next_update_nominal=nominal,
        standing=measured.standing.value if measured else "",
        standing_day=measured.slot.day if measured else None,
        month=month if count else None,
        month_needed=count.needed if count else 0,
        month_posted=count.posted if count else 0,
    )


def posting_days(around: dt.date) -> list[dt.date]:
    """The posting days of the school years that touch the days around, in order."""
    rule = NoSchoolRule(ProcedureSettings.load().no_school_rule)
    years = SchoolYear.objects.filter(
        first_day__lte=around + AROUND_A_DAY, last_day__gte=around - AROUND_A_DAY
    ).prefetch_related("no_school_days")
    days = {slot.day for year in years for slot in slots(calendar_of(year), rule)}
    return sorted(day for day in days if day is not None)
