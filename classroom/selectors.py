"""Reads about classes that several screens need."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.web.times import day_text

from .addresses import class_name
from .models import ClassroomPage, Posting, UpdatePage
from .permissions import current_classroom_ids


@dataclass(frozen=True, slots=True)
class ClassToDo:
    """One class on its teacher's dashboard.

    `month_needed` is 0 in a month that asks for nothing. `drafts` are updates that are not
    submitted yet, `sent_back` those that the school returned with a comment, `waiting` those that
    it has to read: nobody can work on them now.
    """

    classroom: ClassroomPage
    name: str
    standing: str
    next_due: str
    updated_on: str
    month_needed: int
    month_posted: int
    drafts: list[UpdatePage]
    sent_back: list[UpdatePage]
    waiting: list[UpdatePage]


def own_classrooms(user: User, today: dt.date | None = None) -> QuerySet[ClassroomPage]:
    """The classes that this account teaches today, in school years that are not over."""
    today = today or timezone.localdate()
    return (
        ClassroomPage.objects.filter(pk__in=current_classroom_ids(user))
        .filter(school_year__last_day__gte=today)
        .select_related("school_year", "standing")
        .order_by("title", "section")
    )


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
    waiting: dict[str, list[UpdatePage]] = defaultdict(list)
    unpublished = UpdatePage.objects.filter(below, live=False)
    for update in unpublished.order_by("-latest_revision_created_at"):
        posting = submitted.get(update.translation_key)
        above = update.path[: -Page.steplen]
        if posting is None:
            drafts[above].append(update)
        elif posting.returned_at:
            sent_back[above].append(update)
        else:
            waiting[above].append(update)
    rows = []
    for classroom in classes:
        standing = getattr(classroom, "standing", None)
        # Until the nightly run the first day of a month still has the count of the last.
        month = standing if standing and standing.month == today.replace(day=1) else None
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
                month_needed=month.month_needed if month else 0,
                month_posted=month.month_posted if month else 0,
                drafts=drafts[classroom.path][:3],
                sent_back=sent_back[classroom.path],
                waiting=waiting[classroom.path],
            )
        )
    order = ["awaited", "open", "missing", "with_school"]
    return sorted(
        rows, key=lambda row: order.index(row.standing) if row.standing in order else len(order)
    )


@dataclass(frozen=True, slots=True)
class SchoolProgress:
    """How a principal's classes stand: {standing: number} for the current slot, and how many of
    those that the month asks something of have its updates."""

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
    counted = (
        ClassroomPage.objects.filter(below, live=True, school_year__last_day__gte=today)
        .values("standing__standing")
        .annotate(
            number=Count("pk"),
            month_asked=Count("pk", filter=asked),
            month_met=Count("pk", filter=met),
        )
        .order_by()  # the order of the tree would make a group of each class
    )
    rows = list(counted)
    return SchoolProgress(
        standings={row["standing__standing"] or "": row["number"] for row in rows},
        month_asked=sum(row["month_asked"] for row in rows),
        month_met=sum(row["month_met"] for row in rows),
    )
