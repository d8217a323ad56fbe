"""Who may reset whose second step."""

from django.core.exceptions import PermissionDenied

from ..models import User
from ..permissions import may_manage_account


def offers_reset(actor: User, account: User) -> bool:
    """Whether a list of accounts offers it: it shows only those that one may manage."""
    return actor.pk != account.pk and actor.has_perm("people.change_user")


def can_reset(actor: User, account: User) -> bool:
    """Whoever may manage the account, for others only. Six queries."""
    return offers_reset(actor, account) and may_manage_account(actor, account)


def check_can_reset(actor: User, account: User) -> None:
    """Raise `PermissionDenied`."""
    if not can_reset(actor, account):
        raise PermissionDenied
