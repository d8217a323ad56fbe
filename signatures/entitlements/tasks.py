"""Tasks of the queue."""

from django.utils import timezone

from district_cms.schools.models import DistrictSettings

from . import services
from .retention import forget_old


def forget() -> str:
    """Runs nightly, once the district has entered its retention schedule."""
    if not DistrictSettings.cached().retention_schedule:
        return "nothing deleted: no retention schedule"
    return f"{forget_old(now=timezone.now())} rows"


def tell_office() -> str:
    """Runs twice a day."""
    return f"{services.tell_office()} mails"
