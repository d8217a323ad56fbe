"""Closes a school year, and counts how far the next one is prepared.

`SchoolYear.closed_at` is the only state: closing does what is still to do, in pieces that are
committed one by one, so that a run that was killed goes on where it stopped.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage, SchoolYear

from ..ledger.refresh import chunks, district_zone, refresh_chunk, stale_classes
from ..models import ClassroomStanding, PostingSlot

LAST_DIGEST: Final = dt.timedelta(days=2)
"""The posts of the last evening go out with the digests of the day after."""
closing = Signal()
"""Receivers do one piece of what follows from a closed `year`, and return its size: 0 if nothing
is left. With `dry_run` they change nothing and return the size of all that is left."""


def what_follows(year: SchoolYear, *, dry_run: bool = False) -> int:
    answers: Any = closing.send(sender=SchoolYear, year=year, dry_run=dry_run)
    return sum(size for _to, size in answers)


class NotOver(ValueError):
    """The school year is not over, or its last digests are not sent."""


def closes_from(year: SchoolYear) -> dt.date:
    """Returns the first day on which a year can be closed, in the district's time zone."""
    return year.last_day + LAST_DIGEST


def close(*, year: SchoolYear, actor: User | None) -> Iterator[None]:
    """Closes a year, or goes on closing it; yields after each piece. Raises `NotOver`."""
    if timezone.localdate() < closes_from(year):
        raise NotOver
    now, tz = timezone.now(), district_zone()
    if year.closed_at is None:
        _all, stale = stale_classes(SchoolYear.objects.filter(pk=year.pk), now)
        for chunk in chunks(stale):
            refresh_chunk(chunk, now=now, tz=tz)
            yield
        _freeze(year=year, actor=actor, now=now)
        yield
    while what_follows(year):
        yield


@transaction.atomic
def _freeze(*, year: SchoolYear, actor: User | None, now: dt.datetime) -> None:
    # Not `save()`, which would have the posting days of all years computed again.
    if not SchoolYear.objects.filter(pk=year.pk, closed_at=None).update(closed_at=now):
        return
    # A refresh that has its classes writes first; one that waits finds the year closed.
    list(year.classrooms.select_for_update(of=("self",), no_key=True).order_by("pk").only("pk"))
    # Nothing can fill these days late anymore.
    PostingSlot.objects.filter(school_year=year, standing="awaited").update(standing="missing")
    standings = ClassroomStanding.objects.filter(classroom__school_year=year)
    standings.filter(standing="awaited").update(standing="missing")
    by = actor or "turn_year"
    record(action="school_year.closed", actor=by, at=now, school_year=year.name)


def state_of(year: SchoolYear) -> dict[str, Any]:
    """Returns what closing a year does, or still has to do, and how far the next year is prepared;
    changes nothing. At most eight queries."""
    first = closes_from(year)
    state: dict[str, Any] = {
        "year": year,
        "closes_from": first if timezone.localdate() < first else None,
        "classes": year.classrooms.count(),
        "people": what_follows(year, dry_run=True),
    }
    later = SchoolYear.objects.filter(first_day__gt=year.last_day).order_by("first_day").first()
    if later is None:
        return state
    paths = list(later.classrooms.live().values_list("path", flat=True))
    return state | {
        "later": later,
        "days": later.no_school_days.count(),
        "coming": len(paths),
        "having": len(set(map(school_path, paths))),
        "schools": SchoolPage.objects.live().count(),
        "without_words": later.classrooms.filter(introduction="", good_to_know="").count(),
    }
