"""Writes entitlements for people and the office, each with its entry in the audit log."""

import datetime as dt
import hashlib

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.audit_log.services import record
from district_cms.barriers.selectors import office_accounts
from district_cms.brand.models import Organization
from district_cms.media.storage import no_orphan
from district_cms.people.models import Staff, User
from district_cms.procedure.clauses import clause
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url

from ..models import Entitlement, SignatureSettings, State
from ..permissions import may_review
from .evidence import remove_file
from .rules import check_answer, check_last_day, check_number, state_when_handed_in


@transaction.atomic
def hand_in(*, entitlement: Entitlement, user: User, now: dt.datetime | None = None) -> Entitlement:
    """Saves a new or changed entry, which is valid at once unless the office reviews.

    Raises `ValidationError` for a last day that is over, and above the limit per person."""
    now = now or timezone.now()
    # The lock counts two simultaneous forms one after the other.
    Staff.objects.select_for_update().get(pk=entitlement.staff_id)
    before = Entitlement.objects.filter(pk=entitlement.pk).first()
    if before is None:
        check_number(Entitlement.objects.of(entitlement.staff).count())
    if entitlement.expires:
        check_last_day(entitlement.expires, timezone.localdate(now))
    reviewed = SignatureSettings.load().review_entitlements
    state = before.state if before else State.DECLARED
    entitlement.state = state_when_handed_in(reviewed=reviewed, before=state)
    entitlement.handed_in_at, entitlement.office_told_at = now, None
    entitlement.reviewed_by, entitlement.reviewed_at, entitlement.reason = None, None, ""
    if before and before.evidence.name != entitlement.evidence.name:
        remove_file(before.evidence.storage, before.evidence.name or "")
    with no_orphan(entitlement.evidence):
        entitlement.save()
        _record("changed" if before else "declared", entitlement, user, now)
    return entitlement


@transaction.atomic
def remove(*, entitlement: Entitlement, user: User, now: dt.datetime | None = None) -> None:
    """Deletes an entry and its evidence."""
    _record("removed", entitlement, user, now or timezone.now())
    entitlement.delete()


@transaction.atomic
def note_evidence_opened(*, entitlement: Entitlement, user: User) -> None:
    """Logs that someone other than its owner opened the evidence."""
    _record("evidence_seen", entitlement, user, timezone.now())


@transaction.atomic
def decide(
    *,
    entitlement: Entitlement,
    user: User,
    approved: bool,
    seen: str,
    reason: str = "",
    organization: Organization | None = None,
    now: dt.datetime | None = None,
) -> Entitlement:
    """Approves or refuses an entry, and mails the person.

    `seen` identifies the version that was decided about; `organization` is the listed one that a
    proposed name means. Raises `AnswerRefused`."""
    now = now or timezone.now()
    rows = Entitlement.objects.select_for_update(of=("self",)).select_related("staff__user")
    row: Entitlement = rows.get(pk=entitlement.pk)
    check_answer(
        approved=approved,
        reason=reason,
        seen=seen,
        present=row.handed_in_at.isoformat(),
        own=row.staff.user_id == user.pk,
    )
    row.state = State.APPROVED if approved else State.REFUSED
    row.reviewed_by, row.reviewed_at, row.reason = user, now, reason.strip()
    if organization is not None and row.proposed_name:
        row.organization, row.proposed_name = organization, ""
    row.save()
    # The log outlives the row, and a reason may quote the entry. The hash proves the text while it
    # exists.
    _record(
        "approved" if approved else "refused",
        row,
        user,
        now,
        reason_sha256=hashlib.sha256(row.reason.encode()).hexdigest() if row.reason else "",
    )
    _mail_decision(row)
    return row


@transaction.atomic
def tell_office(*, now: dt.datetime | None = None) -> int:
    """Mails the office how many entries are new since the last mail, without their text. Returns
    the number of mails. Entries wait until someone who decides has an account."""
    new = list(Entitlement.objects.waiting().filter(office_told_at=None).values_list("pk"))
    accounts = [each for each in office_accounts() if may_review(each)] if new else []
    subject = ngettext(
        "%(number)d question about signatures is waiting for you",
        "%(number)d questions about signatures are waiting for you",
        len(new),
    ) % {"number": len(new)}
    for account in accounts:
        draw(
            "signatures/email/entitlements_waiting",
            subject=subject,
            office=DistrictSettings.cached(),
            list_url=editor_url(reverse("entitlements:index")),
        ).message(account.email).send()
    if accounts:
        notified = Entitlement.objects.filter(pk__in=[pk for (pk,) in new])
        notified.update(office_told_at=now or timezone.now())
    return len(accounts)


def _mail_decision(row: Entitlement) -> None:
    user = row.staff.user
    address = user.email if user is not None and user.is_active else row.staff.email
    if not address:
        return
    draw(
        "signatures/email/entitlement_decided",
        subject=_("What you sent us for your signature is decided"),
        office=DistrictSettings.cached(),
        entitlement=row,
        approved=row.state == State.APPROVED,
        name=row.staff.given_name,
        clause=clause(row.clause_id),
        signature_url=editor_url(reverse("signatures:my_signature")),
    ).message(address).send()


def _record(
    verb: str, entitlement: Entitlement, user: User, now: dt.datetime, **more: object
) -> None:
    # Neither the text nor a proposed name: the log outlives both.
    record(
        action=f"entitlement.{verb}",
        actor=user,
        at=now,
        entitlement=entitlement.pk,
        staff=entitlement.staff.full_name,
        organization=entitlement.organization_id,
        basis=str(entitlement.basis),
        expires=entitlement.expires.isoformat() if entitlement.expires else "",
        state=str(entitlement.state),
        **more,
    )
