"""Queries about barriers and about the district's accessibility checks."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.publishing.models import AccessibilitySettings
from district_cms.schools.models import DistrictSettings, NoSchoolDay
from district_cms.site_audit.models import AuditRun, Engine, OutstandingPage

from . import deadlines
from .deadlines import LONGEST_WAIT, Standing
from .models import BarrierReport

AHEAD: Final = dt.timedelta(days=LONGEST_WAIT)
RECENT_RUNS: Final = 20
# A check that is older than a month says little about today.
FRESH: Final = dt.timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Contact:
    """The office's contact for accessibility."""

    name: str
    email: str
    phone: str


def chosen() -> AccessibilitySettings:
    """Returns the district's settings. Never writes, even if there are none, because visitors'
    pages use it."""
    return AccessibilitySettings.base_queryset().first() or AccessibilitySettings()


def contact_of(settings: AccessibilitySettings) -> Contact:
    """Returns the contact in the settings, completed with the district office's."""
    office = DistrictSettings.cached()
    return Contact(
        name=settings.contact_name,
        email=settings.contact_email or office.email,
        phone=settings.contact_phone or office.phone,
    )


def no_school_dates(today: dt.date) -> frozenset[dt.date]:
    """Returns the calendar's days without school from `today` on."""
    days = NoSchoolDay.objects.between(today, today + AHEAD)
    return frozenset(days.values_list("day", flat=True))


def standing_of(report: BarrierReport, today: dt.date | None = None) -> Standing:
    """Returns the report's status today, in the district's time zone."""
    return deadlines.standing(
        today=today or timezone.localdate(),
        due=report.due_on,
        remind_on=report.remind_on,
        answered=report.answered_at is not None,
        closed=report.closed_at is not None,
    )


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The results of the newest complete check of all published pages.

    `day` is in the district's time zone. `in_browser` is True for a check in a browser, False for
    one that only reads the content. `known` counts the pages that today's rules would refuse.
    """

    day: dt.date | None = None
    in_browser: bool = False
    seen: int = 0
    with_findings: int = 0
    failed: int = 0
    shared: bool = False
    known: int = 0

    @property
    def has_no_problems(self) -> bool:
        """Whether a recent check in a browser covered every page and no problem is known."""
        return self.in_browser and not (
            self.with_findings or self.failed or self.shared or self.known or self.is_old
        )

    @property
    def is_old(self) -> bool:
        return self.day is None or timezone.localdate() - self.day > FRESH


def last_check() -> LastCheck:
    """Returns the newest complete check that finished, preferring one in a browser. Two queries."""
    known = OutstandingPage.objects.open().count()
    runs = list(AuditRun.objects.with_results().filter(sample=0)[:RECENT_RUNS])
    run = next((run for run in runs if _in_browser(run)), None) or next(
        (run for run in runs if Engine.GATE in run.active_engines), None
    )
    if run is None or run.finished_at is None:
        return LastCheck(known=known)
    totals = run.totals
    return LastCheck(
        day=timezone.localdate(run.finished_at),
        in_browser=_in_browser(run),
        seen=totals.get("seen", 0),
        with_findings=totals.get("pages_with_findings", 0),
        failed=totals.get("failed", 0),
        shared=bool(totals.get("templates")),
        known=known,
    )


def _in_browser(run: AuditRun) -> bool:
    return Engine.AXE in run.active_engines and run.finished_at is not None


def office_accounts() -> list[Any]:
    """Returns the accounts that are notified of reports: the communications office, or the
    administrators if it has no account."""
    for role in (Role.COMMUNICATIONS, Role.ADMINISTRATOR):
        staff = Staff.objects.with_role(role).filter(user__is_active=True).select_related("user")
        accounts = [member.user for member in staff.order_by("pk")]
        if accounts:
            return accounts
    return []
