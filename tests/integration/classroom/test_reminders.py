"""Reminders and summaries through the outbox: one mail per person and day."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.ledger.refresh import refresh_classes
from classroom.models import ClassroomPage, ReminderChoice
from classroom.reminders.services import Sent, send_reminders
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.models import NoSchoolDay
from notifications.models import Message
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


def at(clock: Clock, text: str) -> None:
    """Sets the clock, and refreshes the ledger."""
    clock(text)
    refresh_classes(classroom_ids=ClassroomPage.objects.values_list("pk", flat=True))


def mails_to(user: Any) -> list[Message]:
    return list(Message.objects.filter(address=user.email).order_by("created_at"))


def test_one_mail_names_all_classes_and_comes_once(district: District, clock: Clock) -> None:
    make_classroom(district.teacher_page, title="Reading 3")
    at(clock, "2026-11-20 06:09")  # the Friday before Tuesday, November 24
    assert send_reminders() == Sent(reminders=1)
    assert send_reminders() == Sent()
    [mail] = mails_to(district.teacher)
    assert mail.subject == "Tuesday, November 24 is a posting day for 2 classes"
    assert "Post an update for Math 3" in mail.content.text
    assert "Post an update for Reading 3" in mail.content.text
    assert mail.message_class == "staff"


@pytest.mark.parametrize(
    "written, over",
    [
        ("2026-11-20 06:09", "2026-11-25 00:00"),  # "Tuesday, November 24 is a posting day"
        ("2026-11-24 06:09", "2026-11-25 00:00"),  # "Today is a posting day"
        ("2026-11-25 06:09", "2026-12-02 06:09"),  # "Families are waiting"
    ],
)
def test_a_worker_that_was_down_sends_no_reminder_of_a_past_posting_day(
    district: District, clock: Clock, written: str, over: str
) -> None:
    at(clock, written)
    send_reminders()
    [mail] = mails_to(district.teacher)
    clock(over)
    assert mail.expires_at == timezone.now()


def test_a_day_off_entered_in_the_afternoon_stops_the_reminder(
    district: District, clock: Clock
) -> None:
    at(clock, "2026-11-23 15:00")
    NoSchoolDay.objects.create(
        school_year=district.year, day=dt.date(2026, 11, 24), name="Snow day"
    )
    # Even before the ledger has moved the posting day.
    clock("2026-11-24 06:09")
    assert send_reminders() == Sent()
    at(clock, "2026-11-25 06:09")
    assert send_reminders() == Sent(reminders=1)
    assert mails_to(district.teacher)[0].subject == "Today is a posting day for Math 3"


def test_a_teacher_chooses_in_the_account_and_the_district_in_its_settings(
    district: District, clock: Clock
) -> None:
    client = Client()
    client.force_login(district.teacher)
    page = client.get(reverse("wagtailadmin_account"))
    assert "Reminders by email" in page.text
    ReminderChoice.objects.create(user=district.teacher, on_the_day=False)
    at(clock, "2026-11-24 06:09")
    assert send_reminders().reminders == 0
    chosen = ProcedureSettings.load()
    chosen.remind_teachers = chosen.summarize_for_principals = False
    chosen.save()
    at(clock, "2026-11-25 06:09")
    assert send_reminders() == Sent()
