"""What people typed on their own pages, no longer than it serves them."""

import datetime as dt

from ..models import OwnDataCode, Subscription
from .preferences.lines import PUT_BACK_FOR


def forget_own(*, now: dt.datetime) -> int:
    """Delete codes that ran out, and the names of children on what was removed for good. Returns
    how many rows that were."""
    codes, _by_model = OwnDataCode.objects.filter(expires_at__lt=now).delete()
    removed = Subscription.objects.filter(ended_at__lt=now - PUT_BACK_FOR).exclude(nickname="")
    return codes + removed.update(nickname="")
