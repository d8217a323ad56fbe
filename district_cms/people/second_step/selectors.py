"""What an account's own screens show of its sign-in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone

from ..models import User
from ..sign_in.history import KEPT, last_sign_ins
from .adapter import passkeys_of
from .requirement import is_overdue


def summary(request: HttpRequest, account: User) -> dict[str, Any]:
    """Context of `people/sign_in/summary.html`."""
    one_each = Authenticator.objects.filter(user=account).exclude(type="webauthn")
    means = {each.type: each for each in one_each}
    codes = means.get(Authenticator.Type.RECOVERY_CODES)
    passkeys = passkeys_of(account)
    has_app = Authenticator.Type.TOTP in means
    return {
        "account": account,
        "is_on": has_app or bool(passkeys),
        "has_app": has_app,
        "passkeys": passkeys,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_password": account.has_usable_password(),
        "required_from": account.second_step_required_from,
        "must_set_up": is_overdue(account, now=timezone.now()),
        "sign_ins": last_sign_ins(account),
        "kept_days": KEPT.days,
    }
