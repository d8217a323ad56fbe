"""What a person does with their memberships and credentials; each with its entry in the log."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.brand.models import Organization
from district_cms.media.storage import no_orphan
from district_cms.people.models import Staff, User

from ..models import Entitlement, SignatureSettings
from ..states import State, counting_states, state_when_handed_in
from .evidence import forget_evidence, remove_file
from .rules import check_last_day, check_number, label_for, one_line


@dataclass(frozen=True, slots=True)
class Declared:
    """What the form says. `organization` is None for one that is proposed by its name."""

    organization: Organization | None
    proposed_name: str
    basis: str
    label: str
    expires: dt.date


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was given as evidence; None and "" leave what is there."""

    file: Any = None
    words: str = ""


NOTHING = Evidence()


@transaction.atomic
def declare(
    *,
    staff: Staff,
    user: User,
    declared: Declared,
    evidence: Evidence = NOTHING,
    now: dt.datetime | None = None,
) -> Entitlement:
    """Keep a new membership or credential; it counts at once unless the office reviews.

    Raises `ValidationError` for a last day that is over, and for more than one person can have.
    """
    now = now or timezone.now()
    # Held, so that two forms sent at once are counted one after the other.
    Staff.objects.select_for_update().get(pk=staff.pk)
    check_number(Entitlement.objects.of(staff).count())
    check_last_day(declared.expires, timezone.localdate(now))
    entitlement = Entitlement(staff=staff)
    _fill_in(entitlement, declared)
    _hand_in(entitlement, now)
    return _save("declared", entitlement, evidence, user, now)


@transaction.atomic
def change(
    *,
    entitlement: Entitlement,
    user: User,
    declared: Declared,
    evidence: Evidence = NOTHING,
    now: dt.datetime | None = None,
) -> Entitlement:
    """Write something else in its place; where the office reviews, it looks at that again."""
    now = now or timezone.now()
    entitlement = _held(entitlement)
    check_last_day(declared.expires, timezone.localdate(now))
    _fill_in(entitlement, declared)
    _hand_in(entitlement, now)
    return _save("changed", entitlement, evidence, user, now)


@transaction.atomic
def renew(
    *,
    entitlement: Entitlement,
    user: User,
    expires: dt.date,
    evidence: Evidence = NOTHING,
    now: dt.datetime | None = None,
) -> Entitlement:
    """Give a later last day. Where the office reviews, one that runs goes on until its earlier
    last day while the later one waits."""
    now = now or timezone.now()
    entitlement = _held(entitlement)
    today = timezone.localdate(now)
    check_last_day(expires, today)
    reviewed = SignatureSettings.load().review_entitlements
    counts = entitlement.state in counting_states(reviewed=reviewed)
    if reviewed and counts and entitlement.expires >= today:
        entitlement.renewed_until = expires
        entitlement.handed_in_at, entitlement.office_told_at = now, None
    else:
        entitlement.expires = expires
        _hand_in(entitlement, now)
    return _save("renewed", entitlement, evidence, user, now)


@transaction.atomic
def end(*, entitlement: Entitlement, user: User, now: dt.datetime | None = None) -> None:
    """It no longer holds: from today it is in no new signature, and its evidence goes."""
    now = now or timezone.now()
    entitlement = _held(entitlement)
    yesterday = timezone.localdate(now) - dt.timedelta(days=1)
    entitlement.expires = min(entitlement.expires, yesterday)
    entitlement.renewed_until = None
    if entitlement.state == State.WAITING:
        # Taken back before anybody decided.
        entitlement.state = State.DECLARED
    forget_evidence(entitlement)
    entitlement.save()
    _record("ended", entitlement, user, now)


@transaction.atomic
def remove_evidence(
    *, entitlement: Entitlement, user: User, now: dt.datetime | None = None
) -> None:
    """Take the evidence back; the membership stays as it is."""
    now = now or timezone.now()
    entitlement = _held(entitlement)
    if forget_evidence(entitlement):
        entitlement.save(update_fields=["evidence", "evidence_words"])
        _record("evidence_removed", entitlement, user, now)


@transaction.atomic
def note_evidence_seen(
    *, entitlement: Entitlement, user: User, now: dt.datetime | None = None
) -> None:
    """Someone other than its owner opened the evidence."""
    _record("evidence_seen", entitlement, user, now or timezone.now())


@transaction.atomic
def remove(*, entitlement: Entitlement, user: User, now: dt.datetime | None = None) -> None:
    """Take it off its owner's list, with its evidence."""
    now = now or timezone.now()
    entitlement = _held(entitlement)
    _record("removed", entitlement, user, now)
    entitlement.delete()


def _held(entitlement: Entitlement) -> Entitlement:
    row: Entitlement = Entitlement.objects.select_for_update().get(pk=entitlement.pk)
    return row


def _fill_in(entitlement: Entitlement, declared: Declared) -> None:
    listed = declared.organization
    proposed = "" if listed else one_line(declared.proposed_name)
    if proposed.casefold() != entitlement.proposed_name.casefold():
        entitlement.kept_off_list = False  # it was decided about another name
    entitlement.organization, entitlement.proposed_name = listed, proposed
    entitlement.basis = declared.basis
    entitlement.label = label_for(
        label=declared.label,
        member=declared.basis == Entitlement.Basis.MEMBER,
        organization=listed.name if listed else proposed,
    )
    entitlement.expires = declared.expires


def _hand_in(entitlement: Entitlement, now: dt.datetime) -> None:
    reviewed = SignatureSettings.load().review_entitlements
    entitlement.state = state_when_handed_in(reviewed=reviewed, before=entitlement.state)
    entitlement.handed_in_at, entitlement.office_told_at = now, None
    entitlement.reviewed_by = entitlement.reviewed_at = entitlement.renewed_until = None


def _save(
    verb: str, entitlement: Entitlement, evidence: Evidence, user: User, now: dt.datetime
) -> Entitlement:
    if evidence.file:
        remove_file(entitlement.evidence.storage, entitlement.evidence.name or "")
        entitlement.evidence = evidence.file
    if evidence.words:
        entitlement.evidence_words = evidence.words
    with no_orphan(entitlement.evidence):
        entitlement.save()
        _record(verb, entitlement, user, now)
    return entitlement


def _record(verb: str, entitlement: Entitlement, user: User, now: dt.datetime) -> None:
    # Not how it reads, nor a name that was proposed: the log outlives both.
    record(
        action=f"entitlement.{verb}",
        actor=user,
        at=now,
        entitlement=entitlement.pk,
        staff=entitlement.staff.full_name,
        organization=entitlement.organization_id,
        basis=entitlement.basis,
        expires=entitlement.expires.isoformat(),
        renewed_until=entitlement.renewed_until.isoformat() if entitlement.renewed_until else "",
        state=str(entitlement.state),
    )
