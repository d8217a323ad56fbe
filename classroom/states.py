"""The state of an update, decided here and worded the same on every screen.

Imports no page type: the update page imports this module."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, gettext_lazy, gettext_noop
from wagtail.models import Page, Revision, WorkflowState

from district_cms.moderation.models import TakeDown
from district_cms.web.times import moment_text

from .models.ledger import Posting


class UpdateState(StrEnum):
    """The state of an update. Families can read it in `LIVE` and `CHANGED`; in the other states
    only if an earlier version of it is live."""

    DRAFT = "draft"
    WITH_PRINCIPAL = "with-principal"
    SENT_BACK = "sent-back"
    SCHEDULED = "scheduled"
    LIVE = "live"
    CHANGED = "changed"
    TAKEN_DOWN = "taken-down"


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts that decide the state of an update. Datetimes are aware.

    `review` is the status of its current review, begun at `submitted_at` and last decided at
    `decided_at`. `hour` is when an approved version goes live. `came_back_at` is when the school
    returned the update, or its scheduled publication was canceled. `written_at` is when it was last
    saved."""

    live: bool = False
    changed: bool = False
    review: str | None = None
    submitted_at: dt.datetime | None = None
    decided_at: dt.datetime | None = None
    hour: dt.datetime | None = None
    down_at: dt.datetime | None = None
    came_back_at: dt.datetime | None = None
    published_at: dt.datetime | None = None
    written_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A state and its words, which begin with a small letter. `at` (aware) is since when the update
    has this state; for a scheduled update, when it goes live."""

    state: UpdateState
    at: dt.datetime | None
    words: Promise


def state_of(facts: Facts) -> UpdateState:
    """Returns the one state of an update. Work that someone else has in hand comes before what the
    author can do, and what families cannot read before what they can."""
    if facts.review == WorkflowState.STATUS_IN_PROGRESS:
        return UpdateState.WITH_PRINCIPAL
    if facts.down_at is not None and not facts.live:
        return UpdateState.TAKEN_DOWN
    if facts.hour is not None:
        return UpdateState.SCHEDULED
    if facts.review == WorkflowState.STATUS_NEEDS_CHANGES:
        return UpdateState.SENT_BACK
    if facts.live:
        return UpdateState.CHANGED if facts.changed else UpdateState.LIVE
    return UpdateState.DRAFT if facts.came_back_at is None else UpdateState.SENT_BACK


def standing_of(facts: Facts) -> Standing:
    state = state_of(facts)
    return Standing(state, _moment(state, facts), _words(state, facts))


def standings(updates: Sequence[Any]) -> dict[int, Standing]:
    """Returns {page id: its `Standing`} for these update pages. One query, none without updates."""
    if not updates:
        return {}
    rows = type(updates[0]).objects.filter(pk__in=[update.pk for update in updates])
    return {row["pk"]: standing_in(row) for row in with_facts(rows).values("pk", *FACTS)}


_REMEMBERED = "_standing"


def remember(update: Any, standing: Standing) -> None:
    """Stores the standing on the object for `standing_among`."""
    setattr(update, _REMEMBERED, standing)


def standing_among(update: Any) -> Standing:
    """Returns the standing of an update. The first call reads it for all updates that came from the
    same query, so that a list makes one query; the object keeps the answer."""
    known: Standing | None = vars(update).get(_REMEMBERED)
    if known is None:
        alive = [peer for reference in update._state.peers if (peer := reference()) is not None]
        for peer, standing in _each(alive if update in alive else [update]):
            remember(peer, standing)
        known = vars(update).get(_REMEMBERED) or standing_of(Facts())
    return known


def _each(updates: Sequence[Any]) -> Iterator[tuple[Any, Standing]]:
    known = standings([each for each in updates if each.pk is not None])
    for each in updates:
        if each.pk in known:
            yield each, known[each.pk]


STORED = {
    "live": "live",
    "has_unpublished_changes": "changed",
    "last_published_at": "published_at",
    "latest_revision_created_at": "written_at",
}
ANNOTATED = ("review", "submitted_at", "decided_at", "hour", "down_at", "came_back_at")
FACTS = (*STORED, *ANNOTATED)
"""The names of the columns that `with_facts` provides."""


def with_facts(updates: QuerySet[Any]) -> QuerySet[Any]:
    """Annotates each update with the facts of its state, without another query."""
    pk, uuid = Cast(OuterRef("pk"), CharField()), OuterRef("translation_key")
    return updates.annotate(**facts_by(pk, uuid))


def facts_by(pk: Any, uuid: Any) -> dict[str, Subquery]:
    """Returns the annotations for the update with this key (as text) and UUID."""
    review = reviews_of(pk)
    plan = Revision.page_revisions.filter(object_id=pk, approved_go_live_at__isnull=False)
    down = TakeDown.objects.open().filter(page_uuid=uuid)
    returned = Posting.objects.filter(
        page_uuid=uuid, returned_at__isnull=False, published_at__isnull=True
    )
    return {
        "review": Subquery(review.values("status")[:1]),
        "submitted_at": Subquery(review.values("created_at")[:1]),
        "decided_at": Subquery(review.values("current_task_state__finished_at")[:1]),
        "hour": Subquery(plan.values("approved_go_live_at")[:1]),
        "down_at": Subquery(down.values("at")[:1]),
        "came_back_at": Subquery(returned.values("returned_at")[:1]),
    }


def reviews_of(pk: Any) -> QuerySet[WorkflowState]:
    """Returns the current review of the page with this key (as text)."""
    page_type = ContentType.objects.get_for_model(Page)
    return WorkflowState.objects.active().filter(base_content_type=page_type, object_id=pk)


def standing_in(row: Mapping[str, Any]) -> Standing:
    """Returns the standing of one row of `with_facts(...).values(*FACTS)`."""
    named = {name: name for name in ANNOTATED} | STORED
    facts = Facts(**{fact: row[column] for column, fact in named.items()})
    return standing_of(facts)


def _moment(state: UpdateState, facts: Facts) -> dt.datetime | None:
    return {
        UpdateState.DRAFT: facts.written_at,
        UpdateState.WITH_PRINCIPAL: facts.submitted_at,
        UpdateState.SENT_BACK: facts.decided_at or facts.came_back_at,
        UpdateState.SCHEDULED: facts.hour,
        UpdateState.LIVE: facts.published_at,
        UpdateState.CHANGED: facts.written_at,
        UpdateState.TAKEN_DOWN: facts.down_at,
    }[state]


_WORDS = {
    UpdateState.DRAFT: gettext_lazy("draft"),
    UpdateState.WITH_PRINCIPAL: gettext_lazy("with the principal"),
    UpdateState.SENT_BACK: gettext_lazy("sent back"),
    UpdateState.LIVE: gettext_lazy("live"),
    UpdateState.CHANGED: gettext_lazy("live, changed since approved"),
    UpdateState.TAKEN_DOWN: gettext_lazy("taken down"),
}
# For updates that families can read while a newer version is on its way.
_WORDS_WHILE_LIVE = {
    UpdateState.WITH_PRINCIPAL: gettext_lazy("live, the change is with the principal"),
    UpdateState.SENT_BACK: gettext_lazy("live, the change was sent back"),
}


def _words(state: UpdateState, facts: Facts) -> Promise:
    if state is UpdateState.SCHEDULED:
        words: Promise = (_scheduled_change if facts.live else _scheduled)(facts.hour)
        return words
    return (_WORDS_WHILE_LIVE if facts.live else {}).get(state) or _WORDS[state]


def _with_hour(text: str) -> Callable[[Any], Any]:
    def words(hour: Any) -> str:
        return gettext(text) % {"hour": moment_text(hour)}

    return lazy(words, str)


_scheduled = _with_hour(gettext_noop("scheduled for %(hour)s"))
_scheduled_change = _with_hour(gettext_noop("live, the change is scheduled for %(hour)s"))
