"""A teacher's classes, what is in hand for each, and what the first screen says about them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, WorkflowState

from district_cms.deviations.selectors import days_explained
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.people.selectors import roles_of
from district_cms.web.times import day_text

from ..addresses import class_name_at, compose_url, continue_url, schools_if_several
from ..ledger.counting import filled_days, late_days
from ..models import ClassroomPage, UpdatePage
from ..selectors import to_start_from, updates_below
from ..states import FACTS, Standing, UpdateState, standing_in, with_facts

WAITED_FOR = frozenset({"awaited", "missing"})


@dataclass(frozen=True, slots=True)
class Due:
    """What one class asks of its teacher: the standing of the posting day it is measured by, the
    next day for which nothing is in yet, and how many of its updates came back."""

    standing: str
    next_day: dt.date | None
    sent_back: int = 0


def headlines(classes: Iterable[Due], today: dt.date) -> Iterator[str]:
    """One sentence for each thing that someone waits for; one that says so where nobody does."""
    rows = list(classes)
    waiting = sum(row.standing in WAITED_FOR for row in rows)
    due = sum(row.next_day == today for row in rows)
    back = sum(row.sent_back for row in rows)
    if waiting:
        text = ngettext(
            "Families of %(number)d class are waiting for its update.",
            "Families of %(number)d classes are waiting for their updates.",
            waiting,
        )
        yield text % {"number": waiting}
    if due:
        text = ngettext(
            "Today is a posting day: %(number)d class still needs its update.",
            "Today is a posting day: %(number)d classes still need their updates.",
            due,
        )
        yield text % {"number": due}
    if back:
        text = ngettext(
            "%(number)d update came back to you.", "%(number)d updates came back to you.", back
        )
        yield text % {"number": back}
    if not (waiting or due or back):
        coming = min((row.next_day for row in rows if row.next_day), default=None)
        if coming is None:
            yield _("Nothing to do now.")
        else:
            yield _("Nothing to do today. The next posting day is %(day)s.") % {
                "day": day_text(coming)
            }


def until_text(day: dt.date, today: dt.date) -> str:
    """ "today", "tomorrow", "in 5 days": beside the day itself, never in its place."""
    left = (day - today).days
    if left <= 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    return ngettext("in %(number)d day", "in %(number)d days", left) % {"number": left}


# How long an update is offered as one of the newest.
RECENT = dt.timedelta(days=21)
MOST_DRAFTS, MOST_LIVE = 3, 2
# What its teacher can do something about comes first.
_ORDER = (
    UpdateState.SENT_BACK,
    UpdateState.DRAFT,
    UpdateState.CHANGED,
    UpdateState.WITH_PRINCIPAL,
    UpdateState.SCHEDULED,
    UpdateState.TAKEN_DOWN,
    UpdateState.LIVE,
)
# What its teacher writes on: in the short form, from which the page editor is one press away.
_WRITTEN_ON = frozenset(
    {UpdateState.SENT_BACK, UpdateState.DRAFT, UpdateState.CHANGED, UpdateState.LIVE}
)
_READ = ("pk", "path", "draft_title", *FACTS)


class Comment(NamedTuple):
    """What the school wrote when it sent an update back, and who."""

    words: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One update on the first screen. `why` is what the school wrote when it sent it back."""

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
    """One class on its teacher's first screen. `month_needed` is 0 in a month that asks for
    nothing; `work` is what is begun, in review, planned, down or lately live, in the order of what
    can be done about it."""

    classroom: ClassroomPage
    name: str
    standing: str
    standing_day: str
    next_due: str
    until: str
    updated_on: str
    month_needed: int
    month_posted: int
    work: list[Work]
    url: str
    # Whether there is an update that a new one can start from.
    has_last: bool
    # The posting day that is over and empty, where the one that comes has its update.
    late_day: str = ""
    # Where it is said why families still wait, and whether it was.
    why_url: str = ""
    is_explained: bool = False

    @property
    def due(self) -> Due:
        standing = getattr(self.classroom, "standing", None)
        back = sum(work.state is UpdateState.SENT_BACK for work in self.work)
        return Due(self.standing, standing.next_due_day if standing else None, back)


