"""Every write about a report of a barrier: it comes in, something is done, contacts are forgotten.

Neither the words of a report nor how to reach its writer ever stand in an audit entry or a log.
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
"""Sent when the contacts of reports were deleted, inside that transaction: whoever holds copies of
them deletes those as well, and an error undoes all of it. Arguments: `sender` (`BarrierReport`),
`references` (the numbers of the reports)."""
# Without what one mistakes for another on the phone: 0 and O, 1, I and L, U and V, S and 5.
LETTERS: Final = "ABCDEFGHJKMNPQRTWXYZ2346789"
TWICE: Final = dt.timedelta(minutes=10)
"""The same report again within this time is a second press of the button."""
ACKNOWLEDGED_ONCE_IN: Final = dt.timedelta(days=1)
CONTACT_FOR: Final = dt.timedelta(days=90)
"""How long after a report's end its contact details are kept."""
REMIND_FROM: Final = dt.time(7, 0)


class StepRefused(Exception):
    """A step that cannot be taken; the message is for the person at the screen."""


def check_step(*, closed: bool) -> None:
    """Raise `StepRefused` for a step after the end."""
    if closed:
        raise StepRefused(
            _(
                "This report is closed, so its record is complete. If the same thing still does "
                "not work, send a new report with the form at the bottom of the page."
            )
        )


def check_answerable(*, email: str, closed: bool) -> None:
    """Raise `StepRefused` where no answer can be sent by email."""
    check_step(closed=closed)
    if not email:
        raise StepRefused(
            _(
                "There is no email address to reply to. If you reached the person another way, "
                "say how under “What was done”."
            )
        )


def new_reference() -> str:
    """Such as "B-7KQ2-M9XD": nobody finds another one's by counting."""
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
    """Keep a report, with the day by which it is answered. `now` is aware.

    The same report sent twice within ten minutes is one. `reference` is letters unless it is given.
    `acknowledge` writes to the person that it came in, at most once a day to one address.
    """
    now = now or timezone.now()
    said = {"what": what, "page": page, "email": email, "phone": phone}
    before = BarrierReport.objects.filter(
        **said, reported_at__gt=now - TWICE, closed_at__isnull=True
    ).first()
    if before is not None:
        return before
    today = timezone.localdate(now)
    no_school = no_school_dates(today)
    due = due_day(today, chosen().answer_days, no_school)
    report = BarrierReport.objects.create(
        **said,
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
    if acknowledge and report.email and not _told_lately(report):
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
    """Write down what someone of the office did. Raises `StepRefused` after the report's end.

    Who left no way to reach them is answered by the fixing itself.
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
    """Send an answer to the address that the person left, and write it down as the step.

    Raises `StepRefused` when the report is closed or there is no address.
    """
    report = BarrierReport.objects.select_for_update().get(pk=report.pk)
    check_answerable(email=report.email, closed=report.closed_at is not None)
    step = take_step(report=report, kind=Kind.ANSWERED, note=text, user=user, by_mail=True, now=now)
    send_answer(report=report, text=text)
    return step


@transaction.atomic
def notify_office(*, now: dt.datetime | None = None) -> int:
    """Mail the office every new report, and once more the working day before it is due: one mail an
    account and run. Returns the number of mails. `now` is aware. While nobody has an account,
    everything waits."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    waiting = BarrierReport.objects.waiting().select_for_update()
    new = list(waiting.filter(told_at__isnull=True))
    due = []
    if local.time() >= REMIND_FROM:
        due = list(waiting.filter(reminded_at__isnull=True, remind_on__lte=local.date()))
        # What came in just now and is due already stands in the mail once.
        new = [report for report in new if report not in due]
    accounts = office_accounts() if new or due else []
    if not accounts:
        return 0
    for account in accounts:
        send_to_office(address=account.email, new=new, due=due)
    told = BarrierReport.objects.filter(pk__in=[report.pk for report in (*new, *due)])
    told.filter(told_at__isnull=True).update(told_at=now)
    BarrierReport.objects.filter(pk__in=[report.pk for report in due]).update(reminded_at=now)
    return len(accounts)


@transaction.atomic
def forget_contacts(*, now: dt.datetime) -> int:
    """Delete the email addresses and phone numbers of reports closed 90 days ago or longer.
    What was said and done stays. Returns how many reports; none until the district has entered its
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


def _told_lately(report: BarrierReport) -> bool:
    """Whether this address had an acknowledgement today: this form is no way to fill a mailbox."""
    others = BarrierReport.objects.exclude(pk=report.pk)
    return others.filter(
        email__iexact=report.email, reported_at__gt=report.reported_at - ACKNOWLEDGED_ONCE_IN
    ).exists()


def _unused_reference() -> str:
    while True:
        reference = new_reference()
        if not BarrierReport.objects.filter(reference=reference).exists():
            return reference
