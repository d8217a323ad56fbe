"""What a class's page showed when a posting day ended, from Wagtail's log and revisions.

Unknown values are None."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail.models import PageLogEntry, Revision, TaskState

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import content_hash
from district_cms.moderation.review.content import Part, content_of
from district_cms.publishing.models import RevisionFindings

from ...models import Posting, PostingSlot, UpdatePage
from ..history import PUBLISHED, WITHDRAWN
from .rules import Event, StateAtDeadline, Then, at_moment

_SUBMITTED = "wagtail.workflow.start"


@dataclass(frozen=True, slots=True)
class Text:
    """A stored revision. `logged_at` is when the audit log recorded the same SHA-256."""

    revision_id: int
    saved_at: dt.datetime
    title: str
    parts: list[Part]
    language: str
    sha256: str
    logged_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence about one posting day. `revision_id` is the revision that was live, or else the one
    that had been submitted by then; `text` is None if it is no longer stored. `counts` is True if
    the update counts for the posting day."""

    posting: Posting
    counts: bool
    state: StateAtDeadline
    page: UpdatePage | None
    revision_id: int | None
    text: Text | None
    handed_in_by: str
    approved_by: str
    approved_at: dt.datetime | None


def evidence_of(slot: PostingSlot) -> Evidence | None:
    """Returns the evidence about the update that counts for the posting day; if none does, about
    the newest one that was live when the day ended; None without either. At most nine queries."""
    if slot.due_at is None:
        return None
    posting, counts = _posting_of(slot, slot.due_at)
    if posting is None:
        return None
    page = UpdatePage.objects.filter(translation_key=posting.page_uuid).first()
    log = _log_of(page)
    checked = _checked(posting.page_uuid)
    events = [*_events(log), *_passages(checked)]
    state = at_moment(events, slot.due_at, was_live=posting.last_published_at is not None)
    revision_id = _revision_id(state, checked, slot.due_at)
    approval = _approval(revision_id)
    return Evidence(
        posting=posting,
        counts=counts,
        state=state,
        page=page,
        revision_id=revision_id,
        text=_text(revision_id, posting.page_uuid),
        handed_in_by=next((_name(entry) for entry in log if entry.action == _SUBMITTED), ""),
        approved_by=_person(approval.finished_by) if approval else "",
        approved_at=approval.finished_at if approval else None,
    )


def _posting_of(slot: PostingSlot, deadline: dt.datetime) -> tuple[Posting | None, bool]:
    postings = Posting.objects.filter(classroom_id=slot.classroom_id)
    if slot.met_by is not None:
        return Posting.objects.filter(page_uuid=slot.met_by).first(), True
    live = postings.filter(published_at__lte=deadline, last_published_at__isnull=False)
    return live.order_by("-published_at", "-pk").first(), False


def _log_of(page: UpdatePage | None) -> list[PageLogEntry]:
    if page is None:
        return []
    actions = PUBLISHED | WITHDRAWN | {_SUBMITTED}
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__in=actions)
    return list(entries.select_related("user").order_by("timestamp", "pk"))


def _events(log: list[PageLogEntry]) -> Iterator[Event]:
    for entry in log:
        if entry.action != _SUBMITTED:
            live = entry.action in PUBLISHED
            revision_id = entry.revision_id if live else None
            yield Event(entry.timestamp, live, revision_id, _name(entry))


def _checked(uuid: UUID) -> list[tuple[str, int | None, dt.datetime]]:
    rows = RevisionFindings.objects.filter(page_uuid=uuid).order_by("at", "pk")
    return list(rows.values_list("outcome", "revision_id", "at"))


def _passages(checked: list[tuple[str, int | None, dt.datetime]]) -> Iterator[Event]:
    for outcome, revision_id, at in checked:
        if outcome == RevisionFindings.Outcome.LIVE:
            yield Event(at, live=True, revision_id=revision_id)


def _revision_id(
    state: StateAtDeadline,
    checked: list[tuple[str, int | None, dt.datetime]],
    deadline: dt.datetime,
) -> int | None:
    if state.then is Then.STOOD and state.event is not None:
        return state.event.revision_id
    if state.then is not Then.NOT_YET:
        return None
    handed_in = [
        revision_id
        for outcome, revision_id, at in checked
        if outcome != RevisionFindings.Outcome.LIVE and at <= deadline
    ]
    return handed_in[-1] if handed_in else None


def _approval(revision_id: int | None) -> TaskState | None:
    if revision_id is None:
        return None
    states = TaskState.objects.filter(
        revision_id=revision_id, status=TaskState.STATUS_APPROVED, finished_at__isnull=False
    )
    return states.select_related("finished_by").order_by("-finished_at", "-pk").first()


def _text(revision_id: int | None, uuid: UUID) -> Text | None:
    revision = Revision.objects.filter(pk=revision_id).first() if revision_id else None
    if revision is None:
        return None
    page: Any = revision.as_object()
    sha256 = content_hash(page)
    logged = AuditEntry.objects.filter(
        page_uuid=uuid, revision_id=revision.pk, content_hash=sha256
    ).order_by("at", "pk")
    return Text(
        revision_id=revision.pk,
        saved_at=revision.created_at,
        title=page.title,
        parts=content_of(page),
        language=page.content_language,
        sha256=sha256,
        logged_at=logged.values_list("at", flat=True).first(),
    )


def _name(entry: PageLogEntry) -> str:
    return _person(entry.user)


def _person(user: Any) -> str:
    return str(user.get_full_name() or user) if user is not None else ""
