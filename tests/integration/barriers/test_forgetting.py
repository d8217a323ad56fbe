"""Ninety days after a report's end nobody can be reached by it any more."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.barriers.models import BarrierReport, BarrierStep
from district_cms.barriers.retention import CONTACT_FOR, forget_contacts
from district_cms.barriers.services import answer_by_mail, take_step
from district_cms.barriers.signals import contacts_forgotten
from district_cms.barriers.tasks import forget
from district_cms.people.models import User
from notifications.models import Message, MessageEvent
from tests.integration.conftest import Clock

from .conftest import VISITOR, WORDS, MakeReport, screen_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]

Kind = BarrierStep.Kind


@pytest.fixture
def closed(make_report: MakeReport, office: User) -> BarrierReport:
    """Answered by mail and closed on November 10."""
    report = make_report(phone="406-555-0123")
    answer_by_mail(report=report, text="It is fixed.", user=office)
    take_step(report=report, kind=Kind.CLOSED, note="Done.", user=office)
    report.refresh_from_db()
    return report


@pytest.mark.parametrize("days, known", [(0, True), (89, True), (90, False), (200, False)])
def test_contacts_are_deleted_90_days_after_the_end(
    days: int, known: bool, closed: BarrierReport
) -> None:
    assert closed.closed_at is not None
    forget_contacts(now=closed.closed_at + dt.timedelta(days=days))
    closed.refresh_from_db()
    assert (closed.email == VISITOR) is known
    assert (closed.phone == "406-555-0123") is known
    assert (closed.contact_deleted_at is None) is known
    assert Message.objects.filter(address=VISITOR).exists() is known


def test_what_was_said_and_done_stays(
    closed: BarrierReport, clock: Clock, office: User, client: Client
) -> None:
    clock("2027-03-01 03:41")
    client.force_login(office)
    assert forget() == "1 contacts"
    assert forget() == "0 contacts"
    closed.refresh_from_db()
    assert closed.what == WORDS
    assert closed.steps.count() == 2
    assert "The person’s contact information was deleted on March 1, 2027" in " ".join(
        client.get(screen_of(closed)).text.split()
    )
    # That something was sent stays known, to whom does not.
    assert MessageEvent.objects.exists()
    entry = AuditEntry.objects.get(action="barrier.contact_deleted")
    assert entry.data == {"reference": closed.reference}


def test_while_a_report_is_open_its_person_can_be_reached(
    make_report: MakeReport, closed: BarrierReport
) -> None:
    make_report(what="Another one.")
    forget_contacts(now=timezone.now() + 4 * CONTACT_FOR)
    assert BarrierReport.objects.get(what="Another one.").email == VISITOR


def test_other_mail_to_the_same_address_is_left_alone(
    closed: BarrierReport, make_report: MakeReport, office: User
) -> None:
    other = make_report(what="Another one.")
    answer_by_mail(report=other, text="We look into it.", user=office)
    assert Message.objects.filter(address=VISITOR).count() == 2
    forget_contacts(now=timezone.now() + CONTACT_FOR)
    (left,) = Message.objects.filter(address=VISITOR)
    assert other.reference in left.subject


def test_a_failure_halfway_forgets_nothing(closed: BarrierReport) -> None:
    def fail(**values: object) -> None:
        raise RuntimeError("The outbox is gone.")

    contacts_forgotten.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            forget_contacts(now=timezone.now() + CONTACT_FOR)
    finally:
        contacts_forgotten.disconnect(fail)
    closed.refresh_from_db()
    assert closed.email == VISITOR
