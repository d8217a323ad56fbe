"""What families read, and get, after a teacher has left in mid-year."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from classroom.assignments import services
from classroom.models import ClassroomTeacher
from classroom.presentation.agenda import classes_covered
from district_cms.people.leaving import holdings_of
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from notifications import sources
from notifications.models import Subscriber, Subscription
from notifications.sources.classes import directory
from notifications.sources.following import following_class
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def successor(district: District) -> Staff:
    return make_staff((Role.TEACHER, district.school), given_name="Noor", family_name="Haddad")


def leaves(district: District, successor: Staff | None = None) -> None:
    """Ms. Rivera left yesterday."""
    ClassroomTeacher.objects.get_or_create(
        classroom=district.classroom, staff=district.teacher_staff
    )
    district.teacher_page.introduction = "<p>I teach grade 3 with a workbench.</p>"
    district.teacher_page.save()
    Staff.objects.filter(pk=district.teacher_staff.pk).update(phone="406-555-0143")
    services.leave_for_good(
        staff=district.teacher_staff,
        last_day=timezone.localdate() - DAY,
        successors={district.classroom.pk: successor} if successor else {},
        part="lead",
        actor=make_account(Role.ADMINISTRATOR),
    )


def test_the_page_of_a_teacher_who_left_says_so_and_links_to_the_classes(
    client: Client, district: District, successor: Staff
) -> None:
    leaves(district, successor)
    read = client.get(district.teacher_page.get_url()).text
    assert f"{district.teacher_page.title} is no longer at this school." in read
    assert district.classroom.get_url() in read
    for gone in ("406-555-0143", "mailto:" + district.teacher_staff.email, "workbench"):
        assert gone not in read.split("<main")[1]
    assert "schedule is ready" not in read


def test_the_school_does_not_list_people_who_left(
    client: Client, district: District, successor: Staff
) -> None:
    leaves(district, successor)
    read = client.get(district.school.get_url()).text
    assert "No class pages this year yet" not in read
    assert f"teacher-{district.teacher_page.slug}" not in read


def test_a_class_without_a_teacher_is_on_the_page_of_the_school(
    client: Client, district: District
) -> None:
    leaves(district)
    read = client.get(district.school.get_url()).text
    assert district.classroom.get_url() in read
    assert "No longer at this school" in read
    assert district.classroom.get_url() in client.get(district.teacher_page.get_url()).text


def test_families_who_followed_the_teacher_still_get_the_classes(
    district: District, successor: Staff, today: dt.date
) -> None:
    key = district.teacher_page.translation_key
    room = district.classroom.translation_key
    Subscription.objects.create(
        subscriber=Subscriber.objects.create(), scope="teacher", page_uuid=key
    )
    assert any("go on following" in each for each in holdings_of(district.teacher_staff))
    leaves(district, successor)
    assert directory(today).covered("teacher", key) == (room,)
    own_page = classes_covered([("teacher", key)], today)
    assert [one.page for one in own_page["teacher", key]] == [room]
    assert Subscription.objects.filter(following_class(district.classroom, today)).exists()
    assert [place.page for place in sources.of_teacher(key)] == [key, room]


def test_a_class_that_changed_teachers_earlier_is_not_among_them(
    district: District, successor: Staff, today: dt.date
) -> None:
    """It stays below the page of its first teacher, whose followers no longer got it."""
    key = district.teacher_page.translation_key
    moved = make_classroom(district.teacher_page, title="Science 3")
    moved.teaching.update(until=today - 60 * DAY)
    ClassroomTeacher.objects.create(classroom=moved, staff=successor, starts_on=today - 59 * DAY)
    leaves(district, successor)
    room = district.classroom.translation_key
    assert directory(today).covered("teacher", key) == (room,)
    assert [one.page for one in classes_covered([("teacher", key)], today)["teacher", key]] == [
        room
    ]
    assert [place.page for place in sources.of_teacher(key)] == [key, room]
    Subscription.objects.create(
        subscriber=Subscriber.objects.create(), scope="teacher", page_uuid=key
    )
    assert not Subscription.objects.filter(following_class(moved, today)).exists()
    assert Subscription.objects.filter(following_class(district.classroom, today)).exists()


def test_followers_of_the_teacher_still_get_a_class_without_a_teacher(
    district: District, today: dt.date
) -> None:
    key = district.teacher_page.translation_key
    leaves(district)
    assert directory(today).covered("teacher", key) == (district.classroom.translation_key,)
