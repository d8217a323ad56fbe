"""What an account can see of its own sign-ins, and what it is told."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from district_cms.web.rate_limits import address_of
from district_cms.web.times import moment_text
from district_cms.web.visitors import one_caller, place_of

from ..models import SignIn, User
from ..services import mail_owner
from . import browsers
from .devices import device_of

KEPT: Final = dt.timedelta(days=90)
"""Long enough to remember a summer vacation by; then the row is deleted."""
SHOWN: Final = 10


@transaction.atomic
def complete(request: HttpRequest, account: User, *, method: str, now: dt.datetime) -> SignIn:
    """Note a sign-in that is whole, mark the browser, and tell the account of a new place.

    New is a place when neither the browser has been seen nor this kind of device in this network,
    and there is something to compare with. `now` is aware.
    """
    address = address_of(request)
    place, device = place_of(address), device_of(request.headers.get("User-Agent", ""))
    before = set(SignIn.objects.filter(user=account).values_list("place", "device").distinct())
    is_new = (
        bool(before)
        and (place, device) not in before
        and not browsers.browser_of(request).knows(account.pk)
    )
    seen = SignIn.objects.create(
        user=account,
        at=now,
        address=one_caller(address),
        place=place,
        device=device,
        method=method,
        is_new_place=is_new,
    )
    browsers.remember(request, account.pk)
    if is_new:
        _tell(account, seen)
    return seen


def last_sign_ins(account: User) -> list[SignIn]:
    """The newest first, at most ten."""
    return list(SignIn.objects.filter(user=account).order_by("-at", "-pk")[:SHOWN])


def forget_old(*, now: dt.datetime) -> int:
    """Delete what is older than 90 days; returns how many rows."""
    return SignIn.objects.filter(at__lt=now - KEPT).delete()[0]


def _tell(account: User, seen: SignIn) -> None:
    place = _("Network address %(address)s") % {"address": seen.address}
    what = ", ".join(part for part in (moment_text(seen.at), seen.device, place) if part)
    sentence = _("Someone signed in to your account from a place that we have not seen before:")
    subject = _("New sign-in to your account")
    mail_owner(account, subject, f"{sentence} {what}.")
