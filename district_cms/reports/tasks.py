"""Tasks of the queue."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.utils import timezone

from district_cms.audit_log.sealing import remove_details
from district_cms.schools.models import DistrictSettings, SchoolPage, SchoolYear
from district_cms.web.models import FailedWork

from .figures import services as figures
from .records import school_year
from .replay import services as replays
from .site import notices

RETENTION: Final = dt.timedelta(days=90)
"""How long failed work is stored and visible after it succeeded."""


def count_again(year_id: int, school: str) -> str:
    """Counts the figures of a school (UUID of its page) or of the district ("")."""
    year = SchoolYear.objects.filter(pk=year_id).first()
    page = SchoolPage.objects.filter(translation_key=school).first() if school else None
    if year is None or (school and page is None):  # deleted meanwhile
        return "no such school year or school"
    return f"{len(figures.count_again(year=year, school=page).days)} counts"


def nightly() -> str:
    """Queues the figures of the current school year, before anyone is up."""
    return f"{figures.count_for_the_day(timezone.localdate())} to count"


def send_notices() -> str:
    """Mails owners and administrators about failed work."""
    return f"{notices.send_notices()} mails"


def send_log_head() -> str:
    """Mails the head of the sealed log to the administrators. Runs each day."""
    return f"{notices.send_log_head()} mails"


def export_year(year_id: int, school_id: int) -> str:
    """Writes the records of a school year of one school."""
    year = SchoolYear.objects.filter(pk=year_id).first()
    school = SchoolPage.objects.filter(pk=school_id).first()
    if year is None or school is None:  # deleted meanwhile
        return "no such school year or school"
    return school_year.write_year(year=year, school=school)


def replay(name: str) -> str:
    """Judges a school year by a draft of the procedure."""
    return "done" if replays.write_replay(name) else "failed"


def forget() -> str:
    """Deletes failed work that succeeded more than 90 days ago, old exports and old drafts of the
    procedure. Runs nightly."""
    over = FailedWork.objects.filter(over_at__lt=timezone.now() - RETENTION)
    files = sum(map(school_year.remove_old, (school_year.FOLDER, replays.FOLDER)))
    return f"{over.delete()[0]} rows, {files} files"


def remove_old_details() -> str:
    """Removes the details of old log entries, if the district chose to and has entered its
    retention schedule."""
    days = settings.AUDIT_DETAILS_KEPT_DAYS
    if not days or not DistrictSettings.cached().retention_schedule:
        return "details are kept"
    before = timezone.now() - dt.timedelta(days=days)
    return f"{remove_details(before=before, actor='nightly')} entries"
