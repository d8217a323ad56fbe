"""All writes about reports of barriers: receiving them, recording steps, deleting contact details.

Audit entries and logs never contain the text of a report or its author's contact details.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.schools.models import DistrictSettings

from .deadlines import due_day, reminder_day
from .mails import send_answer, send_received, send_to_office
from .models import BarrierReport, BarrierStep
from .selectors import chosen, no_school_dates, office_accounts

Kind = BarrierStep.Kind
contacts_forgotten = Signal()
"""Sent when contact details of reports are deleted, inside that transaction, so that receivers
delete their copies too. An error undoes everything. Arguments: `sender` (`BarrierReport`),
`references` (the numbers of the reports)."""
# Without characters that sound or look alike on the phone: 0 and O, 1, I and L, U and V, S and 5.
LETTERS: Final = "ABCDEFGHJKMNPQRTWXYZ2346789"
TWICE: Final = dt.timedelta(minutes=10)
"""The same report within this time is a second press of the button."""
ACKNOWLEDGED_ONCE_IN: Final = dt.timedelta(days=1)
CONTACT_FOR: Final = dt.timedelta(days=90)
"""How long contact details are kept after a report is closed."""
REMIND_FROM: Final = dt.time(7, 0)


class StepRefused(Exception):
    """Raised for a step that is not possible; the message is for the person at the screen."""


def check_step(*, closed: bool) -> None:
    """Raises `StepRefused` if the report is closed."""
    if closed:
        raise StepRefused(
            _(
                "This report is closed, so its record is complete. If the same thing still does "
                "not work, send a new report with the form at the bottom of the page."
            )
        )


def check_answerable(*, email: str, closed: bool) -> None:
    """Raises `StepRefused` if no answer can be sent by email."""
    check_step(closed=closed)
    if not email:
        raise StepRefused(
            _(
                "There is no email address to reply to. If you reached the person another way, "
                "say how under “What was done”."
            )
        )


def new_reference() -> str:
    """Returns a number such as "B-7KQ2-M9XD". Random, so that nobody finds other reports by
    counting."""
    letters = [secrets.choice(LETTERS) for _place in range(8)]
    return f"B-{''.join(letters[:4])}-{''.join(letters[4:])}"


@transaction.atomic
def report_barrier(
    *,
    what: str,
    page: str = "",
    uses: Iterable[str] = (),
    email: str = "",
    phone: str = "",
    language: str = "en",
    reference: str = "",
    acknowledge: bool = False,
    now: dt.datetime | None = None,
) -> BarrierReport:
    """Saves a report with the day by which it is answered. `now` is aware.

    The same report within ten minutes is saved once. `reference` is random by default.
    `acknowledge` sends a confirmation to the person, at most once a day to one address.
    """
    now = now or timezone.now()
    content = {"what": what, "page": page, "email": email, "phone": phone}
    before = BarrierReport.objects.filter(
        **content, reported_at__gt=now - TWICE, closed_at__isnull=True
    ).first()
    if before is not None:
        return before
    today = timezone.localdate(now)
    no_school = no_school_dates(today)
    due = due_day(today, chosen().answer_days, no_school)
    report = BarrierReport.objects.create(
        **content,
        reference=reference or _unused_reference(),
        uses=sorted(set(uses)),
        language=language,
        reported_at=now,
        due_on=due,
        remind_on=reminder_day(due, no_school),
    )
    record(
        action="barrier.reported",
        actor="visitor",
        at=now,
        reference=report.reference,
        due_on=due.isoformat(),
        contact=report.has_contact,
    )
    if acknowledge and report.email and not _confirmed_recently(report):
        send_received(report=report)
    return report


@transaction.atomic
def take_step(
    *,
    report: BarrierReport,
    kind: str,
    note: str,
    user: User,
    by_mail: bool = False,
    now: dt.datetime | None = None,
) -> BarrierStep:
    """Records what someone of the office did. Raises `StepRefused` if the report is closed.

    If the person left no contact details, fixing the problem counts as the answer.
    """
    now = now or timezone.now()
    report = BarrierReport.objects.select_for_update().get(pk=report.pk)
    check_step(closed=report.closed_at is not None)
    step = BarrierStep.objects.create(
        report=report,
        kind=kind,
        note=note,
        by=user.get_full_name(),
        by_mail=by_mail,
        at=now,
    )
    answers = kind == Kind.ANSWERED or (kind == Kind.FIXED and not report.has_contact)
    if answers and report.answered_at is None:
        report.answered_at = now
    if kind == Kind.CLOSED:
        report.closed_at = now
    report.save(update_fields=["answered_at", "closed_at"])
    record(
        action=f"barrier.{kind}",
        actor=user,
        at=now,
        reference=report.reference,
        due_on=report.due_on.isoformat(),
        by_mail=by_mail,
    )
    return step


@transaction.atomic
def answer_by_mail(
    *, report: BarrierReport, text: str, user: User, now: dt.datetime | None = None
) -> BarrierStep:
    """Sends an answer to the person's address and records it as a step.

    Raises `StepRefused` if the report is closed or there is no address.
    """
    report = BarrierReport.objects.select_for_update().get(pk=report.pk)
    check_answerable(email=report.email, closed=report.closed_at is not None)
    step = take_step(report=report, kind=Kind.ANSWERED, note=text, user=user, by_mail=True, now=now)
    send_answer(report=report, text=text)
    return step


@transaction.atomic
def notify_office(*, now: dt.datetime | None = None) -> int:
    """Mails the office all new reports, and once more on the working day before each is due: one
    mail per account and run. Returns the number of mails. `now` is aware. If nobody has an account,
    reports wait."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    waiting = BarrierReport.objects.waiting().select_for_update()
    new = list(waiting.filter(told_at__isnull=True))
    due = []
    if local.time() >= REMIND_FROM:
        due = list(waiting.filter(reminded_at__isnull=True, remind_on__lte=local.date()))
        # New reports that are due already are listed once.
        new = [report for report in new if report not in due]
    accounts = office_accounts() if new or due else []
    if not accounts:
        return 0
    for account in accounts:
        send_to_office(address=account.email, new=new, due=due)
    notified = BarrierReport.objects.filter(pk__in=[report.pk for report in (*new, *due)])
    notified.filter(told_at__isnull=True).update(told_at=now)
    BarrierReport.objects.filter(pk__in=[report.pk for report in due]).update(reminded_at=now)
    return len(accounts)


