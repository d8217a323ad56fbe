"""What a person handed in, as the staff area shows it: how it stands, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_cms.web.times import date_text

from .approvals.words import Quoted
from .models import Decision, Entitlement, Quote
from .states import State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RENEWAL: Final = "renewal"


@dataclass(frozen=True, slots=True)
class Act:
    """A link, or a button that changes something."""

    words: "StrOrPromise"
    url: str
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One of them. `decision` is the office's last where it refused something that still stands
    so; `clause` is what it quotes."""

    title: str
    facts: Sequence[str]
    acts: Sequence[Act]
    clause: Quoted
    decision: Decision | None = None
    evidence_url: str = ""


def card_of_entitlement(
    row: Entitlement, *, decision: Decision | None, clause: Quoted, ended: bool, reviewed: bool
) -> Card:
    """A membership or credential; of one that ended only how to renew or remove it."""
    renew = Act(_("Renew"), _to("entitlement_renew", row.pk))
    if ended:
        remove = Act(_("Remove"), _to("entitlement_remove", row.pk), posts=True)
        return Card(
            row.label, _facts_of(row, ended=True, reviewed=reviewed), (renew, remove), clause
        )
    change = Act(_("Change"), _to("entitlement_change", row.pk))
    if row.state == State.REFUSED:
        acts = [change, Act(_("Remove"), _to("entitlement_remove", row.pk), posts=True)]
    else:
        end = Act(_("It has ended"), _to("entitlement_end", row.pk), posts=True)
        acts = [renew, change, end]
    if row.evidence or row.evidence_words:
        acts.append(Act(_("Delete my evidence"), _to("evidence_remove", row.pk), posts=True))
    return Card(
        title=row.label,
        facts=_facts_of(row, ended=False, reviewed=reviewed),
        acts=acts,
        clause=clause,
        decision=_refusal(decision, row.state),
        evidence_url=_to("evidence", row.pk) if row.evidence else "",
    )


def card_of_quote(row: Quote, *, decision: Decision | None, clause: Quoted, reviewed: bool) -> Card:
    """A quote."""
    acts = (
        Act(_("Change"), _to("quote_change", row.pk)),
        Act(_("Remove"), _to("quote_remove", row.pk), posts=True),
    )
    facts = [f"{row.author}{_standing(row, reviewed=reviewed)}", row.connection]
    refusal = _refusal(decision, row.state)
    return Card(f"“{row.text}”", facts, acts, clause, decision=refusal)


def _facts_of(row: Entitlement, *, ended: bool, reviewed: bool) -> list[str]:
    until = _("until %(day)s") % {"day": date_text(row.last_day(reviewed=reviewed))}
    standing = "" if ended else _standing(row, reviewed=reviewed)
    facts = [f"{row.organization_name} · {until}{standing}"]
    if ended:
        return facts
    if row.proposed_name:
        words = (
            _("The organization is not on the office’s list: it is shown in words, without a logo.")
            if row.kept_off_list
            else _("The organization is not on the office’s list yet: it is shown in words.")
        )
        facts.append(str(words))
    if row.renewed_until and reviewed:
        words = _("The later last day, %(day)s, is with the communications office.")
        facts.append(words % {"day": date_text(row.renewed_until)})
    return facts


def _standing(row: Entitlement | Quote, *, reviewed: bool) -> str:
    """As delivered nobody reviews, and nothing has to be said; what waits counts then."""
    unsaid = {State.DECLARED} if reviewed else {State.DECLARED, State.WAITING}
    return "" if row.state in unsaid else f" · {row.state_label}"


def _refusal(decision: Decision | None, state: str) -> Decision | None:
    if decision is None or decision.approved:
        return None
    return decision if state == State.REFUSED or decision.kind == RENEWAL else None


def _to(name: str, *args: Any) -> str:
    return reverse(f"signatures:{name}", args=args)
