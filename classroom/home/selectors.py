"""A teacher's classes, the updates in progress for each, and how each posting day stands."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from district_cms.deviations.selectors import days_explained
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.people.selectors import roles_of
from district_cms.web.times import day_text

from ..addresses import class_name_at, compose_url, continue_url, schools_if_several
from ..ledger.counting import filled_days, late_days
from ..models import ClassroomPage, PostingSlot, UpdatePage
from ..selectors import to_start_from, updates_below
from ..states import FACTS, Standing, UpdateState, standing_in, with_facts

WAITED_FOR = frozenset({"awaited", "missing"})
# Chips of classes that need something from their teacher now.
TO_DO = frozenset({"missing", "due-today", "sent-back"})


# How long a live update is listed.
RECENT = dt.timedelta(days=21)
MOST_DRAFTS, MOST_LIVE = 3, 2
# What the teacher can act on comes first.
_ORDER = (
    UpdateState.SENT_BACK,
    UpdateState.DRAFT,
    UpdateState.CHANGED,
    UpdateState.WITH_PRINCIPAL,
    UpdateState.SCHEDULED,
    UpdateState.TAKEN_DOWN,
    UpdateState.LIVE,
)
# States in which the teacher writes in the short form, which links to the page editor.
_READ = ("pk", "path", "draft_title", *FACTS)


class Comment(NamedTuple):
    """The school's comment when it sent an update back, and its author."""

    words: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One update on the home screen. `why` is the school's comment if it was sent back."""

    pk: int
    title: str
    standing: Standing
    url: str
    live: bool
    why: str = ""
    by: str = ""

    @property
    def state(self) -> UpdateState:
        return self.standing.state


@dataclass(frozen=True, slots=True)
class ClassToDo:
    """One class on its teacher's home screen. `month_needed` is 0 in a month that requires nothing.
    `work` has updates that are drafts, in review, scheduled, down or recently live; those that the
    teacher can act on come first."""

    classroom: ClassroomPage
    name: str
    standing: str
    standing_day: str
    next_day: dt.date | None
    updated_on: str
    month_needed: int
    month_posted: int
    work: list[Work]
    url: str
    # Whether there is an update that a new one can start from.
    has_last: bool
    # The past posting day without an update, if the next one already has its update.
    late_day: str = ""
    # The page on which to explain a missing update, and whether that was done.
    why_url: str = ""
    is_explained: bool = False

    @property
    def chip(self) -> str:
        """Returns how the posting day stands, as a key of `classroom/admin/chip.html`."""
        if self._first(UpdateState.SENT_BACK):
            return "sent-back"
        if self.standing in WAITED_FOR:
            return "missing"
        if self.next_day == timezone.localdate():
            return "due-today"
        if self.standing in PostingSlot.FILLED:
            return self.standing
        if self._first(UpdateState.DRAFT):
            return "draft"
        return "upcoming" if self.next_day else "none"

    @property
    def chip_day(self) -> str:
        """Returns the posting day that the chip speaks of."""
        is_over = self.is_filled or self.chip == "missing"
        if is_over:
            return self.standing_day
        return day_text(self.next_day) if self.next_day else ""

    @property
    def is_filled(self) -> bool:
        return self.chip in PostingSlot.FILLED

    @property
    def to_finish(self) -> "Work | None":
        """Returns the update to continue while the posting day has none, if one was begun."""
        if self.is_filled:
            return None
        return self._first(UpdateState.SENT_BACK) or self._first(UpdateState.DRAFT)

    def _first(self, state: UpdateState) -> "Work | None":
        return next((each for each in self.work if each.state is state), None)


def to_do(classes: list[ClassroomPage]) -> list[ClassToDo]:
    """Returns a teacher's classes for the home screen, the most urgent first. None to seven
    queries."""
    today = timezone.localdate()
    if not classes:
        return []
    work = _work_on(classes)
    startable = _with_last(classes, work)
    late = late_days(filled_days(classes))
    empty = {each.pk: _empty_day(each, late.get(each.pk)) for each in classes}
    explained = days_explained(each.translation_key for each in classes if empty[each.pk])
    rows, schools = [], schools_if_several(classes)
    for classroom in classes:
        standing = getattr(classroom, "standing", None)
        # Until the nightly run, the first day of a month still has the last month's count.
        month = standing if standing and standing.month == today.replace(day=1) else None
        next_day = standing.next_due_day if standing else None
        measured = standing.standing_day if standing else None
        updated_at = standing.updated_at if standing else None
        rows.append(
            ClassToDo(
                classroom=classroom,
                name=class_name_at(classroom, schools),
                standing=standing.standing if standing else "",
                standing_day=day_text(measured) if measured else "",
                next_day=next_day,
                updated_on=day_text(timezone.localdate(updated_at)) if updated_at else "",
                month_needed=month.month_needed if month else 0,
                month_posted=month.month_posted if month else 0,
                work=work[classroom.path],
                url=compose_url([classroom]),
                has_last=classroom.path in startable,
                late_day=day_text(late[classroom.pk]) if classroom.pk in late else "",
                why_url=_why_url(classroom, empty[classroom.pk]),
                is_explained=(classroom.translation_key, empty[classroom.pk]) in explained,
            )
        )
    return sorted(rows, key=_urgency)


