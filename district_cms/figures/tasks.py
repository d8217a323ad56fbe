"""What the queue calls."""

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django_q.tasks import async_task

from district_cms.schools.models import SchoolYear

from .facts import branches, count
from .report import days_counted


def count_again(year_id: int, first: dt.date, end: dt.date, branch: str) -> str:
    """Counts what somebody looked at some minutes after it was counted last."""
    year = SchoolYear.objects.filter(pk=year_id).first()
    if year is None:  # deleted meanwhile
        return "no such school year"
    return f"{len(count(year, first, end, branch).lines)} lines"


def nightly() -> str:
    """Before anyone is up: the figures of the running school year, of the district and of each
    school, so that whoever looks first need not wait. Each is a task of its own; none where nobody
    would see what the queue has counted."""
    if not settings.CACHE_IS_SHARED:
        return "each process keeps its own"
    today = timezone.localdate()
    year = SchoolYear.objects.filter(first_day__lte=today).order_by("-first_day").first()
    if year is None:
        return "no school year"
    first, end = days_counted(year, None, today)
    found = list(branches())
    for branch in found:
        async_task("district_cms.figures.tasks.count_again", year.pk, first, end, branch)
    return f"{len(found)} to count"
