"""What an account's own screens show of its sign-in."""

from typing import Any

from django.http import HttpRequest

from ..models import Passkey, RecoveryCode, User
from ..sign_in.history import KEPT, last_sign_ins
from .state import Missing, missing, step_of


def summary(request: HttpRequest, account: User) -> dict[str, Any]:
    """Context of `people/sign_in/summary.html`."""
    step = step_of(account)
    required = step is not None and step.required_from is not None
    return {
        "account": account,
        "is_on": bool(step and step.is_on),
        "has_app": bool(step and step.app_key),
        "passkeys": list(Passkey.objects.filter(user=account).order_by("created_at")),
        "codes_left": RecoveryCode.objects.filter(user=account, used_at=None).count(),
        "required_from": step.required_from if step else None,
        "is_required": required,
        "must_set_up": missing(account, request.session) is Missing.SETTING_UP,
        "sign_ins": last_sign_ins(account),
        "kept_days": KEPT.days,
    }
