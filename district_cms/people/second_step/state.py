"""Whether a session is a whole sign-in: what the middleware asks at every request.

Costs no query: the account comes with its second step (`LimitedBackend.get_user`).
"""

import datetime as dt
from enum import StrEnum
from typing import Final

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from ..models import SecondStep, User

PASSED: Final = "second_step"
# When this session's password was typed, in seconds since 1970.
TYPED_AT: Final = "password_typed_at"


class Missing(StrEnum):
    """What a session lacks."""

    NOTHING = "nothing"
    THE_STEP = "the step"  # the account has one and has not shown it yet
    SIGNING_IN = "signing in"  # it is from before the account's second step was taken away
    SETTING_UP = "setting up"  # it is required of the account, and the days of grace are over
    TO_CHANGE = "to change"  # someone else chose the one that was typed


def missing(account: User, session: SessionBase, *, now: dt.datetime | None = None) -> Missing:
    """What stands between this session and the account. `now` is aware."""
    lacks = _missing_step(account, session, now)
    if lacks is Missing.NOTHING and account.must_change_password:
        return Missing.TO_CHANGE
    return lacks


def _missing_step(account: User, session: SessionBase, now: dt.datetime | None) -> Missing:
    step = step_of(account)
    if step is None:
        return Missing.NOTHING
    if step.is_on:
        return Missing.NOTHING if session.get(PASSED) == step.stamp else Missing.THE_STEP
    # A lost phone is signed in as well, and half a sign-in would be a whole one now.
    if session.get(PASSED) != step.stamp and _is_from_before(step.ended_at, session):
        return Missing.SIGNING_IN
    overdue = step.required_from is not None and step.required_from <= (now or timezone.now())
    return Missing.SETTING_UP if overdue else Missing.NOTHING


def _is_from_before(moment: dt.datetime | None, session: SessionBase) -> bool:
    """Whether this session's password was typed before it."""
    return moment is not None and session.get(TYPED_AT, 0) < int(moment.timestamp())


def pass_step(session: SessionBase, step: SecondStep) -> None:
    """This session has shown the second step, as it is now."""
    session[PASSED] = step.stamp


def step_of(account: User) -> SecondStep | None:
    """The account's row; one that never had to do with it has none."""
    try:
        return account.second_step
    except ObjectDoesNotExist:
        return None
