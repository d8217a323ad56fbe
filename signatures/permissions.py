"""Who may see and decide what a person handed in; the permissions come from the role matrix."""

from typing import Final

from district_cms.people.models import Staff, User

REVIEW_ENTITLEMENTS: Final = "signatures.review_entitlement"
REVIEW_QUOTES: Final = "signatures.review_quote"


def may_review_entitlements(user: User) -> bool:
    return bool(user.has_perm(REVIEW_ENTITLEMENTS))


def may_review_quotes(user: User) -> bool:
    return bool(user.has_perm(REVIEW_QUOTES))


def owns(user: User, owner: Staff) -> bool:
    """What one handed in is one's own while one works here."""
    return owner.active and user.pk == owner.user_id
