"""Another update of the same class for the same days: its author is told, and asked once.

There may be a reason for two, such as a trip within the usual weeks, so nothing is refused. Whoever
submits an update is asked; whoever approves it is not, and neither is its hour: what someone began
in the meantime must not keep back what was submitted.

Imports no model of this room: its page type asks here.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext, ngettext
from wagtail.models import Page, Revision, WorkflowState

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _
from district_cms.moderation.models import TakeDown
from district_cms.procedure.periods import Period, share_days
from district_cms.web.times import day_text, moment_text

SAME_DAYS: Final = "same-days"
RULES: tuple[Rule, ...] = (
    Rule(
        SAME_DAYS,
        "",
        "warning",
        "block",
        _("Another update of this class is about the same days: %(others)s."),
        _("Families would find two updates for these days, and may read only one."),
        _("Open that one and add to it, or change the days here. If both are right, confirm it."),
        clause="common-resource",
    ),
)
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Other:
    """Another update of the class: its draft's title, its days, and how it stands in words."""

    pk: int
    uuid: Any
    title: str
    period: Period
    state: str

    @property
    def days(self) -> str:
        """ "Tuesday, November 24 to Monday, November 30"."""
        first, last = self.period
        if first == last:
            return day_text(first)
        return gettext("%(first)s to %(last)s") % {"first": day_text(first), "last": day_text(last)}


def others_about(
    updates: Any, class_path: str, first: dt.date | None, last: dt.date | None, own: int | None
) -> list[Other]:
    """The updates of the class at `class_path` that are about these days too, the newest first; not
    the one with the key `own`. `updates` is the manager of the page type.

    One query, three more where there is any.
    """
    return others_by_class(updates, [class_path], first, last, own)[class_path]


def others_by_class(
    updates: Any,
    class_paths: Iterable[str],
    first: dt.date | None,
    last: dt.date | None,
    own: int | None = None,
) -> dict[str, list[Other]]:
    """The same for several classes, by their paths."""
    by_class: dict[str, list[Other]] = {path: [] for path in class_paths}
    if first is None or last is None or last < first or not by_class:
        return by_class
    below = reduce(
        or_,
        (Q(path__startswith=p, depth=len(p) // Page.steplen + 1) for p in by_class),
    )
    fields = ("pk", "path", "translation_key", "draft_title", "live", "period_start", "period_end")
    near = (
        updates.filter(below, period_start__lte=last, period_end__gte=first)
        .exclude(pk=own)
        .order_by("-path")
        .values(*fields)
    )
    found = [
        row for row in near if share_days((first, last), (row["period_start"], row["period_end"]))
    ]
    states = _states(found) if found else {}
    for row in found:
        other = Other(
            row["pk"],
            row["translation_key"],
            row["draft_title"],
            (row["period_start"], row["period_end"]),
            states[row["pk"]],
        )
        by_class[row["path"][: -Page.steplen]].append(other)
    return by_class


def same_days_findings(update: Any, class_path: str) -> Iterator[Finding]:
    """A question, where another update of the class is about the same days."""
    others = others_about(
        type(update).objects, class_path, update.period_start, update.period_end, update.pk
    )
    if not others:
        return
    # What it speaks of: these days of this one and of those. Whether they are live by now is no
    # new question.
    said = (update.period_start, update.period_end, sorted((str(o.uuid), o.period) for o in others))
    yield describe(
        Fault(SAME_DAYS, params=(("others", named(others)),)),
        field="period_start",
        mark=hashlib.sha256(repr(said).encode()).hexdigest(),
    )


def named(others: list[Other]) -> str:
    """ "“Fractions” (live)", the first three and how many more there are."""
    words = [f"“{other.title}” ({other.state})" for other in others[:_NAMED]]
    if (more := len(others) - _NAMED) > 0:
        text = ngettext("and %(number)d more", "and %(number)d more", more)
        words.append(text % {"number": more})
    return ", ".join(words)


def _states(rows: list[dict[str, Any]]) -> dict[int, str]:
    ids = [str(row["pk"]) for row in rows]
    active = WorkflowState.objects.active().filter(object_id__in=ids)
    reviews = dict(active.values_list("object_id", "status"))
    plans = Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id__in=ids)
    hours = dict(plans.values_list("object_id", "approved_go_live_at"))
    keys = [row["translation_key"] for row in rows]
    down = set(
        TakeDown.objects.open().filter(page_uuid__in=keys).values_list("page_uuid", flat=True)
    )
    states = {}
    for row in rows:
        review, hour = reviews.get(str(row["pk"])), hours.get(str(row["pk"]))
        if row["live"]:
            state = gettext("live")
        elif review == WorkflowState.STATUS_IN_PROGRESS:
            state = gettext("waiting for the school")
        elif row["translation_key"] in down:
            state = gettext("taken down")
        elif hour is not None:
            state = gettext("goes live on %(hour)s") % {"hour": moment_text(hour)}
        elif review == WorkflowState.STATUS_NEEDS_CHANGES:
            state = gettext("sent back for changes")
        else:
            state = gettext("a draft")
        states[row["pk"]] = state
    return states
