"""Quotes that wait for the communications office."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import User

from ..approvals.clauses import QUOTES
from ..approvals.decided import note, said_of
from ..approvals.entries import Answer, Entry, keys_of
from ..approvals.rules import check_answer, gone
from ..models import Quote
from ..permissions import may_review_quotes
from ..states import State


class QuoteKind:
    """Waits only while the office reviews quotes."""

    name = "quote"

    def may_review(self, user: User) -> bool:
        return may_review_quotes(user)

    def keys(self) -> Any:
        return keys_of(self.name, Quote.objects.waiting())

    def waiting(self) -> Sequence[Entry]:
        rows = Quote.objects.waiting().select_related("staff").prefetch_related("staff__schools")
        return [self._entry(row) for row in rows]

    @transaction.atomic
    def answer(self, *, pk: int, version: str, answer: Answer, user: User, now: dt.datetime) -> str:
        row = Quote.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            raise gone()
        check_answer(
            answer,
            waits=Quote.objects.waiting().filter(pk=pk).exists(),
            seen=version,
            present=row.handed_in_at.isoformat(),
            own=row.staff.user_id == user.pk,
        )
        row.state = State.APPROVED if answer.approved else State.REFUSED
        row.reviewed_by, row.reviewed_at = user, now
        row.save(update_fields=["state", "reviewed_by", "reviewed_at"])
        note(
            kind=self.name,
            pk=pk,
            title=row.text,
            staff=row.staff,
            answer=answer,
            user=user,
            now=now,
        )
        return said_of(row.staff, approved=answer.approved)

    def new(self) -> Sequence[int]:
        untold = Quote.objects.waiting().filter(office_told_at__isnull=True)
        return list(untold.values_list("pk", flat=True))

    def mark_told(self, pks: Iterable[int], now: dt.datetime) -> None:
        Quote.objects.filter(pk__in=list(pks)).update(office_told_at=now)

    def _entry(self, row: Quote) -> Entry:
        return Entry(
            kind=self.name,
            pk=row.pk,
            heading=_("Quote"),
            title=f"“{row.text}”",
            staff=row.staff,
            handed_in_at=row.handed_in_at,
            clause_id=QUOTES,
            approve_words=_("Approve"),
            refuse_words=_("Do not approve"),
            facts=(
                (_("Who said or wrote it"), row.author),
                (_("How it connects to the work"), row.connection),
            ),
        )
