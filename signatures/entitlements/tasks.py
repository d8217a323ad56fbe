"""What the queue calls."""

from django.utils import timezone

from district_cms.schools.models import DistrictSettings

from .reminders import remind
from .retention import forget_old


def remind_of_ends() -> str:
    """Each morning: tell people what ends within 30 days."""
    return f"{remind()} mails"


def forget() -> str:
    """Each night: delete evidence that has served, and what ended a year ago, once the district has
    entered its retention schedule."""
    if not DistrictSettings.kept().retention_schedule:
        return "kept: no retention schedule"
    return f"{forget_old(now=timezone.now())} rows"
