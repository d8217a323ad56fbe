"""Two who leave give one class to the same person: it is theirs once, and stays theirs while one of
the two still leaves."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.assignments import services
from classroom.models import ClassroomPage, ClassroomTeacher
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.web.times import weekday_text
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def first(district: District) -> Staff:
    """The teacher of two classes."""
    staff: Staff = district.teacher_staff
    for classroom in (district.classroom, own_class(district)):
        ClassroomTeacher.objects.get_or_create(classroom=classroom, staff=staff)
    return staff


@pytest.fixture
def second(district: District) -> Staff:
    """A co-teacher of one of them."""
    staff = make_staff((Role.TEACHER, district.school), given_name="Bo", family_name="Lind")
    ClassroomTeacher.objects.create(classroom=district.classroom, staff=staff, part="co-teacher")
    return staff


@pytest.fixture
def successor(district: District) -> Staff:
    return make_staff((Role.TEACHER, district.school), given_name="Noor", family_name="Haddad")


def own_class(district: District) -> ClassroomPage:
    found = ClassroomPage.objects.filter(title="Science 3").first()
    return found or make_classroom(district.teacher_page, title="Science 3")


def rows_of(staff: Staff, classroom: ClassroomPage) -> list[tuple[str, Any, Any]]:
    rows = ClassroomTeacher.objects.filter(staff=staff, classroom=classroom)
    begun = F("starts_on").asc(nulls_first=True)
    return [(row.part, row.starts_on, row.until) for row in rows.order_by(begun, "pk")]


def leaves(staff: Staff, last_day: dt.date, successor: Staff, part: str = "lead") -> None:
    staff.refresh_from_db()
    classes = staff.teaching.values_list("classroom_id", flat=True)
    services.leave_for_good(
        staff=staff,
        last_day=last_day,
        successors=dict.fromkeys(classes, successor),
        part=part,
        actor="office",
    )


def stays(staff: Staff) -> None:
    assert services.stay(staff=staff, actor="office")


def test_the_steps_and_the_way_back_say_that_the_other_one_leaves_as_well(
    client: Client, district: District, first: Staff, second: Staff, successor: Staff
) -> None:
    today = timezone.localdate()
    client.force_login(make_account(Role.ADMINISTRATOR))
    address = reverse("classroom_leaving", args=[first.pk])
    shared, own = district.classroom.pk, own_class(district).pk
    sent = {
        "part": "lead",
        f"class_{shared}": successor.pk,
        f"class_{own}": successor.pk,
    }

    leaves(second, today + 5 * DAY, successor)
    later = client.post(address, sent | {"last_day": str(today + 9 * DAY)}).context["steps"]
    since = weekday_text(today + 6 * DAY)
    assert later[0] == (
        f"Math 3: Noor Haddad has it by then already, from {since} on (also leaving: Bo Lind). "
        "It stays one assignment."
    )
    assert "from the day after" in later[1]

    earlier = client.post(address, sent | {"last_day": str(today + 2 * DAY)}).context["steps"]
    assert "who was to have it later (also leaving: Bo Lind)" in earlier[0]

    leaves(first, today + 9 * DAY, successor)
    form = client.get(address)
    assert form.context["form"][f"class_{shared}"].initial == str(successor.pk)
    assert form.context["decided"] == [
        f"Math 3: Noor Haddad keeps it, from {since} (also leaving: Bo Lind)",
        f"Science 3: Noor Haddad, from {weekday_text(today + 10 * DAY)}",
    ]
    assert weekday_text(today + 9 * DAY) in form.text


def test_who_has_the_class_already_is_said_to_keep_it(
    client: Client, district: District, first: Staff, second: Staff
) -> None:
    ClassroomTeacher.objects.filter(staff=second).update(part="lead")
    client.force_login(make_account(Role.ADMINISTRATOR))
    sent = {
        "part": "lead",
        "last_day": str(timezone.localdate() + DAY),
        f"class_{district.classroom.pk}": second.pk,
    }
    steps = client.post(reverse("classroom_leaving", args=[first.pk]), sent).context["steps"]
    assert steps[0] == "Math 3: Bo Lind has it already, and keeps it."
