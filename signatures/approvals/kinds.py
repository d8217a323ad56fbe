"""Everything that can wait for the communications office, in the order of its screen."""

from typing import Final

from django.http import Http404

from district_cms.people.models import User

from ..entitlements.listing import OrganizationKind
from ..entitlements.queue import MembershipKind, RenewalKind
from ..models import SignatureSettings
from ..quotes.queue import QuoteKind
from .drafts import drafts_for
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


def kind_for(user: User, name: str) -> Kind:
    """One of them by its name; Http404 for one that this account may not decide."""
    for kind in kinds_for(user):
        if kind.name == name:
            return kind
    raise Http404


def waiting_for(user: User) -> list[Entry]:
    """What an account sees waiting, the oldest first."""
    chosen = SignatureSettings.load()
    entries = [entry for kind in kinds_for(user) for entry in kind.waiting(chosen)]
    return sorted(entries, key=lambda entry: (entry.handed_in_at, entry.key))


def number_waiting_for(user: User) -> int:
    """How much waits; a query for each kind that is reviewed, and three."""
    kinds = kinds_for(user)
    if not kinds:
        return 0
    chosen = SignatureSettings.load()
    return sum(kind.count(chosen) for kind in kinds) + len(drafts_for(user))
