"""What the queue calls."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from district_cms.audit_log.retention import remove_details
from district_cms.schools.models import DistrictSettings

from . import notices
from .services import forget_old


def send_notices() -> str:
    """Tell whose it is, and the administrators, of work that failed."""
    return f"{notices.tell()} mails"


def send_log_head() -> str:
    """Each day: let the administrators have the head of the sealed log."""
    return f"{notices.send_log_head()} mails"


def forget() -> str:
    """Each night: delete what has been over for 90 days."""
    return f"{forget_old(now=timezone.now())} rows"


def remove_old_details() -> str:
    """Empty the details of old entries of the log, where the district chose to and has entered its
    retention schedule."""
    days = settings.AUDIT_DETAILS_KEPT_DAYS
    if not days or not DistrictSettings.kept().retention_schedule:
        return "details are kept"
    before = timezone.now() - dt.timedelta(days=days)
    return f"{remove_details(before=before, actor='nightly')} entries"
