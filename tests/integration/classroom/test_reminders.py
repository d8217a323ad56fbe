"""Reminders and summaries as they leave: one mail a person and day, through the outbox."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.ledger.keeping import refresh_classes
from classroom.models import ClassroomPage, ClassroomTeacher, ReminderChoice
from classroom.reminders.selectors import days_of, summaries, to_remind
from classroom.reminders.services import Sent, send_reminders
from district_cms.people.roles import Role
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.models import NoSchoolDay
from notifications.models import Message
from tests.factories.district import District, account_of
from tests.factories.pages import make_classroom
from tests.factories.people import make_staff
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


def at(clock: Clock, text: str) -> None:
    """The clock stands there, and the ledger knows it."""
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
def test_nobody_reads_of_a_posting_day_that_is_over_while_the_worker_was_gone(
    district: District, clock: Clock, written: str, over: str
) -> None:
    at(clock, written)
    send_reminders()
    [mail] = mails_to(district.teacher)
    clock(over)
    assert mail.expires_at == timezone.now()


def test_whoever_has_something_in_is_left_alone(district: District, clock: Clock) -> None:
    at(clock, "2026-11-24 06:09")
    Walk.begin(district).submit()
    assert send_reminders().reminders == 0


def test_the_day_after_teachers_read_what_to_do_and_principals_numbers(
    district: District, clock: Clock
) -> None:
    make_classroom(district.teacher_page, title="Reading 3")
    at(clock, "2026-11-24 15:00")
    Walk.begin(district).submit().approve()
    at(clock, "2026-11-25 06:09")
    assert send_reminders() == Sent(reminders=1, summaries=1)
    assert send_reminders() == Sent()
    [mail] = mails_to(district.teacher)
    assert mail.subject == "Families of Reading 3 are waiting for its update"
    assert "Families are waiting for the update of these classes." in mail.content.text
    [told] = mails_to(district.principal)
    assert "1 of 2 classes have posted." in told.content.text
    assert "1 class has not posted yet." in told.content.text
    assert "Reading 3" not in told.content.text
    assert "Rivera" not in told.content.text
    assert not mails_to(district.other_principal)


def test_whoever_has_posted_since_is_not_told_that_families_wait(
    district: District, clock: Clock
) -> None:
    """After a posting day before a break, for example: the next school day comes much later."""
    at(clock, "2026-11-25 00:30")
    Walk.begin(district).submit()
    at(clock, "2026-11-25 06:09")
    assert send_reminders() == Sent(reminders=0, summaries=1)
    assert not mails_to(district.teacher)


def test_a_day_off_entered_in_the_afternoon_stops_it(district: District, clock: Clock) -> None:
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


def test_a_substitute_is_written_to_in_place_of_the_teacher(
    district: District, clock: Clock
) -> None:
    staff = make_staff((Role.TEACHER, district.school))
    ClassroomTeacher.objects.create(
        classroom=district.classroom,
        staff=staff,
        part=ClassroomTeacher.Part.SUBSTITUTE,
        until=dt.date(2026, 11, 24),
    )
    at(clock, "2026-11-24 06:09")
    send_reminders()
    assert not mails_to(district.teacher)
    assert len(mails_to(account_of(staff))) == 1
    # The next day the teacher is back.
    at(clock, "2026-11-25 06:09")
    send_reminders()
    assert len(mails_to(district.teacher)) == 1


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


def test_the_number_of_queries_before_the_mails_does_not_grow_with_the_classes(
    district: District, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    for _number in range(3):
        make_classroom(district.teacher_page)
    at(clock, "2026-11-25 06:09")
    with django_assert_max_num_queries(10):
        days = days_of(dt.date(2026, 11, 25))
        [reminded] = to_remind(days)
        told = summaries(dt.date(2026, 11, 24))
    assert len(next(iter(reminded.classes.values()))) == 4
    assert [each.total for schools in told.values() for each in schools] == [4]
