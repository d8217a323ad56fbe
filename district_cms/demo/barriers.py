"""The demo's accessibility settings, and what families reported that did not work for them.

Everything goes through the services that a visitor's form and the office's screen call, at the
times of the story; what the outbox stamps with the present is then moved there.
"""

import datetime as dt
from typing import Any

from classroom.ledger.refresh import district_zone
from district_cms.barriers.deadlines import is_working_day
from district_cms.barriers.models import BarrierReport
from district_cms.barriers.selectors import no_school_dates
from district_cms.barriers.services import answer_by_mail, notify_office, report_barrier, take_step
from district_cms.people.models import User
from district_cms.publishing.models import AccessibilitySettings

from .content_files import district
from .deviations import mails_written_at
from .pages import Built
from .school_year import ONE_DAY

LATER = dt.timedelta(minutes=6)  # the worker's next look at what is new
OFFICE = "castellane"
SAID = ("reference", "what", "page", "email", "phone")
LOOK_BACK = 60 * ONE_DAY


def report_all(built: Built, anchor: dt.date) -> None:
    """Fill in the settings, let families report and the office act."""
    _settings(district()["accessibility"], anchor)
    user = built.account(OFFICE)
    for row in district()["barriers"]:
        report = _report(row, anchor)
        for step in row["steps"]:
            _step(report, step, _moment(anchor, step), user)


def working_day_before(day: dt.date, number: int) -> dt.date:
    """The `number`th working day of the office before `day`."""
    no_school = no_school_dates(day - LOOK_BACK)
    while number:
        day -= ONE_DAY
        number -= is_working_day(day, no_school)
    return day


def _settings(row: dict[str, Any], anchor: dt.date) -> None:
    chosen = AccessibilitySettings.load()
    for name in ("federal_date", "answer_days", "contact_name", "contact_email", "contact_phone"):
        setattr(chosen, name, row[name])
    chosen.known_limits = "".join(row["known_limits"])
    chosen.prepared_on = anchor - dt.timedelta(weeks=10)
    chosen.full_clean()
    chosen.save()


def _moment(anchor: dt.date, row: dict[str, Any]) -> dt.datetime:
    day = working_day_before(anchor, row["days"])
    return dt.datetime.combine(day, dt.time(row["hour"]), district_zone())


def _report(row: dict[str, Any], anchor: dt.date) -> BarrierReport:
    at = _moment(anchor, row)
    report = report_barrier(
        **{name: row.get(name, "") for name in SAID},
        uses=row["uses"],
        language=row["language"],
        now=at,
    )
    with mails_written_at(at + LATER):
        notify_office(now=at + LATER)
    return report


def _step(report: BarrierReport, row: dict[str, Any], at: dt.datetime, user: User) -> None:
    with mails_written_at(at):
        if row.get("mail"):
            answer_by_mail(report=report, text=row["note"], user=user, now=at)
        else:
            take_step(report=report, kind=row["kind"], note=row["note"], user=user, now=at)
