"""What happens when a password was right, or a provider has said who someone is."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from ..models import SecondStep, User
from ..second_step.requirement import apply_requirement, required_of
from ..second_step.state import PASSED, TYPED_AT, Missing, missing
from . import history

FRESH = dt.timedelta(minutes=10)
PROVIDERS_LAST = dt.timedelta(hours=8)
"""How long a session by a provider lasts: whoever is disabled there cannot come back."""


def password_was_right(request: HttpRequest, account: User) -> None:
    """Begin the session: what an earlier sign-in has shown counts no more. Complete it at once
    where no second step is missing. Called for Django's `user_logged_in`, whoever sent it."""
    now = timezone.now()
    request.session.pop(PASSED, None)
    request.session[TYPED_AT] = int(now.timestamp())
    method = "password"
    if request.resolver_match and request.resolver_match.url_name == "openid_connect_callback":
        method = "provider"
        request.session.set_expiry(PROVIDERS_LAST)
    step = SecondStep.objects.filter(user=account).first()
    if step is not None or required_of():
        apply_requirement(now=now, accounts=[account.pk])
        step = SecondStep.objects.filter(user=account).first()
    # What an earlier question left on the account may be of before.
    account._state.fields_cache["second_step"] = step
    if missing(account, request.session, now=now) is Missing.NOTHING:
        history.complete(request, account, method=method, now=now)


def password_is_fresh(request: HttpRequest) -> bool:
    """Whether it was typed within the last ten minutes, so that it need not be asked again."""
    typed = request.session.get(TYPED_AT, 0)
    return bool(timezone.now().timestamp() - typed < FRESH.total_seconds())
