"""Who may see and decide what a person handed in; the permissions come from the role matrix."""

from typing import Final

from district_cms.people.models import User

REVIEW_ENTITLEMENTS: Final = "signatures.review_entitlement"
REVIEW_QUOTES: Final = "signatures.review_quote"


def may_review_entitlements(user: User) -> bool:
    return bool(user.has_perm(REVIEW_ENTITLEMENTS))


def may_review_quotes(user: User) -> bool:
    return bool(user.has_perm(REVIEW_QUOTES))


def may_see_evidence(user: User, owner_id: int | None) -> bool:
    """The owner, by the account of the staff record, while it is one; and the office."""
    return (owner_id is not None and user.pk == owner_id) or may_review_entitlements(user)
