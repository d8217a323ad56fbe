"""Reads about classes that several screens need."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.utils import timezone
from wagtail.models import Page

from district_cms.moderation.taking_down.selectors import down_for_privacy
from district_cms.people.models import User
from district_cms.schools.frame import school_path
from district_cms.web.times import day_text

from .addresses import class_name
from .models import ClassroomPage, PostingSlot, UpdatePage
from .permissions import current_classroom_ids


def own_classrooms(user: User, today: dt.date | None = None) -> QuerySet[ClassroomPage]:
    """The classes that this account teaches today, in school years that are not over."""
    today = today or timezone.localdate()
    return (
        ClassroomPage.objects.filter(pk__in=current_classroom_ids(user))
        .filter(school_year__last_day__gte=today)
        .select_related("school_year", "standing")
        .order_by("title", "section")
    )


def classes_around(update: UpdatePage) -> QuerySet[ClassroomPage]:
    """The classes of this school year at the update's school, without the one in which it is."""
    school = school_path(update.path)
    return (
        ClassroomPage.objects.filter(path__startswith=school)
        .filter(school_year__last_day__gte=timezone.localdate())
        .exclude(pk=update.get_parent().pk)
        .select_related("school_year")
        .order_by("title", "section")
    )


def to_start_from(updates: Any) -> Any:
    """Those of these updates that a new one may begin with: what the communications office has not
    looked at yet is not among them."""
    return updates.exclude(translation_key__in=down_for_privacy().values("page_uuid"))


def updates_below(classes: Iterable[ClassroomPage]) -> Q:
    """The updates of these classes, as a condition without a query."""
    below = Q(pk__in=[])
    for classroom in classes:
        below |= Q(path__startswith=classroom.path, depth=classroom.depth + 1)
    return below


def days_met_by(pages: Iterable[Any]) -> list[tuple[str, str]]:
    """[("Math 3", "Tuesday, November 24")]: the posting days that these updates meet today. One
    query."""
    slots = PostingSlot.objects.filter(met_by__in=[page.translation_key for page in pages])
    rows = slots.filter(day__isnull=False).select_related("classroom").order_by("day", "pk")
    return [(class_name(row.classroom), day_text(row.day)) for row in rows if row.day]


@dataclass(frozen=True, slots=True)
class SchoolProgress:
    """How a principal's classes stand: {standing: number} for the newest posting day that has
    come, before the year's first for that; and how many of those that the month asks something of
    have its updates. `day` is None where no class has a posting day."""

    day: dt.date | None
    standings: dict[str, int]
    month_asked: int
    month_met: int


def school_progress(school_ids: Iterable[int]) -> SchoolProgress:
    """How the classes of these schools stand today. Two queries."""
    below = Q(pk__in=[])
    for path in Page.objects.filter(pk__in=school_ids).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    today = timezone.localdate()
    asked = Q(standing__month=today.replace(day=1), standing__month_needed__gt=0)
    met = asked & Q(standing__month_posted__gte=F("standing__month_needed"))
    # All classes are counted for one day, also those that have posted for the coming one already.
    newest_day = Case(When(day__lte=today, then=F("day")), output_field=DateField())
    slots = (
        PostingSlot.objects.filter(classroom=OuterRef("pk"), day__isnull=False)
        .exclude(standing__in=["upcoming", "not_obliged"])
        .order_by(newest_day.desc(nulls_last=True), "day")
    )
    counted = (
        ClassroomPage.objects.filter(below, live=True, school_year__last_day__gte=today)
        .annotate(
            slot_day=Subquery(slots.values("day")[:1]),
            slot_standing=Subquery(slots.values("standing")[:1]),
        )
        .values("slot_day", "slot_standing")
        .annotate(
            number=Count("pk"),
            month_asked=Count("pk", filter=asked),
            month_met=Count("pk", filter=met),
        )
        .order_by()  # the order of the tree would make a group of each class
    )
    rows = list(counted)
    day = max((row["slot_day"] for row in rows if row["slot_day"]), default=None)
    return SchoolProgress(
        day=day,
        standings={
            row["slot_standing"]: row["number"] for row in rows if day and row["slot_day"] == day
        },
        month_asked=sum(row["month_asked"] for row in rows),
        month_met=sum(row["month_met"] for row in rows),
    )
