"""Reads about classes that several screens need."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
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
from wagtail.models import Page, Revision, WorkflowState

from district_cms.moderation.models import TakeDown
from district_cms.moderation.taking_down.selectors import down_for_privacy
from district_cms.people.models import User
from district_cms.schools.frame import school_path
from district_cms.web.times import day_text

from .addresses import class_name
from .models import ClassroomPage, Posting, PostingSlot, UpdatePage
from .permissions import current_classroom_ids

# How long an update is offered as one of the newest.
RECENT = dt.timedelta(days=21)
WAITED_FOR = frozenset({"awaited", "missing"})


@dataclass(frozen=True, slots=True)
class ClassToDo:
    """One class on its teacher's dashboard.

    `month_needed` is 0 in a month that asks for nothing. `drafts` are updates that are not
    submitted yet, `sent_back` those that the school returned with a comment. `waiting` and
    `planned` are those that nobody can work on, each with the moment since which it waits for the
    school, or at which it goes live. `live` are the newest ones that families read,
    `down` those that were taken down and may be put back.
    """

    classroom: ClassroomPage
    name: str
    standing: str
    standing_day: str
    next_due: str
    updated_on: str
    month_needed: int
    month_posted: int
    drafts: list[UpdatePage]
    sent_back: list[UpdatePage]
    waiting: list[tuple[UpdatePage, dt.datetime]]
    planned: list[tuple[UpdatePage, dt.datetime]]
    live: list[UpdatePage]
    down: list[UpdatePage]
    # Whether there is an update that a new one can start from.
    has_last: bool


@dataclass(slots=True)
class _Work:
    """The updates of one class, by what their teacher can do with them."""

    drafts: list[UpdatePage] = field(default_factory=list)
    sent_back: list[UpdatePage] = field(default_factory=list)
    waiting: list[tuple[UpdatePage, dt.datetime]] = field(default_factory=list)
    planned: list[tuple[UpdatePage, dt.datetime]] = field(default_factory=list)
    live: list[UpdatePage] = field(default_factory=list)
    down: list[UpdatePage] = field(default_factory=list)


def own_classrooms(user: User, today: dt.date | None = None) -> QuerySet[ClassroomPage]:
    """The classes that this account teaches today, in school years that are not over."""
    today = today or timezone.localdate()
    return (
        ClassroomPage.objects.filter(pk__in=current_classroom_ids(user))
        .filter(school_year__last_day__gte=today)
        .select_related("school_year", "standing")
        .order_by("title", "section")
    )


def classes_to_move_to(update: UpdatePage, user: User) -> QuerySet[ClassroomPage]:
    """The classes of this school year at the update's school into which this account may put it,
    without the one in which it is."""
    school = school_path(update.path)
    classes = (
        ClassroomPage.objects.filter(path__startswith=school)
        .filter(school_year__last_day__gte=timezone.localdate())
        .exclude(pk=update.get_parent().pk)
        .select_related("school_year")
        .order_by("title", "section")
    )
    permissions = update.permissions_for_user(user)
    return classes.filter(pk__in=[each.pk for each in classes if permissions.can_move_to(each)])


def to_do(user: User) -> list[ClassToDo]:
    """What a teacher's dashboard shows, most urgent first. Seven or eight queries."""
    today = timezone.localdate()
    classes = list(own_classrooms(user, today))
    if not classes:
        return []
    work = _work_on(classes)
    begun = _with_last(classes, work)
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
                standing_day=day_text(standing.standing_day)
                if standing and standing.standing_day
                else "",
                next_due=day_text(standing.next_due_day)
                if standing and standing.next_due_day
                else "",
                updated_on=day_text(timezone.localdate(standing.updated_at))
                if standing and standing.updated_at
                else "",
                month_needed=month.month_needed if month else 0,
                month_posted=month.month_posted if month else 0,
                drafts=work[classroom.path].drafts[:3],
                sent_back=work[classroom.path].sent_back,
                waiting=work[classroom.path].waiting,
                planned=work[classroom.path].planned,
                live=work[classroom.path].live[:2],
                down=work[classroom.path].down,
                has_last=classroom.path in begun,
            )
        )
    return sorted(rows, key=_urgency)


def _urgency(row: ClassToDo) -> tuple[bool, dt.date]:
    """First those that families wait for, then those whose next posting day comes first."""
    standing = getattr(row.classroom, "standing", None)
    due = standing.next_due_day if standing else None
    return row.standing not in WAITED_FOR, due or dt.date.max


def to_start_from(updates: Any) -> Any:
    """Those of these updates that a new one may begin with: what the communications office has not
    looked at yet is not among them."""
    return updates.exclude(translation_key__in=down_for_privacy().values("page_uuid"))


def _with_last(classes: list[ClassroomPage], work: dict[str, _Work]) -> set[str]:
    """The paths of the classes with an update that a new one can start from. No query where each
    has work that is one."""
    begun = {
        path
        for path, found in work.items()
        if found.live or found.drafts or found.sent_back or found.waiting or found.planned
    }
    others = [classroom for classroom in classes if classroom.path not in begun]
    if others:
        updates = to_start_from(UpdatePage.objects.filter(_below(others)))
        begun |= {path[: -Page.steplen] for path in updates.values_list("path", flat=True)}
    return begun


def _below(classes: list[ClassroomPage]) -> Q:
    below = Q(pk__in=[])
    for classroom in classes:
        below |= Q(path__startswith=classroom.path, depth=classroom.depth + 1)
    return below


def _work_on(classes: list[ClassroomPage]) -> dict[str, _Work]:
    """{path of the class: its updates}. Six queries."""
    updates = UpdatePage.objects.filter(_below(classes)).order_by("-latest_revision_created_at")
    work: dict[str, _Work] = defaultdict(_Work)
    lately = timezone.now() - RECENT
    for update in updates.filter(live=True, last_published_at__gte=lately):
        work[update.path[: -Page.steplen]].live.append(update)
    unpublished = list(updates.filter(live=False))
    ids = [str(update.pk) for update in unpublished]
    states = {
        state.object_id: state for state in WorkflowState.objects.active().filter(object_id__in=ids)
    }
    plans = Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id__in=ids)
    planned = dict(plans.values_list("object_id", "approved_go_live_at"))
    keys = [update.translation_key for update in unpublished]
    returned = set(
        Posting.objects.filter(
            page_uuid__in=keys, returned_at__isnull=False, published_at__isnull=True
        ).values_list("page_uuid", flat=True)
    )
    down = set(
        TakeDown.objects.open().filter(page_uuid__in=keys).values_list("page_uuid", flat=True)
    )
    for update in unpublished:
        of_class, key = work[update.path[: -Page.steplen]], str(update.pk)
        state = states.get(key)
        if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
            of_class.waiting.append((update, state.created_at))
        elif update.translation_key in down:
            of_class.down.append(update)
        elif key in planned:
            of_class.planned.append((update, planned[key]))
        elif state is not None or update.translation_key in returned:
            of_class.sent_back.append(update)
        else:
            of_class.drafts.append(update)
    return work


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
