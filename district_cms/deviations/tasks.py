"""Tasks that the queue runs each night."""

from django.utils import timezone

from district_cms.schools.models import DistrictSettings

from .services import authorizations, explanations


def forget() -> str:
    """Deletes explanations and authorizations older than three years, once the district has entered
    its retention schedule."""
    if not DistrictSettings.cached().retention_schedule:
        return "kept: no retention schedule"
    today = timezone.localdate()
    explained = explanations.delete_old(today=today)
    return f"{explained} explanations, {authorizations.delete_old(today=today)} authorizations"


def end_authorizations() -> str:
    """Ends authorizations of people who no longer work here, or at the school."""
    return f"{authorizations.end_where_work_ended(today=timezone.localdate())} authorizations"
