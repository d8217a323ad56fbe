"""Past posting days, counted by school for the figures; and days that can still be filled late.

The nightly run stores the counts. Days changed since then are counted from the ledger itself, so
that both sources agree at any moment."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone

from district_cms.schools.frame import school_path

from ..models import ClassroomPage, ClassroomStanding, CountedDay, PostingSlot

NIGHTS: Final = 28
"""Each day is recounted once in so many nights, even if nothing reports a change."""
_YEAR, _DAY = dt.timedelta(days=366), dt.timedelta(days=1)
ROWS_AT_ONCE: Final = 2000
CLAUSES: Final = ("frequency-days", "frequency-minimum")
"""What the ledger judges each class by."""
NOT_REQUIRED: Final = ("dropped", "not_obliged")


class Counted(NamedTuple):
    """The number of classes of a school (its path) whose update for a posting day was submitted on
    the same day, `handed_in`; None for no update."""

    school: str
    day: dt.date
    handed_in: dt.date | None
    number: int


def note_changed(days: Iterable[dt.date | None], today: dt.date) -> None:
    """Marks past days whose standings changed as not current. At most one query."""
    if over := {day for day in days if day is not None and day < today}:
        CountedDay.objects.filter(day__in=over, is_current=True).update(is_current=False)


def note_all_changed() -> None:
    """Marks all days as not current: pages were moved or deleted, so schools have other classes."""
    CountedDay.objects.update(is_current=False)


@transaction.atomic
def leave_figures(*, classroom_id: int) -> None:
    """Removes a class that is no longer live from the figures. It returns to them when it is live
    again. One of a closed school year stays."""
    standing = ClassroomStanding.objects.filter(classroom=classroom_id)
    standing.exclude(classroom__school_year__closed_at__isnull=False).update(counted_in="")
    note_all_changed()


@transaction.atomic
def count_days(*, today: dt.date, days: Iterable[dt.date]) -> int:
    """Counts the past posting days that are not current, and those due for a recount, from the
    ledger; part of the nightly run. `days` are the posting days of these months. Returns the number
    of days counted. Five queries, two if there is nothing to count."""
    if not CountedDay.objects.exists():
        known = _over(today).order_by().values_list("day", flat=True).distinct()
        days = {*days, *(day for day in known if day is not None)}
    CountedDay.objects.bulk_create([CountedDay(day=day) for day in days], ignore_conflicts=True)
    # Locked until all is counted; later changes mark their days again.
    locked = CountedDay.objects.select_for_update().filter(day__lt=today).order_by("day")
    rows = [row for row in locked if not row.is_current or _has_its_turn(row.day, today)]
    if not rows:
        return 0
    counts: dict[dt.date, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for each in _counted(_over(today).filter(day__in=[row.day for row in rows])):
        counts[each.day][each.school][_key(each.handed_in)] = each.number
    for row in rows:
        row.counts, row.is_current = counts[row.day], True
    CountedDay.objects.bulk_update(rows, ["counts", "is_current"])
    return len(rows)


def _has_its_turn(day: dt.date, today: dt.date) -> bool:
    return day.toordinal() % NIGHTS == today.toordinal() % NIGHTS


def counted_days(first: dt.date, today: dt.date, branch: str = "") -> list[Counted]:
    """Returns the counts of the posting days from `first` up to the day before `today`, for schools
    below the path `branch`. One query, two if a day is not current."""
    return _read(CountedDay.objects.filter(day__gte=first, day__lt=today), first, today, branch)


def newest_days(today: dt.date, number: int) -> list[Counted]:
    """Returns the counts of the last `number` past posting days. One or two queries."""
    rows = CountedDay.objects.filter(day__lt=today).exclude(counts={}, is_current=True)
    recent = _read(rows.order_by("-day")[:number], today - _YEAR, today, "")
    newest = sorted({each.day for each in recent})[-number:]
    return [each for each in recent if each.day in newest]


def _read(rows: QuerySet[CountedDay], first: dt.date, today: dt.date, branch: str) -> list[Counted]:
    last = Subquery(CountedDay.objects.order_by("-day").values("day")[:1])
    stored = list(rows.annotate(last=last).values_list("day", "counts", "is_current", "last"))
    result = [
        each
        for day, counts, is_current, _last in stored
        if is_current
        for each in _of_day(day, counts, branch)
    ]
    stale = [day for day, _counts, is_current, _last in stored if not is_current]
    known_until = stored[0][3] if stored else first - _DAY
    if stale or known_until < today:
        # If no nightly run followed, the latest days have no counts yet.
        slots = _over(today).filter(Q(day__in=stale) | Q(due_at__gte=begin_of(known_until + _DAY)))
        result += _counted(slots.filter(classroom__path__startswith=branch))
    return result


def _of_day(day: dt.date, counts: dict[str, dict[str, int]], branch: str) -> Iterator[Counted]:
    for school, numbers in counts.items():
        if school.startswith(branch):
            for handed_in, number in numbers.items():
                at = dt.date.fromisoformat(handed_in) if handed_in else None
                yield Counted(school, day, at, number)


def _key(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def begin_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), _zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _over(today: dt.date) -> QuerySet[PostingSlot]:
    # By `due_at`, because it has an index.
    return PostingSlot.objects.filter(due_at__lt=begin_of(today))


def _counted(slots: QuerySet[PostingSlot]) -> list[Counted]:
    """Counts in Python, one row per class and day. One query."""
    required = slots.filter(classroom__live=True).exclude(standing__in=NOT_REQUIRED).order_by()
    rows = required.values_list("classroom__path", "day", "met_at").iterator(
        chunk_size=ROWS_AT_ONCE
    )
    zone, numbers = _zone(), Counter[tuple[str, dt.date, dt.date | None]]()
    for path, day, met_at in rows:
        if day is not None:  # always true of a past slot
            handed_in = met_at.astimezone(zone).date() if met_at else None
            numbers[school_path(path), day, handed_in] += 1
    return [Counted(*key, number) for key, number in numbers.items()]


def filled_days(classes: Iterable[ClassroomPage]) -> dict[int, dt.date]:
    """Returns {class: the next posting day} for classes whose update for it is there already. No
    query for classes that were read with their standing."""
    filled = {}
    today = timezone.localdate()
    for classroom in classes:
        standing = getattr(classroom, "standing", None)
        if standing is not None and standing.standing in PostingSlot.FILLED:
            day = standing.standing_day
            if day is not None and day >= today:
                filled[classroom.pk] = day
    return filled


def late_days(filled: Mapping[int, dt.date]) -> dict[int, dt.date]:
    """Returns {class: the posting day before the filled one that another update can fill late}. One
    query, none for no classes."""
    if not filled:
        return {}
    slots = PostingSlot.objects.filter(classroom__in=filled, standing="awaited")
    rows = slots.order_by("day").values_list("classroom", "day")
    return {pk: day for pk, day in rows if day is not None and day < filled[pk]}
