"""Keeping the posting ledger: from postings to slots and standings.

Reads `Posting` rows, never the page tree. Called for one class when something of it is
submitted, published or withdrawn, and by the nightly run for those whose standing does not hold
any more, because a slot also changes its standing when a day ends.
"""

import datetime as dt
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from district_cms.procedure.cadence import YearCalendar, slots
from district_cms.procedure.slots import ClassSpan
from district_cms.schools.calendar.rule import no_school_rule
from district_cms.schools.models import NoSchoolDay, SchoolYear
from district_cms.web.queue.apart import Item, apart, note_gone, note_success, standing
from district_cms.web.queue.progress import begin_work, end_work, note_done

from ..models import ClassroomPage
from .chunks import refresh_chunk, rules_of

CLASSES_A_WRITE: Final = 200
LEDGER: Final = "ledger"
"""The nightly loop, as failures of it are filed."""
LONGEST_RUN: Final = 60.0
"""Seconds after which a run leaves the rest to the next: the queue ends a task after 120."""
NIGHTS: Final = 28
"""In so many nights every class is read anew, also where nothing says that it changed."""

_noted: ContextVar[set[int] | None] = ContextVar("noted", default=None)

# A school year that touches so many days before or after a day is looked at.
AROUND_A_DAY = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many classes are up to date, how many slots changed for that, and how many classes are
    left to a next run; it goes on behind the class `last`."""

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
    now, tz = now or timezone.now(), district_zone()
    changed = sum(refresh_chunk(chunk, now=now, tz=tz) for chunk in _chunks(ids))
    return Refreshed(len(ids), changed)


def refresh_current_year(*, now: dt.datetime | None = None, after: int = 0) -> Refreshed:
    """The nightly run: the classes of the school years that run or come, or ended this month, whose
    standing does not hold any more.

    A class of the coming year names its first posting day all summer: the calendar may move it.
    A class that fails is written down, and the others go on. What is not done in `LONGEST_RUN` is
    left to a run that begins behind `after`; what is done is committed class by class, and how far
    it is stands in `LongWork`.
    """
    now, begun, changed, done = now or timezone.now(), time.monotonic(), 0, 0
    known = standing(LEDGER)
    everyone, stale = _stale(now, {int(key) for key in known}, after)
    if not after:
        begin_work(LEDGER, total=len(stale))
    for chunk in _chunks(stale):
        if done and time.monotonic() - begun > LONGEST_RUN:
            left = len(stale) - done
            return Refreshed(len(everyone) - left, changed, left, last=stale[done - 1])
        changed += _one_by_one_if_it_fails(chunk, known, now)
        done += len(chunk)
        note_done(LEDGER, len(chunk))
    end_work(LEDGER)
    if known:
        note_gone(LEDGER, map(str, everyone))
    return Refreshed(len(everyone), changed)


def _stale(now: dt.datetime, failed: set[int], after: int) -> tuple[list[int], list[int]]:
    """All classes of these years, and those of them behind `after` that are to be worked out: a
    moment has come at which one changes, its calendar, its days or the rules did, it failed, or it
    is its turn. Five queries."""
    today = now.astimezone(district_zone()).date()
    years = SchoolYear.objects.filter(last_day__gte=today - dt.timedelta(days=31))
    rules = rules_of(years.values_list("pk", flat=True), district_zone())
    turn = today.toordinal() % NIGHTS
    everyone, stale = [], []
    rows = ClassroomPage.objects.filter(school_year__in=list(rules)).order_by("pk")
    for pk, year, first, last, since, until, read_by in rows.values_list(
        "pk",
        "school_year_id",
        "starts_on",
        "ends_on",
        "standing__holds_from",
        "standing__holds_until",
        "standing__read_by",
    ):
        everyone.append(pk)
        holds = since is not None and until is not None and since <= now < until
        if pk > after and (
            not holds
            or read_by != rules[year].name_for(ClassSpan(first, last))
            or pk in failed
            or pk % NIGHTS == turn
        ):
            stale.append(pk)
    return everyone, stale


def _one_by_one_if_it_fails(chunk: list[int], known: Collection[str], now: dt.datetime) -> int:
    """Refresh them together, or each by itself where that shows which of them fails."""
    tz = district_zone()
    try:
        changed = refresh_chunk(chunk, now=now, tz=tz)
    except Exception:  # noqa: BLE001 - each by itself shows which of them it is
        changed = 0
        titles = dict(ClassroomPage.objects.filter(pk__in=chunk).values_list("pk", "title"))
        for pk, title in titles.items():
            with apart(Item(LEDGER, str(pk), title, pk), failed_before=known):
                changed += refresh_chunk([pk], now=now, tz=tz)
    else:
        for pk in chunk:
            if str(pk) in known:
                note_success(Item(LEDGER, str(pk)))
    return changed


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CLASSES_A_WRITE):
        yield ids[start : start + CLASSES_A_WRITE]


def year_ends(around: dt.date) -> frozenset[dt.date]:
    """The last days of the school years that end around this day."""
    days = (around - AROUND_A_DAY, around + AROUND_A_DAY)
    ends = SchoolYear.objects.filter(last_day__range=days)
    return frozenset(ends.values_list("last_day", flat=True))


def days_without_school(around: dt.date) -> frozenset[dt.date]:
    """Those around this day that have a name in the calendar."""
    days = NoSchoolDay.objects.between(around - AROUND_A_DAY, around + AROUND_A_DAY)
    return frozenset(days.values_list("day", flat=True))


def posting_days(around: dt.date) -> list[dt.date]:
    """The posting days of the school years that touch the days around, in order."""
    rule = no_school_rule()
    years = SchoolYear.objects.filter(
        first_day__lte=around + AROUND_A_DAY, last_day__gte=around - AROUND_A_DAY
    ).prefetch_related("no_school_days")
    days = {slot.day for year in years for slot in slots(calendar_of(year), rule)}
    return sorted(day for day in days if day is not None)
