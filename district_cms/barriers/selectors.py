"""Reading what is known about barriers and about accessibility in the district."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.publishing.models import AccessibilitySettings
from district_cms.schools.models import DistrictSettings, NoSchoolDay
from district_cms.site_audit.models import AuditRun, Engine

from . import deadlines
from .deadlines import LONGEST_WAIT, Standing
from .models import BarrierReport

AHEAD: Final = dt.timedelta(days=LONGEST_WAIT)
RECENT_RUNS: Final = 20


@dataclass(frozen=True, slots=True)
class Contact:
    """How anyone reaches the office about accessibility."""

    name: str
    email: str
    phone: str


def chosen() -> AccessibilitySettings:
    """The district's choices. No write, even where nobody has chosen yet: visitors ask this."""
    return AccessibilitySettings.base_queryset().first() or AccessibilitySettings()


def answer_days() -> int:
    return int(chosen().answer_days)


def contact_of(settings: AccessibilitySettings) -> Contact:
    """The contact of the settings; where it is missing, the district office's."""
    office = DistrictSettings.kept()
    return Contact(
        name=settings.contact_name,
        email=settings.contact_email or office.email,
        phone=settings.contact_phone or office.phone,
    )


def no_school_dates(today: dt.date) -> frozenset[dt.date]:
    """The days without school around `today` that a calendar names."""
    days = NoSchoolDay.objects.between(today, today + AHEAD)
    return frozenset(days.values_list("day", flat=True))


def standing_of(report: BarrierReport, today: dt.date | None = None) -> Standing:
    """How the report stands today, in the district's zone."""
    return deadlines.standing(
        today=today or timezone.localdate(),
        due=report.due_on,
        remind_on=report.remind_on,
        answered=report.answered_at is not None,
        closed=report.closed_at is not None,
    )


def of_standing(reports: Iterable[BarrierReport], *wanted: Standing) -> list[BarrierReport]:
    today = timezone.localdate()
    return [report for report in reports if standing_of(report, today) in wanted]


def last_audit() -> dt.date | None:
    """The day on which a browser last finished looking at all published pages, if it ever did.

    A run that left pages out, or found no browser, is none.
    """
    whole = AuditRun.objects.with_results().filter(kind=AuditRun.Kind.WHOLE, sample=0)
    for run in whole[:RECENT_RUNS]:
        if Engine.AXE in run.engines and Engine.AXE not in run.skipped and run.finished_at:
            return timezone.localdate(run.finished_at)
    return None


def office_accounts() -> list[Any]:
    """The accounts that are told of reports: the communications office; where nobody works there
    with an account, the administrators."""
    for role in (Role.COMMUNICATIONS, Role.ADMINISTRATOR):
        staff = Staff.objects.with_role(role).filter(user__is_active=True).select_related("user")
        accounts = [each.user for each in staff.order_by("pk")]
        if accounts:
            return accounts
    return []
