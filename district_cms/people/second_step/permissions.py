"""Who may see and change whose second step."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ..models import User
from ..permissions import may_manage_account
from ..sign_in.middleware import half_signed_in
from .state import Missing, missing


def own_account(request: HttpRequest) -> User | None:
    """The account whose own second step this session may change: a whole sign-in, or one that only
    lacks setting it up."""
    if request.user.is_authenticated:
        return request.user
    account = half_signed_in(request)
    if account is not None and missing(account, request.session) is Missing.SETTING_UP:
        return account
    return None


def account_at_the_step(request: HttpRequest) -> User | None:
    """The account whose second step this session still has to show."""
    account = half_signed_in(request)
    if account is not None and missing(account, request.session) is Missing.THE_STEP:
        return account
    return None


def offers_reset(actor: User, account: User) -> bool:
    """Whether a list of accounts offers it: there stand only those that one may manage."""
    return actor.pk != account.pk and actor.has_perm("people.change_user")


def can_reset(actor: User, account: User) -> bool:
    """Whoever may manage the account, for others only. Six queries."""
    return offers_reset(actor, account) and may_manage_account(actor, account)


def check_can_reset(actor: User, account: User) -> None:
    """Raise `PermissionDenied`."""
    if not can_reset(actor, account):
        raise PermissionDenied
