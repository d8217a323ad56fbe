"""Every write about a report of a barrier: it comes in, something is done, contacts are forgotten.

Neither the words of a report nor how to reach its writer ever stand in an audit entry or a log.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import User

from .deadlines import due_day, reminder_day
from .mails import send_answer, send_received
from .models import BarrierReport, BarrierStep
from .rules import check_answerable, check_step
from .selectors import answer_days, no_school_dates

Kind = BarrierStep.Kind
# Without what one mistakes for another on the phone: 0 and O, 1, I and L, U and V, S and 5.
LETTERS: Final = "ABCDEFGHJKMNPQRTWXYZ2346789"
TWICE: Final = dt.timedelta(minutes=10)
"""The same report again within this time is a second press of the button."""
ACKNOWLEDGED_ONCE_IN: Final = dt.timedelta(days=1)


def new_reference() -> str:
    """Such as "B-7KQ2-M9XD": nobody finds another one's by counting."""
    drawn = [secrets.choice(LETTERS) for _ in range(8)]
    return f"B-{''.join(drawn[:4])}-{''.join(drawn[4:])}"


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

    The same report sent twice within ten minutes is one. `reference` is drawn unless it is given.
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
    due = due_day(today, answer_days(), no_school)
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
