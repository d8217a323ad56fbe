"""Everything that can wait for the communications office, in the order of its screen."""

from typing import Final

from django.http import Http404

from district_cms.brand.drafts import Draft, drafts_of
from district_cms.people.models import User

from ..entitlements.listing import OrganizationKind
from ..entitlements.queue import MembershipKind, RenewalKind
from ..quotes.queue import QuoteKind
from .entries import Entry, Kind

KINDS: Final[tuple[Kind, ...]] = (
    MembershipKind(),
    RenewalKind(),
    OrganizationKind(),
    QuoteKind(),
)


def kinds_for(user: User) -> tuple[Kind, ...]:
    """Those that an account may see and decide."""
    return tuple(kind for kind in KINDS if kind.may_review(user))


def may_enter(user: User) -> bool:
    """Whoever decides about one of them, or about drafts of templates."""
    return bool(kinds_for(user)) or any(True for _kind in drafts_of(user))


def kind_for(user: User, name: str) -> Kind:
    """One of them by its name; Http404 for one that this account may not decide."""
    for kind in kinds_for(user):
        if kind.name == name:
            return kind
    raise Http404


def waiting_for(user: User) -> list[Entry]:
    """What an account sees waiting, the oldest first."""
    entries = [entry for kind in kinds_for(user) for entry in kind.waiting()]
    return sorted(entries, key=lambda entry: (entry.handed_in_at, entry.key))


def drafts_for(user: User) -> list[Draft]:
    """The drafts of templates that an account can approve; one query for each kind of template."""
    return [draft for kind in drafts_of(user) for draft in kind.drafts()]


def number_waiting_for(user: User) -> int:
    """How much waits, drafts of templates included; one query."""
    templates = {kind.name: kind for kind in drafts_of(user)}
    asked = [kind.keys() for kind in kinds_for(user)]
    asked += [kind.keys() for kind in templates.values()]
    if not asked:
        return 0
    first, *others = asked
    found = set(first.union(*others, all=True).order_by())
    return sum(
        name not in templates or templates[name].is_new(draft, newest)
        for name, draft, newest in found
    )
