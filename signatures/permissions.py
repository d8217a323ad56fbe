"""Who may see and decide; the permissions come from the role matrix."""

from typing import Final

from district_cms.people.models import Staff
from district_cms.web.accounts import Account

REVIEW: Final = "signatures.review_entitlement"
CHANGE_TEMPLATES: Final = "signatures.change_signaturetemplate"
SEE_STAFF: Final = "signatures.view_issue"
ASK_STAFF: Final = "signatures.ask_again"


def may_review(user: Account) -> bool:
    return bool(user.is_active and user.has_perm(REVIEW))


def may_see_staff(user: Account) -> bool:
    return bool(user.is_active and user.has_perm(SEE_STAFF))


def may_ask_staff(user: Account) -> bool:
    return bool(user.is_active and user.has_perm(ASK_STAFF))


def owns(user: Account, owner: Staff) -> bool:
    """While the owner works here."""
    return owner.active and user.pk == owner.user_id
