"""How many families follow, and how many the last class updates reached. Counts only."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef, StringAgg, TextField, Value
from django.db.models.functions import Cast
from wagtail.models import Page

from classroom.models import ClassroomPage, TeacherPage
from district_cms.schools.models import SchoolPage
from notifications.models import DigestItem, DigestRun, Message, Scope, Subscription
from notifications.rules.state import SENT

from .places import school_paths, uuids_below
from .rules import told_schools

FOLLOWING: Final = (Scope.CLASS, Scope.TEACHER, Scope.SCHOOL)
FOLLOWED: Final = (ClassroomPage, TeacherPage, SchoolPage)
BETWEEN: Final = ","


@dataclass(frozen=True, slots=True)
class Reach:
    """`families` are people who follow at least one class, once each; `by_school` counts them
    again for each school, by its path. Of a district, `families` leaves out who follows only at
    schools whose own number is too small to be shown, `leaves_out` says that there are such.
    `last` is when the updates of a posting day went out
    last, to `sent_to` addresses and numbers, of `written` that were to get them."""

    families: int
    by_school: dict[str, int] = field(default_factory=dict)
    leaves_out: bool = False
    last: dt.datetime | None = None
    written: int = 0
    sent_to: int = 0


def reach(branch: str = "") -> Reach:
    """Four queries, whatever the number of families."""
    followers = _followers(branch)
    numbers = {school: len(who) for school, who in followers.items()}
    told = told_schools(numbers)
    leaves_out = not branch and len(told) < len(numbers)
    counted = told if leaves_out else numbers
    families = set().union(*(followers[school] for school in counted))
    runs = DigestRun.objects.filter(posting_day=True, written__gt=0)
    last = runs.aggregate(last=Max("window_start"))["last"]
    written, sent_to = _got(last, branch) if last else (0, 0)
    return Reach(len(families), numbers, leaves_out, last, written, sent_to)


def _followers(branch: str) -> dict[str, set[str]]:
    """{path of a school: the ids of the families that follow something of it}. Two queries, each of
    a row for what is followed: asked for its page, each of so many families costs a look-up."""
    following = Subscription.objects.filter(ended_at__isnull=True, scope__in=FOLLOWING).order_by()
    if branch:
        following = following.filter(page_uuid__in=uuids_below(branch))
    types = ContentType.objects.get_for_models(*FOLLOWED).values()
    schools = school_paths(Page.objects.filter(path__startswith=branch, content_type__in=types))
    ids = StringAgg(Cast("subscriber", TextField()), Value(BETWEEN))
    followers: dict[str, set[str]] = {}
    for key, who in following.values("page_uuid").annotate(who=ids).values_list("page_uuid", "who"):
        if key in schools:
            followers.setdefault(schools[key], set()).update(who.split(BETWEEN))
    return followers


def _got(window: dt.datetime, branch: str) -> tuple[int, int]:
    """Of the messages of a window: how many there are, and how many of them were sent."""
    messages = Message.objects.filter(window_start=window)
    if branch:
        items = DigestItem.objects.filter(
            message_uuid=OuterRef("pk"), page_uuid__in=uuids_below(branch)
        )
        messages = messages.filter(Exists(items))
    counts: dict[str, int] = dict(
        messages.order_by().values_list("state").annotate(number=Count("pk"))
    )
    return sum(counts.values()), sum(counts.get(state.value, 0) for state in SENT)
