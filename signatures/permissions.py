"""Who may see signatures and decide about them; the role matrix grants the permissions."""

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
    """Returns True if the record is the account's own and the person works here."""
    return owner.active and user.pk == owner.user_id
