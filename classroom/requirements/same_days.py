"""Warns the author of an update about other updates of the class for the same days.

The form names every one of them, but asks for confirmation only for those of exactly the same days
that families read or will read: another update within the days of one is ordinary. Of two drafts,
the author of the one submitted second is asked; abandoned drafts cause no question. Nothing is
refused, because there may be a reason for two, such as a trip. Only the submitter is asked, neither
the approver nor the scheduled publication: what someone started in the meantime must not hold back
what was submitted.

Imports no model of this app: the update page imports this module."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import ngettext
from wagtail.models import Page

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _
from district_cms.procedure.cadence import Period, share_days

from ..editing.dates import extra_title
from ..states import FACTS, UpdateState, standing_in, with_facts

SAME_DAYS: Final = "same-days"
RULES: tuple[Rule, ...] = (
    Rule(
        SAME_DAYS,
        "",
        "warning",
        _("Another update of this class is about the same days: %(others)s."),
        _("Families would find two updates for these days, and may read only one."),
        _("Open that one and add to it, or change the days here. If both are right, confirm it."),
        clause="common-resource",
    ),
)
_NAMED: Final = 3
_ON_ITS_WAY: Final = frozenset({UpdateState.WITH_PRINCIPAL, UpdateState.SCHEDULED})
_READ: Final = (
    *("pk", "path", "translation_key", "draft_title", "period_start", "period_end"),
    *FACTS,
)


@dataclass(frozen=True, slots=True)
class Other:
    """Another update of the class: its draft's title, its days, its state in words, whether it is
    live or on its way to be, and whether it covers exactly the same days."""

    pk: int
    uuid: Any
    title: str
    period: Period
    state: str
    is_for_families: bool
    has_same_days: bool

    @property
    def needs_confirmation(self) -> bool:
        return self.is_for_families and self.has_same_days


def others_about(
    updates: Any, class_path: str, first: dt.date | None, last: dt.date | None, own: int | None
) -> list[Other]:
    """Returns the updates of the class at `class_path` that share days with this period, newest
    first, without the one with the key `own`. `updates` is the page type's manager.

    One query."""
    return others_by_class(updates, [class_path], first, last, own)[class_path]


def others_by_class(
    updates: Any,
    class_paths: Iterable[str],
    first: dt.date | None,
    last: dt.date | None,
    own: int | None = None,
) -> dict[str, list[Other]]:
    """Returns the same for several classes, by their paths."""
    by_class: dict[str, list[Other]] = {path: [] for path in class_paths}
    if first is None or last is None or last < first or not by_class:
        return by_class
    below = reduce(
        or_,
        (Q(path__startswith=p, depth=len(p) // Page.steplen + 1) for p in by_class),
    )
    near = updates.filter(below, period_start__lte=last, period_end__gte=first).exclude(pk=own)
    for row in with_facts(near).order_by("-path").values(*_READ):
        period = row["period_start"], row["period_end"]
        if share_days((first, last), period):
            standing = standing_in(row)
            other = Other(
                row["pk"],
                row["translation_key"],
                row["draft_title"],
                period,
                str(standing.words),
                row["live"] or standing.state in _ON_ITS_WAY,
                period == (first, last),
            )
            by_class[row["path"][: -Page.steplen]].append(other)
    return by_class


def same_days_findings(update: Any, class_path: str) -> Iterator[Finding]:
    """Yields a question if another update of the class covers exactly the same days and is live,
    scheduled or in review."""
    days = update.period_start, update.period_end
    if days[0] and update.title == extra_title(days[0]):
        return  # its title already says that it is an additional update
    same_class = others_about(type(update).objects, class_path, *days, update.pk)
    others = [other for other in same_class if other.needs_confirmation]
    if not others:
        return
    # The question is about these days of these updates. It is not asked again when one of them goes
    # live.
    question = (*days, sorted((str(other.uuid), other.period) for other in others))
    yield describe(
        Fault(SAME_DAYS, params=(("others", named(others)),)),
        mark=hashlib.sha256(repr(question).encode()).hexdigest(),
    )


def named(others: list[Other]) -> str:
    """Returns "“Fractions” (live)" for the first three updates, and how many more there are."""
    words = [f"“{other.title}” ({other.state})" for other in others[:_NAMED]]
    if (more := len(others) - _NAMED) > 0:
        text = ngettext("and %(number)d more", "and %(number)d more", more)
        words.append(text % {"number": more})
    return ", ".join(words)
