"""What the queue calls."""

from django.utils import timezone

from district_cms.schools.models import DistrictSettings

from . import services
from .authorizations import services as authorizations


def forget() -> str:
    """Each night: delete explanations and authorizations that are older than three years, once the
    district has entered its retention schedule."""
    if not DistrictSettings.kept().retention_schedule:
        return "kept: no retention schedule"
    today = timezone.localdate()
    explained, authorized = services.forget(today=today), authorizations.forget(today=today)
    return f"{explained} explanations, {authorized} authorizations"


def end_authorizations() -> str:
    """Each night: end those of people who no longer work here, or at the school."""
    return f"{authorizations.end_of_who_is_gone(today=timezone.localdate())} authorizations"


def tell_of_ends() -> str:
    """Each morning: tell of authorizations that end within two weeks."""
    return f"{authorizations.tell_of_ends(today=timezone.localdate())} mails"
