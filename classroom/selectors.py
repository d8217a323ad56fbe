"""Reads about classes that several screens need."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from .models import ClassroomPage, UpdatePage
from .permissions import current_classroom_ids
from .presentation import day_text


@dataclass(frozen=True, slots=True)
class ClassToDo:
    """One class on its teacher's dashboard. `drafts` are updates that are not submitted yet."""

    classroom: ClassroomPage
    standing: str
    next_due: str
    updated_on: str
    drafts: list[UpdatePage]


def own_classrooms(user: Any, today: dt.date | None = None) -> QuerySet[ClassroomPage]:
    """The classes that this account teaches today, in school years that are not over."""
    today = today or timezone.localdate()
    return (
        ClassroomPage.objects.filter(pk__in=current_classroom_ids(user))
        .filter(school_year__last_day__gte=today)
        .select_related("school_year", "standing")
        .order_by("title", "section")
    )


def to_do(user: Any) -> list[ClassToDo]:
    """What a teacher's dashboard shows, most urgent first. Two queries."""
    today = timezone.localdate()
    classes = list(own_classrooms(user, today))
    if not classes:
        return []
    below = Q(pk__in=[])
    for classroom in classes:
        below |= Q(path__startswith=classroom.path, depth=classroom.depth + 1)
    drafts: dict[str, list[UpdatePage]] = {}
    for update in UpdatePage.objects.filter(below, live=False).order_by("-latest_revision_created_at"):
        drafts.setdefault(update.path[: -Page.steplen], []).append(update)
    rows = []
    for classroom in classes:
        standing = getattr(classroom, "standing", None)
        rows.append(
            ClassToDo(
                classroom=classroom,
                standing=standing.standing if standing else "",
                next_due=day_text(standing.next_due_day)
                if standing and standing.next_due_day
                else "",
                updated_on=day_text(timezone.localdate(standing.updated_at))
                if standing and standing.updated_at
                else "",
                drafts=drafts.get(classroom.path, [])[:3],
            )
        )
    order = ["awaited", "open", "missing", "with_school"]
    return sorted(
        rows, key=lambda row: order.index(row.standing) if row.standing in order else len(order)
    )


def school_progress(school_ids: Any) -> dict[str, int]:
    """How many classes of these schools stand how in their current slot: {standing: number}."""
    below = Q(pk__in=[])
    for path in Page.objects.filter(pk__in=school_ids).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    today = timezone.localdate()
    counted = (
        ClassroomPage.objects.filter(below, live=True, school_year__last_day__gte=today)
        .values("standing__standing")
        .annotate(number=Count("pk"))
    )
    return {row["standing__standing"] or "": row["number"] for row in counted}
