"""Reads about classes that several screens need."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.web.times import day_text

from .models import ClassroomPage, Posting, UpdatePage
from .permissions import current_classroom_ids


@dataclass(frozen=True, slots=True)
class ClassToDo:
    """One class on its teacher's dashboard.

    `drafts` are updates that are not submitted yet, `sent_back` those that the school returned
    with a comment. An update that waits for the school is in neither: nobody can work on it.
    """

    classroom: ClassroomPage
    name: str
    standing: str
    next_due: str
    updated_on: str
    drafts: list[UpdatePage]
    sent_back: list[UpdatePage]


def own_classrooms(user: User, today: dt.date | None = None) -> QuerySet[ClassroomPage]:
    """The classes that this account teaches today, in school years that are not over."""
    today = today or timezone.localdate()
    return (
        ClassroomPage.objects.filter(pk__in=current_classroom_ids(user))
        .filter(school_year__last_day__gte=today)
        .select_related("school_year", "standing")
        .order_by("title", "section")
    )


def class_name(classroom: ClassroomPage) -> str:
    """ "Math 3, Period 2": the section is added unless the title says it already."""
    if not classroom.section or classroom.title.endswith(classroom.section):
        return str(classroom.title)
    return f"{classroom.title}, {classroom.section}"


def to_do(user: User) -> list[ClassToDo]:
    """What a teacher's dashboard shows, most urgent first. Three queries."""
    today = timezone.localdate()
    classes = list(own_classrooms(user, today))
    if not classes:
        return []
    below = Q(pk__in=[])
    for classroom in classes:
        below |= Q(path__startswith=classroom.path, depth=classroom.depth + 1)
    submitted = {
        posting.page_uuid: posting
        for posting in Posting.objects.filter(
            classroom__in=classes, submitted_at__isnull=False, published_at__isnull=True
        )
    }
    drafts: dict[str, list[UpdatePage]] = defaultdict(list)
    sent_back: dict[str, list[UpdatePage]] = defaultdict(list)
    unpublished = UpdatePage.objects.filter(below, live=False)
    for update in unpublished.order_by("-latest_revision_created_at"):
        posting = submitted.get(update.translation_key)
        above = update.path[: -Page.steplen]
        if posting is None:
            drafts[above].append(update)
        elif posting.returned_at:
            sent_back[above].append(update)
    rows = []
    for classroom in classes:
        standing = getattr(classroom, "standing", None)
        rows.append(
            ClassToDo(
                classroom=classroom,
                name=class_name(classroom),
                standing=standing.standing if standing else "",
                next_due=day_text(standing.next_due_day)
                if standing and standing.next_due_day
                else "",
                updated_on=day_text(timezone.localdate(standing.updated_at))
                if standing and standing.updated_at
                else "",
                drafts=drafts[classroom.path][:3],
                sent_back=sent_back[classroom.path],
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
        .order_by()  # the order of the tree would make a group of each class
    )
    return {row["standing__standing"] or "": row["number"] for row in counted}