def to_do(classes: list[ClassroomPage]) -> list[ClassToDo]:
    """What a teacher's first screen shows of their classes, most urgent first. None to seven
    queries."""
    today = timezone.localdate()
    if not classes:
        return []
    work = _work_on(classes)
    begun = _with_last(classes, work)
    late = late_days(filled_days(classes))
    empty = {each.pk: _empty_day(each, late.get(each.pk)) for each in classes}
    explained = days_explained(each.translation_key for each in classes if empty[each.pk])
    rows, schools = [], schools_if_several(classes)
    for classroom in classes:
        standing = getattr(classroom, "standing", None)
        # Until the nightly run the first day of a month still has the count of the last.
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
                next_due=day_text(next_day) if next_day else "",
                until=until_text(next_day, today) if next_day else "",
                updated_on=day_text(timezone.localdate(updated_at)) if updated_at else "",
                month_needed=month.month_needed if month else 0,
                month_posted=month.month_posted if month else 0,
                work=work[classroom.path],
                url=compose_url([classroom]),
                has_last=classroom.path in begun,
                late_day=day_text(late[classroom.pk]) if classroom.pk in late else "",
                why_url=_why_url(classroom, empty[classroom.pk]),
                is_explained=(classroom.translation_key, empty[classroom.pk]) in explained,
            )
        )
    return sorted(rows, key=_urgency)


def has_no_class_yet(user: User) -> bool:
    """Whether the account is a teacher's whose classes are still to be assigned. Whoever has the
    notices of a school or the district has other things on the first screen: no query then."""
    if user.has_perm("schools.add_banner") or user.is_superuser:
        return False
    return Role.TEACHER in roles_of(user)


def _urgency(row: ClassToDo) -> tuple[bool, dt.date]:
    """First those that families wait for, then those whose next posting day comes first."""
    return row.standing not in WAITED_FOR, row.due.next_day or dt.date.max


def _empty_day(classroom: ClassroomPage, late: dt.date | None) -> dt.date | None:
    """The posting day that is over without an update of this class."""
    standing = getattr(classroom, "standing", None)
    if standing is not None and standing.standing in WAITED_FOR:
        return standing.standing_day
    return late


def _why_url(classroom: ClassroomPage, day: dt.date | None) -> str:
    return reverse("classroom_why", args=[classroom.pk, day.isoformat()]) if day else ""


def _with_last(classes: list[ClassroomPage], work: dict[str, list[Work]]) -> set[str]:
    """The paths of the classes with an update that a new one can start from. No query where each
    has work that is one."""
    down = UpdateState.TAKEN_DOWN
    begun = {path for path, found in work.items() if any(each.state is not down for each in found)}
    others = [classroom for classroom in classes if classroom.path not in begun]
    if others:
        updates = to_start_from(UpdatePage.objects.filter(updates_below(others)))
        begun |= {path[: -Page.steplen] for path in updates.values_list("path", flat=True)}
    return begun


def _work_on(classes: list[ClassroomPage]) -> dict[str, list[Work]]:
    """{path of the class: its work}. One query, two where something came back."""
    lately = timezone.now() - RECENT
    shown = Q(live=False) | Q(has_unpublished_changes=True) | Q(last_published_at__gte=lately)
    updates = with_facts(UpdatePage.objects.filter(updates_below(classes)).filter(shown))
    rows = list(updates.order_by("-latest_revision_created_at").values(*_READ))
    found = [(row, standing_in(row)) for row in rows]
    reasons = comments_on(row["pk"] for row, standing in found if _came_back(standing))
    work: dict[str, list[Work]] = defaultdict(list)
    for row, standing in found:
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
    if standing.state in _WRITTEN_ON:
        return continue_url(UpdatePage(pk=row["pk"]))
    if standing.state is UpdateState.TAKEN_DOWN:
        return reverse("moderation_take_down", args=[row["pk"]])
    return reverse("wagtailadmin_pages:edit", args=[row["pk"]])


def _in_order(work: list[Work]) -> list[Work]:
    """By what can be done; of old drafts and of what is simply live only the newest."""
    most = {UpdateState.DRAFT: MOST_DRAFTS, UpdateState.LIVE: MOST_LIVE}
    kept = []
    for state in _ORDER:
        kept += [each for each in work if each.state is state][: most.get(state)]
    return kept


def comments_on(pks: Iterable[int]) -> dict[str, Comment]:
    """{page id: what the school wrote}, of those of these updates that came back. One query."""
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
