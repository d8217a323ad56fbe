"""Contact details are deleted ninety days after a report is closed."""

import pytest
from django.test import Client

from district_cms.audit_log.models import AuditEntry
from district_cms.barriers.models import BarrierReport, BarrierStep
from district_cms.barriers.services import answer_by_mail, take_step
from district_cms.barriers.tasks import forget
from district_cms.people.models import User
from notifications.models import MessageEvent
from tests.integration.conftest import Clock

from .conftest import WORDS, MakeReport, screen_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]

Kind = BarrierStep.Kind


@pytest.fixture
def closed(make_report: MakeReport, office: User) -> BarrierReport:
    """Answered by email and closed on November 10."""
    report = make_report(phone="406-555-0123")
    answer_by_mail(report=report, text="It is fixed.", user=office)
    take_step(report=report, kind=Kind.CLOSED, note="Done.", user=office)
    report.refresh_from_db()
    return report


def test_only_contact_details_are_deleted(
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
    # It stays known that something was sent, but not to whom.
    assert MessageEvent.objects.exists()
    entry = AuditEntry.objects.get(action="barrier.contact_deleted")
    assert entry.data == {"reference": closed.reference}
