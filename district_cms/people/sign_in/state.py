"""What a session still lacks before it counts as signed in: the middleware checks each request.

A password whose second step is missing makes no session at all: allauth waits for the second step
before it signs anyone in.
"""

import datetime as dt
from enum import StrEnum
from typing import Final

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from ..models import User
from ..second_step.requirement import is_overdue

# When this session's password was typed, in seconds since 1970.
TYPED_AT: Final = "password_typed_at"
# Which provider (Google or Microsoft) signed this session in, and when it last confirmed that.
PROVIDER: Final = "sign_in_provider"
CONFIRMED_AT: Final = "provider_confirmed_at"

PROVIDER_LASTS: Final = dt.timedelta(hours=8)
"""How long a session by a provider lasts at most."""
CONFIRM_EVERY: Final = dt.timedelta(minutes=15)
"""After this time opening a page asks the provider again, without a question to the person:
neither provider reports a disabled account by itself."""
WORK_LASTS: Final = dt.timedelta(minutes=60)
"""How long a page that stays open may save without a new confirmation."""
FRESH: Final = dt.timedelta(minutes=10)


class Missing(StrEnum):
    """What a session lacks."""

    NOTHING = "nothing"
    CONFIRMING = "confirming"  # the provider has not confirmed for some time that it still holds
    SETTING_UP = "setting up"  # a second step is required, and the days of grace are over
    NEW_PASSWORD = "new password"  # noqa: S105  # someone else chose the one that was typed


def missing(account: User, session: SessionBase, *, is_opening: bool = True) -> Missing:
    """What stands between this session and the account. `is_opening`: a page is being opened, so
    that the browser can be sent to the provider. At most one query."""
    now = timezone.now()
    if session.get(PROVIDER):
        age = now.timestamp() - session.get(CONFIRMED_AT, 0)
        limit = CONFIRM_EVERY if is_opening else WORK_LASTS
        return Missing.CONFIRMING if age > limit.total_seconds() else Missing.NOTHING
    if account.must_change_password:
        return Missing.NEW_PASSWORD
    return Missing.SETTING_UP if is_overdue(account, now=now) else Missing.NOTHING


def password_is_fresh(session: SessionBase) -> bool:
    """Whether it was typed within the last ten minutes, so that nobody types it again."""
    return bool(timezone.now().timestamp() - session.get(TYPED_AT, 0) < FRESH.total_seconds())
