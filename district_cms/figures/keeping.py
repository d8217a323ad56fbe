"""The figures that were counted last: whoever looks reads them, and where that is some minutes ago
the queue counts them again. One row of `CountedFigures` for each school year and school."""

import datetime as dt
from typing import Final

from django.utils import timezone
from django_q.tasks import async_task
from wagtail.models import Page

from district_cms.schools.models import SchoolPage, SchoolYear

from .counting import count
from .facts import SHAPE, Facts, read, stored
from .models import CountedFigures
from .places import known_as

FRESH: Final = dt.timedelta(minutes=5)
ASKED: Final = dt.timedelta(minutes=10)
"""So long nobody else asks the queue for the same."""


def figures_of(year: SchoolYear, school: Page | None) -> Facts:
    """Of a school year, of one school or of the district. One query; another one, and a task for
    the queue, for the first who looks at old ones. Counted at once only where there are none."""
    kept = CountedFigures.objects.filter(school_year=year, school=known_as(school)).first()
    if kept is None or kept.shape != SHAPE:
        return count_again(year=year, school=school)
    if not are_fresh(kept.counted_at):
        ask_for(kept)
    return read(kept.counts, kept.counted_at)


def are_fresh(counted_at: dt.datetime) -> bool:
    return timezone.now() - counted_at <= FRESH


def ask_for(kept: CountedFigures) -> None:
    """Of a crowd that has read the same row, the one asks whose claim is written first."""
    now = timezone.now()
    if kept.asked_at is not None and now - kept.asked_at <= ASKED:
        return
    unasked = CountedFigures.objects.filter(pk=kept.pk, asked_at=kept.asked_at)
    if unasked.update(asked_at=now):
        _queue(kept.school_year_id, kept.school)


def count_again(*, year: SchoolYear, school: Page | None) -> Facts:
    """Counts them and keeps them in the place of those of before."""
    facts = count(year, school)
    row = CountedFigures(
        school_year=year,
        school=known_as(school),
        shape=SHAPE,
        counts=stored(facts),
        counted_at=facts.counted_at,
    )
    CountedFigures.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["school_year", "school"],
        update_fields=["shape", "counts", "counted_at", "asked_at"],
    )
    return facts


def count_for_the_day(today: dt.date) -> int:
    """Has the queue count the running school year, the district and each school in a task of its
    own, and forgets schools that are not there any more. Returns how many there are to count."""
    live = SchoolPage.objects.live().order_by("path").values_list("translation_key", flat=True)
    schools = ["", *map(str, live)]
    CountedFigures.objects.exclude(school__in=schools).delete()
    year = SchoolYear.objects.filter(first_day__lte=today).order_by("-first_day").first()
    if year is None:
        return 0
    for school in schools:
        _queue(year.pk, school)
    return len(schools)


def _queue(year_id: int, school: str) -> None:
    async_task("district_cms.figures.tasks.count_again", year_id, school)