@transaction.atomic
def forget_contacts(*, now: dt.datetime) -> int:
    """Deletes the email addresses and phone numbers of reports closed at least 90 days ago, but not
    their text and steps. Returns the number of reports; 0 until the district has entered its
    retention schedule. `now` is aware."""
    if not DistrictSettings.cached().retention_schedule:
        return 0
    old = list(
        BarrierReport.objects.select_for_update()
        .filter(closed_at__lte=now - CONTACT_FOR)
        .exclude(Q(email="") & Q(phone=""))
    )
    for report in old:
        report.email, report.phone, report.contact_deleted_at = "", "", now
        record(action="barrier.contact_deleted", actor="nightly", reference=report.reference)
    BarrierReport.objects.bulk_update(old, ["email", "phone", "contact_deleted_at"])
    references = [report.reference for report in old]
    if references:
        contacts_forgotten.send(sender=BarrierReport, references=references)
    return len(old)


def _confirmed_recently(report: BarrierReport) -> bool:
    """Returns True if this address got a confirmation within a day, so that the form cannot be used
    to fill a mailbox."""
    others = BarrierReport.objects.exclude(pk=report.pk)
    return others.filter(
        email__iexact=report.email, reported_at__gt=report.reported_at - ACKNOWLEDGED_ONCE_IN
    ).exists()


def _unused_reference() -> str:
    while True:
        reference = new_reference()
        if not BarrierReport.objects.filter(reference=reference).exists():
            return reference
