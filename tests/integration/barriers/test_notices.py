"""The office is told of a report once, and once more when there is a working day left."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django_q.models import Schedule

from district_cms.barriers.models import BarrierReport
from district_cms.barriers.notices import tell_office
from district_cms.barriers.services import take_step
from district_cms.barriers.tasks import send_notices
from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.models import Message, MessageClass
from tests.factories.district import District
from tests.factories.people import make_account
from tests.integration.conftest import Clock
from tests.unit.notifications.mail_support import faults

from .conftest import VISITOR, WORDS, MakeReport, screen_of

pytestmark = pytest.mark.django_db

Told = Callable[[], list[str]]


@pytest.fixture
def told(office: User) -> Told:
    """The subjects of what the office has been told, the oldest first."""

    def subjects() -> list[str]:
        rows = Message.objects.filter(address=office.email).order_by("created_at")
        return list(rows.values_list("subject", flat=True))

    return subjects


def test_new_reports_are_told_together_and_once(make_report: MakeReport, told: Told) -> None:
    reports = [make_report(what=f"{number}") for number in range(3)]
    assert tell_office() == 1
    assert tell_office() == 0
    assert told() == ["3 new accessibility problems reported"]
    mail = Message.objects.get()
    assert mail.message_class == MessageClass.STAFF
    for report in reports:
        assert report.reference in mail.text
        assert screen_of(report) in mail.text
        assert screen_of(report) in mail.html


def test_the_mail_names_neither_the_person_nor_their_words(
    make_report: MakeReport, told: Told
) -> None:
    make_report(phone="406-555-0123", page="the page of Mia")
    tell_office()
    mail = Message.objects.get()
    for secret in (VISITOR, "406-555-0123", WORDS, "Mia"):
        assert secret not in mail.text + mail.html + mail.subject


@pytest.mark.parametrize("at, subjects", [
    ("2026-11-11 09:00", []),
    ("2026-11-12 06:59", []),  # nobody reads it in the night
    ("2026-11-12 07:00", ["1 accessibility problem is waiting for your answer"]),
    ("2026-11-13 23:00", ["1 accessibility problem is waiting for your answer"]),
    ("2026-11-16 09:00", ["1 accessibility problem is waiting for your answer"]),
])  # fmt: skip
def test_the_reminder_comes_on_the_working_day_before_the_day_of_the_answer(
    at: str, subjects: list[str], make_report: MakeReport, told: Told, clock: Clock
) -> None:
    make_report()  # due on Friday the 13th
    tell_office()
    before = told()
    clock(at)
    tell_office()
    tell_office()
    assert told() == before + subjects


def test_a_report_due_on_monday_is_reminded_of_on_friday(
    make_report: MakeReport, told: Told, clock: Clock
) -> None:
    clock("2026-11-11 09:00")
    assert str(make_report().due_on) == "2026-11-16"
    tell_office()
    clock("2026-11-13 09:00")
    tell_office()
    assert told()[-1] == "1 accessibility problem is waiting for your answer"


@pytest.mark.parametrize("kind", ["answered", "closed"])
def test_what_is_answered_or_closed_is_not_reminded_of(
    kind: str, make_report: MakeReport, told: Told, office: User, clock: Clock
) -> None:
    report = make_report()
    tell_office()
    take_step(report=report, kind=kind, note="Done.", user=office)
    clock("2026-11-12 09:00")
    assert tell_office() == 0


def test_a_late_report_that_is_new_to_the_office_stands_in_its_mail_once(
    make_report: MakeReport, told: Told, clock: Clock
) -> None:
    report = make_report()
    clock("2026-11-17 09:00")
    assert tell_office() == 1
    assert told() == ["1 accessibility problem is waiting for your answer"]
    assert Message.objects.get().text.count(f"- {report.reference}") == 1
    assert tell_office() == 0


def test_without_an_office_the_administrators_are_told(
    district: District, make_report: MakeReport
) -> None:
    administrator = make_account(Role.ADMINISTRATOR)
    make_report()
    assert tell_office() == 1
    assert Message.objects.get().address == administrator.email


def test_while_nobody_has_an_account_it_waits(district: District, make_report: MakeReport) -> None:
    report = make_report()
    assert tell_office() == 0
    report.refresh_from_db()
    assert report.told_at is None
    make_account(Role.COMMUNICATIONS)
    assert tell_office() == 1


def test_a_mail_that_cannot_be_written_is_tried_again(
    make_report: MakeReport, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("The outbox is gone.")

    make_report()
    with monkeypatch.context() as broken:
        broken.setattr("district_cms.barriers.notices.send_to_office", fail)
        with pytest.raises(RuntimeError):
            tell_office()
    assert not BarrierReport.objects.filter(told_at__isnull=False).exists()
    assert tell_office() == 1


def test_every_mail_program_can_show_it(make_report: MakeReport, told: Told) -> None:
    make_report()
    tell_office()
    assert faults(Message.objects.get().html) == {}


def test_the_queue_does_both_by_the_clock(db: None) -> None:
    call_command("apply_schedules", verbosity=0)
    functions = set(Schedule.objects.values_list("func", flat=True))
    assert {
        "district_cms.barriers.tasks.send_notices",
        "district_cms.barriers.tasks.forget",
    } <= functions
    assert send_notices() == "0 mails"
