"""Decisions: written down once, and read beside what they are about."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User

from ..models import Decision
from ..models.reviewed import Reviewed
from .entries import Answer


def note(
    *, kind: str, pk: int, title: str, staff: Staff, answer: Answer, user: User, now: dt.datetime
) -> Decision:
    """Keep a decision, and its entry in the log; inside the transaction of what was decided.

    The log outlives the decision, and a reason may quote what was handed in: it holds the reason's
    SHA-256, by which the words in the decision can be proved while they are kept.
    """
    decision = Decision.objects.create(
        staff=staff,
        kind=kind,
        subject_id=pk,
        title=title,
        approved=answer.approved,
        reason=answer.reason.strip(),
        by=user,
        at=now,
    )
    record(
        action=f"{kind}.{'approved' if answer.approved else 'refused'}",
        actor=user,
        at=now,
        subject=pk,
        staff=staff.full_name,
        reason_sha256=hashlib.sha256(decision.reason.encode()).hexdigest()
        if decision.reason
        else "",
        choice=answer.choice,
    )
    return decision


def last_decisions(
    staff: Staff, kinds: Sequence[str], rows: Iterable[Reviewed]
) -> dict[int, Decision]:
    """The last decision about each of a person's `rows`, by its number, where nothing was handed
    in since; one query."""
    handed_in = {row.pk: row.handed_in_at for row in rows}
    decisions = Decision.objects.filter(staff=staff, kind__in=kinds).order_by("at", "pk")
    return {
        one.subject_id: one
        for one in decisions
        if one.subject_id in handed_in and one.at >= handed_in[one.subject_id]
    }


def said_of(staff: Staff, *, approved: bool) -> str:
    """What the office's screen says afterwards."""
    words = (
        _("Approved. %(name)s is told by email.")
        if approved
        else _("Not approved. %(name)s is told by email, with your reason.")
    )
    return words % {"name": staff.full_name}
