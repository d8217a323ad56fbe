"""What the figures are made of, kept: whoever looks reads what was counted last, and where that is
some minutes ago the queue counts anew. At the size of a district counting takes seconds.

That needs a cache that the web processes and the queue share. Where each process has its own, what
the queue counts reaches nobody: there it is counted at once by whoever looks some minutes later.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, cast

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.models import Page

from classroom.ledger.counting import begin_of
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.schools.routing.drawn_once import digest

from . import findings, posting, reach
from .rules import Asked, Days, Line, Posted, Running, answers

FRESH: Final = dt.timedelta(minutes=5)
KEPT_SECONDS: Final = 2 * 24 * 60 * 60
ASKED_SECONDS: Final = 10 * 60
"""So long nobody else asks the queue for the same."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted, and when (aware). The others name schools by their paths; `schools` says
    which school each was then: of the first level one gets the path of another where they are put
    in another order, or where one is deleted and the next is made."""

    counted_at: dt.datetime
    schools: Mapping[str, int]
    lines: list[Line]
    running: list[Running]
    posted: list[Posted]
    needed: Mapping[Days, Mapping[dt.date, int]]
    asked: Mapping[tuple[str, str], Asked]
    reach: reach.Reach

    def are_of(self, schools: Sequence[Page]) -> bool:
        """Whether each of these still is where it was."""
        return all(self.schools.get(school.path) == school.pk for school in schools)

    @property
    def are_fresh(self) -> bool:
        return timezone.now() - self.counted_at <= FRESH


_SHAPE: Final = digest(
    [
        (kind.__module__, kind.__qualname__, [field.name for field in fields(kind)])
        for kind in (Facts, Line, Running, Posted, Asked, reach.Reach)
    ]
)
"""What another release kept is not read: it may have other parts."""


def kept_facts(
    year: SchoolYear, first: dt.date, end: dt.date, branch: str, schools: Sequence[Page]
) -> Facts:
    """Those of the posting days from `first` to the one before `end`, and of the whole year; of the
    branch of the site at this path, "" for all of it. `schools` are those that are shown. Counted
    at once where nothing is kept of these."""
    key = _key(year, first, end, branch)
    kept = cast("Facts | None", cache.get(key))
    if kept is None or not kept.are_of(schools):
        return count(year, first, end, branch)
    if kept.are_fresh:
        return kept
    if not settings.CACHE_IS_SHARED:
        return count(year, first, end, branch)
    if cache.add(_asked(key), True, ASKED_SECONDS):
        async_task("district_cms.figures.tasks.count_again", year.pk, first, end, branch)
    return kept


def count(year: SchoolYear, first: dt.date, end: dt.date, branch: str) -> Facts:
    """Counts and keeps them. Fourteen queries."""
    schools = SchoolPage.objects.filter(path__startswith=branch)
    classes, posted = posting.classes(year, branch)
    begin, over = (begin_of(day) for day in (year.first_day, year.last_day + dt.timedelta(days=1)))
    facts = Facts(
        counted_at=timezone.now(),
        schools=dict(schools.values_list("path", "pk")),
        lines=posting.lines(first, end, branch),
        running=classes,
        posted=posted,
        needed=posting.needed(year, {(each.first, each.last) for each in classes}),
        asked=answers(findings.history(begin, over, branch)),
        reach=reach.reach(branch),
    )
    key = _key(year, first, end, branch)
    cache.set(key, facts, KEPT_SECONDS)
    cache.delete(_asked(key))
    return facts


def branches() -> Iterator[str]:
    """All of the site, and each school that is live."""
    yield ""
    yield from SchoolPage.objects.live().order_by("path").values_list("path", flat=True)


def _key(year: SchoolYear, first: dt.date, end: dt.date, branch: str) -> str:
    return f"figures.facts:{_SHAPE}:{year.pk}:{first}:{end}:{branch}"


def _asked(key: str) -> str:
    """Where it stands that the queue was asked for them."""
    return f"{key}:asked"
