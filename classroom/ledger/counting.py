"""Posting days that are over, counted by school for the figures; and those still open late.

The nightly run stores the counts. What changed since the last night is counted from the ledger
itself, so that both ways say the same at any moment.
"""

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
"""In so many nights each day is counted anew, also where nothing says that it changed."""
_YEAR, _DAY = dt.timedelta(days=366), dt.timedelta(days=1)
ROWS_AT_ONCE: Final = 2000
NOT_ASKED: Final = ("dropped", "not_obliged")


class Counted(NamedTuple):
    """So many classes of a school, by its path, that handed in on the same day for a posting day;
    None where nothing is handed in."""

    school: str
    day: dt.date
    handed_in: dt.date | None
    number: int


def note_changed(days: Iterable[dt.date | None], today: dt.date) -> None:
    """Classes stand otherwise for these days; what has not come is not counted yet. One query at
    most."""
    if over := {day for day in days if day is not None and day < today}:
        CountedDay.objects.filter(day__in=over, is_current=True).update(is_current=False)


def note_all_changed() -> None:
    """Pages were moved or deleted: the schools have other classes."""
    CountedDay.objects.update(is_current=False)


@transaction.atomic
def leave_figures(*, classroom_id: int) -> None:
    """The class is not live any more; live again it comes back to them."""
    ClassroomStanding.objects.filter(classroom=classroom_id).update(counted_in="")
    note_all_changed()


@transaction.atomic
def count_days(*, today: dt.date, days: Iterable[dt.date]) -> int:
    """Part of the nightly run: count the posting days that are over and not current, and those
    whose turn it is, each from nothing. `days` are the posting days of these months. Returns how
    many. Five queries, two where there is nothing to count."""
    if not CountedDay.objects.exists():
        known = _over(today).order_by().values_list("day", flat=True).distinct()
        days = {*days, *(day for day in known if day is not None)}
    CountedDay.objects.bulk_create([CountedDay(day=day) for day in days], ignore_conflicts=True)
    # Held until all is counted: what changes meanwhile says so afterwards.
    held = CountedDay.objects.select_for_update().filter(day__lt=today).order_by("day")
    rows = [row for row in held if not row.is_current or _has_its_turn(row.day, today)]
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
    """The posting days from `first` on that are over before `today`, of the schools below a path.
    One query, two where something is not current."""
    return _read(CountedDay.objects.filter(day__gte=first, day__lt=today), first, today, branch)


def newest_days(today: dt.date, number: int) -> list[Counted]:
    """The last ones that are over. One query or two likewise."""
    rows = CountedDay.objects.filter(day__lt=today).exclude(counts={}, is_current=True)
    found = _read(rows.order_by("-day")[:number], today - _YEAR, today, "")
    newest = sorted({each.day for each in found})[-number:]
    return [each for each in found if each.day in newest]


def _read(rows: QuerySet[CountedDay], first: dt.date, today: dt.date, branch: str) -> list[Counted]:
    last = Subquery(CountedDay.objects.order_by("-day").values("day")[:1])
    kept = list(rows.annotate(last=last).values_list("day", "counts", "is_current", "last"))
    found = [
        each
        for day, counts, is_current, _last in kept
        if is_current
        for each in _of_day(day, counts, branch)
    ]
    stale = [day for day, _counts, is_current, _last in kept if not is_current]
    known_until = kept[0][3] if kept else first - _DAY
    if stale or known_until < today:
        # Without a night since, there are days of which nothing is known here.
        slots = _over(today).filter(Q(day__in=stale) | Q(due_at__gte=begin_of(known_until + _DAY)))
        found += _counted(slots.filter(classroom__path__startswith=branch))
    return found


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
    # By the moment: that has an index.
    return PostingSlot.objects.filter(due_at__lt=begin_of(today))


def _counted(slots: QuerySet[PostingSlot]) -> list[Counted]:
    """Counted here: of a day there is one row a class. One query."""
    asked = slots.filter(classroom__live=True).exclude(standing__in=NOT_ASKED).order_by()
    rows = asked.values_list("classroom__path", "day", "met_at").iterator(chunk_size=ROWS_AT_ONCE)
    zone, numbers = _zone(), Counter[tuple[str, dt.date, dt.date | None]]()
    for path, day, met_at in rows:
        if day is not None:  # one that is over has a day
            handed_in = met_at.astimezone(zone).date() if met_at else None
            numbers[school_path(path), day, handed_in] += 1
    return [Counted(*key, number) for key, number in numbers.items()]


def filled_days(classes: Iterable[ClassroomPage]) -> dict[int, dt.date]:
    """{class: the posting day that comes}, where that has its update. No query for classes that
    were read with their standing."""
    found = {}
    today = timezone.localdate()
    for classroom in classes:
        standing = getattr(classroom, "standing", None)
        if standing is not None and standing.standing in PostingSlot.FILLED:
            day = standing.standing_day
            if day is not None and day >= today:
                found[classroom.pk] = day
    return found


def late_days(filled: Mapping[int, dt.date]) -> dict[int, dt.date]:
    """{class: the posting day before the filled one that one more update can fill}. One query,
    none where no class is asked for."""
    if not filled:
        return {}
    slots = PostingSlot.objects.filter(classroom__in=filled, standing="awaited")
    rows = slots.order_by("day").values_list("classroom", "day")
    return {pk: day for pk, day in rows if day is not None and day < filled[pk]}
