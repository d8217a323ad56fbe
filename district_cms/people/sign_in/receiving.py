"""What happens when someone has signed in, by whatever way."""

from typing import Any, Final

from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from ..models import User
from ..second_step.requirement import apply_requirement, required_of
from . import history
from .state import CONFIRMED_AT, PROVIDER, PROVIDER_LASTS, TYPED_AT

METHOD: Final = "sign_in_method"
METHODS: Final = {"totp": "authenticator", "webauthn": "passkey", "recovery_codes": "recovery"}
"""allauth's name of a second step: ours in the list of sign-ins."""


def step_completed(request: HttpRequest, method: str, **kwargs: Any) -> None:
    """Notes in the session what proved who someone is; the sign-in itself may still lack a step."""
    if method == "socialaccount":
        request.session[METHOD] = "provider"
        request.session[PROVIDER] = kwargs["provider"]
        request.session[CONFIRMED_AT] = int(timezone.now().timestamp())
    elif method == "mfa" and not kwargs.get("reauthenticated"):
        request.session[METHOD] = METHODS[kwargs["type"]]


def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Begin the session. For Django's `user_logged_in`, whoever sent it."""
    now = timezone.now()
    request.session[TYPED_AT] = int(now.timestamp())
    if request.session.get(PROVIDER):
        request.session.set_expiry(PROVIDER_LASTS)
    if user.second_step_required_from or required_of():
        apply_requirement(now=now, accounts=[user.pk])
        user.refresh_from_db(fields=["second_step_required_from"])
    method = request.session.pop(METHOD, "password")
    history.complete(request, user, method=method, now=now)


def follow_sign_ins() -> None:
    """Connect the signals."""
    authentication_step_completed.connect(step_completed, dispatch_uid="people.step_completed")
    user_logged_in.connect(signed_in, dispatch_uid="people.signed_in")
