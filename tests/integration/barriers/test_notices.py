"""The office is notified of a report once, and once more while there is a working day left."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django_q.models import Schedule

from district_cms.barriers.services import notify_office
from district_cms.barriers.tasks import send_notices
from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.models import Message
from tests.factories.district import District
from tests.factories.people import make_account

from .conftest import MakeReport

pytestmark = pytest.mark.django_db

Told = Callable[[], list[str]]


@pytest.fixture
def told(office: User) -> Told:
    """The subjects of the office's mails, oldest first."""

    def subjects() -> list[str]:
        rows = Message.objects.filter(address=office.email).order_by("created_at")
        return list(rows.values_list("subject", flat=True))

    return subjects


def test_reports_wait_while_the_office_has_no_account(
    district: District, make_report: MakeReport
) -> None:
    report = make_report()
    assert notify_office() == 0
    report.refresh_from_db()
    assert report.told_at is None
    make_account(Role.COMMUNICATIONS)
    assert notify_office() == 1


def test_the_schedule_sends_notices_and_deletes_contacts(db: None) -> None:
    call_command("apply_schedules", verbosity=0)
    functions = set(Schedule.objects.values_list("func", flat=True))
    assert {
        "district_cms.barriers.tasks.send_notices",
        "district_cms.barriers.tasks.forget",
    } <= functions
    assert send_notices() == "0 mails"
