"""Memberships and credentials that wait for the communications office, and later last days."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import User
from district_cms.web.times import date_text

from ..approvals.clauses import LOGOS
from ..approvals.decided import note, said_of
from ..approvals.entries import Answer, Entry, keys_of
from ..approvals.rules import check_answer, gone
from ..models import Entitlement
from ..permissions import may_review_entitlements
from ..states import State


class _EntitlementKind:
    """What the kinds about one row of `Entitlement` share."""

    name: str
    heading: Any

    def may_review(self, user: User) -> bool:
        return may_review_entitlements(user)

    def rows(self) -> Any:
        """Those that wait while the office reviews."""
        raise NotImplementedError

    def decide(self, row: Entitlement, answer: Answer) -> None:
        """Change the row; it is saved by the caller."""
        raise NotImplementedError

    def keys(self) -> Any:
        return keys_of(self.name, self.rows())

    def waiting(self) -> Sequence[Entry]:
        rows = self.rows().select_related("staff", "organization")
        return [self._entry(row) for row in rows.prefetch_related("staff__schools")]

    @transaction.atomic
    def answer(self, *, pk: int, version: str, answer: Answer, user: User, now: dt.datetime) -> str:
        row = Entitlement.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            raise gone()
        check_answer(
            answer,
            waits=self.rows().filter(pk=pk).exists(),
            seen=version,
            present=row.handed_in_at.isoformat(),
            own=row.staff.user_id == user.pk,
        )
        self.decide(row, answer)
        row.reviewed_by, row.reviewed_at = user, now
        row.save()
        note(
            kind=self.name,
            pk=pk,
            title=row.label,
            staff=row.staff,
            answer=answer,
            user=user,
            now=now,
        )
        return said_of(row.staff, approved=answer.approved)

    def new(self) -> Sequence[int]:
        untold = self.rows().filter(office_told_at__isnull=True)
        return list(untold.values_list("pk", flat=True))

    def mark_told(self, pks: Iterable[int], now: dt.datetime) -> None:
        Entitlement.objects.filter(pk__in=list(pks)).update(office_told_at=now)

    def _entry(self, row: Entitlement) -> Entry:
        until = row.renewed_until or row.expires
        facts = [
            (_("Organization"), row.organization_name),
            (_("Basis"), str(row.basis_label)),
            (_("Last day"), date_text(until)),
            (_("Evidence in words"), row.evidence_words),
        ]
        url = reverse("signatures:evidence", args=[row.pk]) if row.evidence else ""
        return Entry(
            kind=self.name,
            pk=row.pk,
            heading=self.heading,
            title=row.label,
            staff=row.staff,
            handed_in_at=row.handed_in_at,
            clause_id=LOGOS,
            approve_words=_("Approve"),
            refuse_words=_("Do not approve"),
            facts=[fact for fact in facts if fact[1]],
            evidence_url=url,
        )


class MembershipKind(_EntitlementKind):
    """New or changed ones."""

    name = "membership"
    heading = _("Membership or credential")

    def rows(self) -> Any:
        return Entitlement.objects.waiting()

    def decide(self, row: Entitlement, answer: Answer) -> None:
        row.state = State.APPROVED if answer.approved else State.REFUSED
        row.office_told_at = None  # its organization may be the next question


class RenewalKind(_EntitlementKind):
    """Later last days of those that hold; refused, the earlier one stays."""

    name = "renewal"
    heading = _("Later last day")

    def rows(self) -> Any:
        return Entitlement.objects.renewals()

    def decide(self, row: Entitlement, answer: Answer) -> None:
        if answer.approved and row.renewed_until is not None:
            row.expires, row.state = row.renewed_until, State.APPROVED
        row.renewed_until = None
