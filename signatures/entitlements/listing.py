"""Organizations that people proposed: the office adds each to its list, or leaves it off.

That is no review of a membership, so that it is asked whatever the settings are: without the list
there is no logo.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from district_cms.brand.models import Organization
from district_cms.people.models import User
from district_cms.web.refused.keys import key_in

from ..approvals.clauses import LOGOS
from ..approvals.decided import note
from ..approvals.entries import Answer, AnswerRefused, Entry, keys_of
from ..approvals.rules import check_answer, gone
from ..models import Entitlement
from ..permissions import may_review_entitlements

NEW: Final = "new"


class OrganizationKind:
    """One entry for each name, whoever proposed it first; the answer is for all of them."""

    name = "organization"

    def may_review(self, user: User) -> bool:
        return may_review_entitlements(user)

    def keys(self) -> Any:
        return keys_of(self.name, Entitlement.objects.to_list(), Lower("proposed_name"))

    def waiting(self) -> Sequence[Entry]:
        rows = (
            Entitlement.objects.to_list().select_related("staff").prefetch_related("staff__schools")
        )
        same: dict[str, list[Entitlement]] = {}
        for row in rows.prefetch_related("staff__schools"):
            same.setdefault(row.proposed_name.casefold(), []).append(row)
        if not same:
            return ()
        choices = [(NEW, _("A new organization")), *_on_list()]
        return [self._entry(each, choices) for each in same.values()]

    @transaction.atomic
    def answer(self, *, pk: int, version: str, answer: Answer, user: User, now: dt.datetime) -> str:
        row = Entitlement.objects.to_list().select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise gone()
        same = [
            each
            for each in Entitlement.objects.to_list()
            .select_for_update(of=("self",))
            .select_related("staff")
            if each.proposed_name.casefold() == row.proposed_name.casefold()
        ]
        check_answer(
            answer,
            waits=True,
            seen=version,
            present=row.handed_in_at.isoformat(),
            # Also where a colleague named it first: the answer is for one's own as well.
            own=any(each.staff.user_id == user.pk for each in same),
        )
        name = row.proposed_name
        organization = self._chosen(name, answer.choice) if answer.approved else None
        for each in same:
            if organization is None:
                each.kept_off_list = True
            else:
                each.organization, each.proposed_name = organization, ""
        Entitlement.objects.bulk_update(same, ["organization", "proposed_name", "kept_off_list"])
        for each in same:
            note(
                kind=self.name,
                pk=each.pk,
                title=name,
                staff=each.staff,
                answer=answer,
                user=user,
                now=now,
            )
        if organization is None:
            return _now("“%(name)s” stays off the list. The membership is shown in words.") % {
                "name": name
            }
        return _now("“%(name)s” is on the list. You can add its logo now.") % {
            "name": organization.name
        }

    def new(self) -> Sequence[int]:
        untold = Entitlement.objects.to_list().filter(office_told_at__isnull=True)
        return list(untold.values_list("pk", flat=True))

    def mark_told(self, pks: Iterable[int], now: dt.datetime) -> None:
        Entitlement.objects.filter(pk__in=list(pks)).update(office_told_at=now)

    def _chosen(self, name: str, choice: str) -> Organization:
        if choice != NEW:
            found = _professional().filter(pk=key_in(choice)).first()
            if found is None:
                raise AnswerRefused(_now("Choose which organization on the list it is."))
            return found
        organization = Organization(name=name, kind=Organization.Kind.PROFESSIONAL)
        try:
            organization.full_clean()
        except ValidationError as error:
            raise AnswerRefused(" ".join(error.messages)) from error
        organization.save()
        return organization

    def _entry(self, same: Sequence[Entitlement], choices: Sequence[tuple[str, Any]]) -> Entry:
        row, *others = same
        also = ", ".join(dict.fromkeys(each.staff.full_name for each in others))
        facts = [(_("As it reads in the signature"), row.label), (_("Also named by"), also)]
        return Entry(
            kind=self.name,
            pk=row.pk,
            heading=_("Organization for your list"),
            title=row.proposed_name,
            staff=row.staff,
            handed_in_at=row.handed_in_at,
            clause_id=LOGOS,
            approve_words=_("Put it on the list"),
            refuse_words=_("Leave it off the list"),
            facts=[fact for fact in facts if fact[1]],
            others=tuple(each.staff for each in others),
            choices=choices,
            choices_label=_("It is on the list as"),
        )


def _professional() -> Any:
    return Organization.objects.filter(kind=Organization.Kind.PROFESSIONAL).order_by("name")


def _on_list() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in _professional().values_list("pk", "name")]
