"""What the figures are made of, kept: whoever looks reads what was counted last, and where that is
some minutes ago the queue counts anew. At the size of a district counting takes seconds."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from django.core.cache import cache
from django.utils import timezone
from django_q.tasks import async_task

from classroom.ledger.counting import begin_of
from district_cms.schools.models import SchoolPage, SchoolYear

from . import findings, posting, reach
from .rules import Asked, Days, Line, Posted, Running, answers

FRESH: Final = dt.timedelta(minutes=5)
KEPT_SECONDS: Final = 2 * 24 * 60 * 60
ASKED_SECONDS: Final = 10 * 60
"""So long nobody else asks the queue for the same."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted, and when (aware)."""

    counted_at: dt.datetime
    lines: list[Line]
    running: list[Running]
    posted: list[Posted]
    needed: Mapping[Days, Mapping[dt.date, int]]
    asked: Mapping[tuple[str, str], Asked]
    reach: reach.Reach


def kept_facts(year: SchoolYear, first: dt.date, end: dt.date, branch: str) -> Facts:
    """Those of the posting days from `first` to the one before `end`, and of the whole year; of the
    branch of the site at this path, "" for all of it. Counted at once where nothing is kept."""
    kept = cast("Facts | None", cache.get(_key(year, first, end, branch)))
    if kept is None:
        return count(year, first, end, branch)
    if timezone.now() - kept.counted_at > FRESH and cache.add(
        f"{_key(year, first, end, branch)}:asked", True, ASKED_SECONDS
    ):
        async_task("district_cms.figures.tasks.count_again", year.pk, first, end, branch)
    return kept


def count(year: SchoolYear, first: dt.date, end: dt.date, branch: str) -> Facts:
    """Counts and keeps them. Thirteen queries."""
    classes, posted = posting.classes(year, branch)
    begin, over = (begin_of(day) for day in (year.first_day, year.last_day + dt.timedelta(days=1)))
    facts = Facts(
        counted_at=timezone.now(),
        lines=posting.lines(first, end, branch),
        running=classes,
        posted=posted,
        needed=posting.needed(year, {(each.first, each.last) for each in classes}),
        asked=answers(findings.history(begin, over, branch)),
        reach=reach.reach(branch),
    )
    cache.set(_key(year, first, end, branch), facts, KEPT_SECONDS)
    cache.delete(f"{_key(year, first, end, branch)}:asked")
    return facts


def branches() -> Iterator[str]:
    """All of the site, and each school that is live."""
    yield ""
    yield from SchoolPage.objects.live().order_by("path").values_list("path", flat=True)


def _key(year: SchoolYear, first: dt.date, end: dt.date, branch: str) -> str:
    return f"figures.facts:{year.pk}:{first}:{end}:{branch}"
