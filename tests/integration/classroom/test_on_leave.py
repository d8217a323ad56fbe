"""A teacher on leave with a substitute: in which classes, on which days, and who gets reminders."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.assignments import services
from classroom.models import ClassroomTeacher, Leave
from classroom.reminders.rules import who_is_reminded
from classroom.reminders.selectors import _teaching
from classroom.school import glance_at
from district_cms.people.leaving import end_accounts_due
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account, make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def successor(district: District) -> Staff:
    return make_staff((Role.TEACHER, district.school), given_name="Noor", family_name="Haddad")


def of(staff: Staff) -> ClassroomTeacher:
    return ClassroomTeacher.objects.get(staff=staff)


def reminded(district: District) -> frozenset[int]:
    return who_is_reminded(_teaching([district.classroom.pk])[district.classroom.pk])


def test_a_teacher_on_leave_with_a_substitute_gets_no_reminders_and_the_principal_reads_why(
    client: Client, district: District, teaching: ClassroomTeacher, successor: Staff
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    address = reverse("classroom_leave", args=[district.teacher_staff.pk])
    today = timezone.localdate()
    days = {"first_day": today.isoformat(), "last_day": (today + 9 * DAY).isoformat()}
    assert reminded(district) == {district.teacher.pk}
    client.post(address, {**days, "substitute": ""})
    assert reminded(district) == {district.teacher.pk}
    client.post(address, {**days, "substitute": successor.pk})
    assert successor.user is not None
    assert reminded(district) == {successor.user.pk}
    assert (of(successor).part, of(successor).until) == ("substitute", today + 9 * DAY)
    (row,) = [row for row in glance_at(district.school).rows if row.away]
    assert "Elena Rivera is on leave until" in row.away[0]
    assert "Noor Haddad substitutes" in row.away[0]
    client.post(address, {"back": "1"})
    assert not Leave.objects.exists()
    assert reminded(district) == {district.teacher.pk}
    assert not ClassroomTeacher.objects.filter(staff=successor).exists()


def test_a_class_handed_to_a_person_on_leave_gets_the_substitute(
    client: Client, district: District, teaching: ClassroomTeacher, successor: Staff, clock: Clock
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    substitute = make_staff((Role.TEACHER, district.school), given_name="Emrys")
    today = timezone.localdate()
    services.be_on_leave(
        staff=successor,
        first_day=today - DAY,
        last_day=today + 21 * DAY,
        substitute=substitute,
        actor=None,
    )
    address = reverse("classroom_leaving", args=[district.teacher_staff.pk])
    sent: dict[str, Any] = {
        "last_day": (today + 3 * DAY).isoformat(),
        "part": "lead",
        f"class_{district.classroom.pk}": successor.pk,
    }
    preview = client.post(address, sent)
    assert f"{substitute.full_name} substitutes in these classes, too." in preview.text
    client.post(address, {**sent, "shown": preview.context["shown"]})
    clock(f"{today + 4 * DAY} 00:30")
    end_accounts_due(today=today + 4 * DAY)
    row = of(substitute)
    assert (row.part, row.classroom) == ("substitute", district.classroom)
    assert (row.starts_on, row.until) == (today + 4 * DAY, today + 21 * DAY)


def test_a_class_assigned_to_a_person_on_leave_gets_the_substitute(
    client: Client, district: District, successor: Staff
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    substitute = make_staff((Role.TEACHER, district.school), given_name="Emrys")
    today = timezone.localdate()
    services.be_on_leave(
        staff=successor, first_day=today, last_day=today + DAY, substitute=substitute, actor=None
    )
    assigned = {"classroom": district.classroom.pk, "staff": successor.pk, "part": "lead"}
    client.post(reverse("class-assignments:add"), assigned)
    assert of(successor).classroom == district.classroom
    assert (of(substitute).starts_on, of(substitute).until) == (today, today + DAY)


def test_a_substitute_who_leaves_has_no_class_after_the_last_day(
    district: District, teaching: ClassroomTeacher, successor: Staff, clock: Clock
) -> None:
    today = timezone.localdate()
    substitute = make_staff((Role.TEACHER, district.school), given_name="Emrys")
    Staff.objects.filter(pk=substitute.pk).update(last_day=today + 5 * DAY)
    away: dict[str, Any] = {"first_day": today, "last_day": today + 21 * DAY, "actor": None}
    services.be_on_leave(staff=successor, substitute=Staff.objects.get(pk=substitute.pk), **away)
    services.leave_for_good(
        staff=district.teacher_staff,
        last_day=today + 3 * DAY,
        successors={district.classroom.pk: successor},
        part="lead",
        actor=None,
    )
    clock(f"{today + 4 * DAY} 00:30")
    end_accounts_due(today=today + 4 * DAY)
    assert (of(substitute).starts_on, of(substitute).until) == (today + 4 * DAY, today + 5 * DAY)


def test_a_substitute_who_hands_a_class_to_the_person_on_leave_no_longer_has_it(
    district: District, teaching: ClassroomTeacher, successor: Staff
) -> None:
    today = timezone.localdate()
    away: dict[str, Any] = {"first_day": today, "last_day": today + 21 * DAY, "actor": None}
    services.be_on_leave(staff=successor, substitute=district.teacher_staff, **away)
    last_day = today + 3 * DAY
    services.leave_for_good(
        staff=district.teacher_staff,
        last_day=last_day,
        successors={district.classroom.pk: successor},
        part="lead",
        actor=None,
    )
    own = ClassroomTeacher.objects.filter(staff=district.teacher_staff)
    assert [row.until for row in own] == [last_day]


@pytest.mark.parametrize("how", ["edit", "delete"])
def test_a_teacher_who_loses_a_class_has_no_substitute_in_it(
    client: Client, district: District, teaching: ClassroomTeacher, successor: Staff, how: str
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    substitute = make_staff((Role.TEACHER, district.school), given_name="Emrys")
    today = timezone.localdate()
    services.be_on_leave(
        staff=district.teacher_staff,
        first_day=today,
        last_day=today + 21 * DAY,
        substitute=substitute,
        actor=None,
    )
    assert of(substitute).classroom == district.classroom
    given = {"classroom": district.classroom.pk, "staff": successor.pk, "part": "lead"}
    client.post(reverse(f"class-assignments:{how}", args=[teaching.pk]), given)
    assert not ClassroomTeacher.objects.filter(staff=district.teacher_staff).exists()
    assert not ClassroomTeacher.objects.filter(staff=substitute).exists()
