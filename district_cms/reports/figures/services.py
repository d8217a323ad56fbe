"""Reads the stored figures. If they are older than some minutes, the queue counts them again. One
row of `CountedFigures` per school year and school."""

import datetime as dt
from typing import Final

from django.utils import timezone
from django_q.tasks import async_task
from wagtail.models import Page

from district_cms.schools.models import SchoolPage, SchoolYear

from ..models import CountedFigures
from .counting import count
from .stored import SHAPE, Facts, as_json, from_json, key_of

FRESH: Final = dt.timedelta(minutes=5)
CLAIM_TIMEOUT: Final = dt.timedelta(minutes=10)
"""How long a request to count is valid, so that nobody else queues the same."""


def figures_of(year: SchoolYear, school: Page | None) -> Facts:
    """Returns the figures of a school year, of one school or the district. One query; one more and
    a queue task for the first reader of old figures. Counts at once only if there are none."""
    row = CountedFigures.objects.filter(school_year=year, school=key_of(school)).first()
    if row is None or row.shape != SHAPE:
        return count_again(year=year, school=school)
    if not is_fresh(row.counted_at):
        _request_count(row)
    return from_json(row.counts, row.counted_at)


def is_fresh(counted_at: dt.datetime) -> bool:
    return timezone.now() - counted_at <= FRESH


def _request_count(row: CountedFigures) -> None:
    """Queues a count. Of many readers of the same row, only the one whose claim is written first
    does."""
    now = timezone.now()
    if row.asked_at is not None and now - row.asked_at <= CLAIM_TIMEOUT:
        return
    claim = CountedFigures.objects.filter(pk=row.pk, asked_at=row.asked_at)
    if claim.update(asked_at=now):
        _queue(row.school_year_id, row.school)


def count_again(*, year: SchoolYear, school: Page | None) -> Facts:
    """Counts the figures and replaces the stored ones."""
    facts = count(year, school)
    row = CountedFigures(
        school_year=year,
        school=key_of(school),
        shape=SHAPE,
        counts=as_json(facts),
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
    """Queues a count of the current school year for the district and each school, and deletes the
    figures of deleted schools. Returns the number of tasks."""
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
    async_task("district_cms.reports.tasks.count_again", year_id, school)