def has_no_class_yet(user: User) -> bool:
    """Returns True for a teacher whose classes are not assigned yet. Makes no query for people who
    manage the notices of a school or the district: their home screen shows other things."""
    if user.has_perm("schools.add_banner") or user.is_superuser:
        return False
    return Role.TEACHER in roles_of(user)


def _urgency(row: ClassToDo) -> tuple[bool, dt.date]:
    """Sorts classes with waiting families first, then by the next posting day."""
    return row.standing not in WAITED_FOR, row.next_day or dt.date.max


def _empty_day(classroom: ClassroomPage, late: dt.date | None) -> dt.date | None:
    """Returns the past posting day without an update of this class."""
    standing = getattr(classroom, "standing", None)
    if standing is not None and standing.standing in WAITED_FOR:
        return standing.standing_day
    return late


def _why_url(classroom: ClassroomPage, day: dt.date | None) -> str:
    return reverse("classroom_why", args=[classroom.pk, day.isoformat()]) if day else ""


def _with_last(classes: list[ClassroomPage], work: dict[str, list[Work]]) -> set[str]:
    """Returns the paths of classes with an update that a new one can start from. No query if each
    class has such an update in `work`."""
    down = UpdateState.TAKEN_DOWN
    startable = {
        path
        for path, updates_of_class in work.items()
        if any(each.state is not down for each in updates_of_class)
    }
    others = [classroom for classroom in classes if classroom.path not in startable]
    if others:
        updates = to_start_from(UpdatePage.objects.filter(updates_below(others)))
        startable |= {path[: -Page.steplen] for path in updates.values_list("path", flat=True)}
    return startable


def _work_on(classes: list[ClassroomPage]) -> dict[str, list[Work]]:
    """Returns {path of the class: its work}. One query, two if an update was sent back."""
    lately = timezone.now() - RECENT
    visible = Q(live=False) | Q(has_unpublished_changes=True) | Q(last_published_at__gte=lately)
    updates = with_facts(UpdatePage.objects.filter(updates_below(classes)).filter(visible))
    rows = list(updates.order_by("-latest_revision_created_at").values(*_READ))
    rows_with_standing = [(row, standing_in(row)) for row in rows]
    reasons = comments_on(row["pk"] for row, standing in rows_with_standing if _came_back(standing))
    work: dict[str, list[Work]] = defaultdict(list)
    for row, standing in rows_with_standing:
        work[row["path"][: -Page.steplen]].append(_work(row, standing, reasons))
    return defaultdict(list, {path: _in_order(each) for path, each in work.items()})


def _came_back(standing: Standing) -> bool:
    return standing.state is UpdateState.SENT_BACK


def _work(row: dict[str, Any], standing: Standing, reasons: dict[str, Comment]) -> Work:
    why, by = reasons.get(str(row["pk"]), Comment())
    return Work(
        row["pk"], row["draft_title"], standing, _url(row, standing), row["live"], why=why, by=by
    )


def _url(row: dict[str, Any], standing: Standing) -> str:
    if standing.state is UpdateState.TAKEN_DOWN:
        return reverse("moderation_take_down", args=[row["pk"]])
    return continue_url(UpdatePage(pk=row["pk"]))


def _in_order(work: list[Work]) -> list[Work]:
    """Sorts by what the teacher can act on; of drafts and live updates keeps only the newest."""
    most = {UpdateState.DRAFT: MOST_DRAFTS, UpdateState.LIVE: MOST_LIVE}
    ordered = []
    for state in _ORDER:
        ordered += [each for each in work if each.state is state][: most.get(state)]
    return ordered


def comments_on(pks: Iterable[int]) -> dict[str, Comment]:
    """Returns {page id: the school's comment} for those of these updates that were sent back. One
    query."""
    ids = [str(pk) for pk in pks]
    if not ids:
        return {}
    reviews = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=ids
    )
    return {
        review.object_id: Comment(step.comment, step.finished_by.get_full_name())
        for review in reviews.select_related("current_task_state__finished_by")
        if (step := review.current_task_state) is not None and step.finished_by is not None
    }
