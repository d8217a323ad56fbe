"""People who take over a class get one mail about it, on their first day."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import tasks
from classroom.assignments import services
from classroom.assignments.handover import refresh_substitute
from classroom.assignments.mails import tell_of_classes
from classroom.models import ClassroomTeacher
from district_cms.people.leaving import end_accounts_due
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from notifications.models import Message
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.factories.people import make_account, make_staff
from tests.integration.classroom.test_reminders import at
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def other(district: District) -> Staff:
    ClassroomTeacher.objects.get_or_create(
        classroom=district.classroom, staff=district.teacher_staff
    )
    return make_staff((Role.TEACHER, district.school), given_name="Noor", family_name="Haddad")


def mails_to(staff: Staff) -> list[Message]:
    assert staff.user is not None
    return list(Message.objects.filter(address=staff.user.email).order_by("created_at"))


def leaves(district: District, successor: Staff, last_day: dt.date) -> None:
    services.leave_for_good(
        staff=district.teacher_staff,
        last_day=last_day,
        successors=dict.fromkeys(
            ClassroomTeacher.objects.values_list("classroom_id", flat=True), successor
        ),
        part="lead",
        actor=make_account(Role.ADMINISTRATOR),
    )


def test_a_successor_gets_a_mail_on_the_first_day_with_the_classes_and_next_steps(
    district: District, other: Staff, clock: Clock
) -> None:
    at(clock, "2026-11-18 12:00")
    leaves(district, other, dt.date(2026, 11, 19))
    assert tell_of_classes() == 0
    at(clock, "2026-11-20 06:26")
    end_accounts_due(today=dt.date(2026, 11, 20))
    assert tasks.tell_of_classes() == "1 person notified"
    assert tasks.tell_of_classes() == "0 people notified"
    (mail,) = mails_to(other)
    assert mail.subject == "Math 3 is your class now"
    assert mail.message_class == "staff"
    for words in (
        f"Math 3 – {district.school.title}",
        "You are its teacher. The next posting day is Tuesday, November 24.",
        f"{reverse('classroom_compose')}?class={district.classroom.pk}",
        district.classroom.full_url,
    ):
        assert words in mail.content.text
    assert mail.content.html.count("Post an update for Math 3</a>") == 1
    # The person who leaves only gets the mail about the account.
    (about_account,) = mails_to(district.teacher_staff)
    assert about_account.subject.startswith("Your account was changed")


def test_a_substitute_reads_the_last_day_and_all_classes_in_one_mail(
    district: District, other: Staff, clock: Clock
) -> None:
    reading = make_classroom(district.teacher_page, title="Reading 3")
    ClassroomTeacher.objects.get_or_create(classroom=reading, staff=district.teacher_staff)
    at(clock, "2026-11-20 10:00")
    services.be_on_leave(
        staff=district.teacher_staff,
        first_day=dt.date(2026, 11, 20),
        last_day=dt.date(2026, 12, 4),
        substitute=other,
        actor=make_account(Role.ADMINISTRATOR),
    )
    assert tell_of_classes() == 1
    (mail,) = mails_to(other)
    assert mail.subject == "You substitute in 2 classes"
    assert mail.content.text.count("You substitute until Friday, December 4.") == 2


def test_a_posting_day_after_a_substitutes_last_day_is_not_mentioned(
    district: District, other: Staff, clock: Clock
) -> None:
    at(clock, "2026-11-18 06:26")
    ClassroomTeacher.objects.create(
        classroom=district.classroom,
        staff=other,
        part="substitute",
        starts_on=timezone.localdate(),
        until=dt.date(2026, 11, 20),
    )
    tell_of_classes()
    (mail,) = mails_to(other)
    assert "You substitute until Friday, November 20.\n" in mail.content.text


def test_a_class_that_follows_later_gets_its_own_mail(
    district: District, other: Staff, clock: Clock
) -> None:
    at(clock, "2026-11-20 06:26")
    leaves(district, other, dt.date(2026, 11, 19))
    tell_of_classes()
    band = make_classroom(district.teacher_page, title="Band 6")
    ClassroomTeacher.objects.create(
        classroom=band, staff=other, part="substitute", starts_on=timezone.localdate()
    )
    assert tell_of_classes() == 1
    assert {mail.subject for mail in mails_to(other)} == {
        "Math 3 is your class now",
        "You substitute in Band 6",
    }


def test_a_substitute_whose_days_the_office_changed_gets_no_second_mail(
    district: District, other: Staff, clock: Clock
) -> None:
    at(clock, "2026-11-18 06:26")
    services.be_on_leave(
        staff=district.teacher_staff,
        first_day=dt.date(2026, 11, 18),
        last_day=dt.date(2026, 12, 4),
        substitute=other,
        actor=make_account(Role.ADMINISTRATOR),
    )
    assert tell_of_classes() == 1
    at(clock, "2026-11-19 10:00")
    refresh_substitute(district.teacher_staff, district.classroom.pk)
    assert ClassroomTeacher.objects.filter(staff=other).count() == 2
    assert tell_of_classes() == 0


@pytest.mark.parametrize("last_day", [dt.date(2026, 12, 4), dt.date(2026, 12, 11)])
def test_saving_a_leave_again_sends_the_substitute_no_second_mail(
    district: District, other: Staff, clock: Clock, last_day: dt.date
) -> None:
    at(clock, "2026-11-18 06:26")
    leave = {"staff": district.teacher_staff, "first_day": dt.date(2026, 11, 18)}
    leave |= {"actor": make_account(Role.ADMINISTRATOR)}
    services.be_on_leave(**leave, substitute=other, last_day=dt.date(2026, 12, 4))
    assert tell_of_classes() == 1
    at(clock, "2026-11-18 10:00")
    refresh_substitute(district.teacher_staff, district.classroom.pk)
    assert tell_of_classes() == 0
    services.be_on_leave(**leave, substitute=other, last_day=last_day)
    assert tell_of_classes() == 0
    # Another person gets a mail.
    third = make_staff((Role.TEACHER, district.school), given_name="Ida", family_name="Moon")
    services.be_on_leave(**leave, substitute=third, last_day=last_day)
    assert tell_of_classes() == 1
    assert (len(mails_to(other)), len(mails_to(third))) == (1, 1)


def test_a_teacher_who_had_the_class_from_the_start_gets_no_mail(
    district: District, other: Staff
) -> None:
    band = make_classroom(district.teacher_page, title="Band 6")
    ClassroomTeacher.objects.create(classroom=band, staff=other, starts_on=timezone.localdate())
    assert tell_of_classes() == 0


def test_a_teacher_who_has_had_a_class_for_long_gets_no_mail_after_an_upgrade(
    district: District, other: Staff
) -> None:
    ClassroomTeacher.objects.create(
        classroom=district.classroom,
        staff=other,
        part="substitute",
        starts_on=timezone.localdate() - 30 * DAY,
    )
    assert tell_of_classes() == 0


@pytest.mark.parametrize("live, active", [(False, True), (True, False)])
def test_nobody_gets_mail_about_a_class_that_is_down_or_after_leaving(
    district: District, other: Staff, live: bool, active: bool
) -> None:
    ClassroomTeacher.objects.create(
        classroom=district.classroom,
        staff=other,
        part="substitute",
        starts_on=timezone.localdate(),
    )
    if not live:
        district.classroom.unpublish()
    Staff.objects.filter(pk=other.pk).update(active=active)
    assert tell_of_classes() == 0


def test_an_assignment_by_hand_without_a_first_day_sends_a_mail(
    client: Client, district: District, other: Staff
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    boxes = {"classroom": district.classroom.pk, "staff": other.pk, "part": "substitute"}
    answer = client.post(reverse("class-assignments:add"), {**boxes, "starts_on": "", "until": ""})
    assert answer.status_code == 302, answer.context["form"].errors
    row = ClassroomTeacher.objects.get(staff=other)
    tell_of_classes(given=[row.pk])
    (mail,) = mails_to(other)
    assert mail.subject == "You substitute in Math 3"
    assert "You substitute until someone is found." in mail.content.text
    third = make_staff((Role.TEACHER, district.school), given_name="Ida", family_name="Moon")
    edit = reverse("class-assignments:edit", args=[row.pk])
    client.post(edit, {**boxes, "staff": third.pk, "starts_on": "", "until": ""})
    row.refresh_from_db()
    assert row.staff_id == third.pk
    tell_of_classes(given=[row.pk])
    assert len(mails_to(third)) == 1
