"""How many families follow, and how many the last class updates reached. Counts only."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery
from wagtail.models import Page

from district_cms.schools.frame import school_path_in
from notifications.models import DigestItem, DigestRun, Message, Scope, Subscription
from notifications.rules.state import SENT

from .rules import told_schools

FOLLOWING = (Scope.CLASS, Scope.TEACHER, Scope.SCHOOL)


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
    by_school = (
        _following(branch)
        .annotate(school=school_path_in("path"))
        .values_list("school")
        .annotate(families=Count("subscriber", distinct=True))
    )
    numbers: dict[str, int] = dict(by_school)
    counted, told = _following(branch), told_schools(numbers)
    leaves_out = not branch and len(told) < len(numbers)
    if leaves_out:
        counted = counted.annotate(school=school_path_in("path")).filter(school__in=told)
    whole = counted.aggregate(families=Count("subscriber", distinct=True))
    runs = DigestRun.objects.filter(posting_day=True, written__gt=0)
    last = runs.aggregate(last=Max("window_start"))["last"]
    written, sent_to = _got(last, branch) if last else (0, 0)
    return Reach(whole["families"], numbers, leaves_out, last, written, sent_to)


def _following(branch: str) -> QuerySet[Subscription]:
    page = Page.objects.filter(translation_key=OuterRef("page_uuid")).order_by("pk")
    rows = Subscription.objects.filter(ended_at__isnull=True, scope__in=FOLLOWING).order_by()
    named = rows.annotate(path=Subquery(page.values("path")[:1]))
    return named.filter(path__startswith=branch)


def _got(window: dt.datetime, branch: str) -> tuple[int, int]:
    """Of the messages of a window: how many there are, and how many of them were sent."""
    messages = Message.objects.filter(window_start=window)
    if branch:
        pages = Page.objects.filter(path__startswith=branch).values("translation_key")
        items = DigestItem.objects.filter(message_uuid=OuterRef("pk"), page_uuid__in=pages)
        messages = messages.filter(Exists(items))
    counts: dict[str, int] = dict(
        messages.order_by().values_list("state").annotate(number=Count("pk"))
    )
    return sum(counts.values()), sum(counts.get(state.value, 0) for state in SENT)
