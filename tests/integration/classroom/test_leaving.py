"""A teacher leaves in mid-year in one guided step."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from classroom.assignments import services
from classroom.models import ClassroomTeacher, TeacherPage
from district_cms.audit_log.models import AuditEntry
from district_cms.people.leaving import end_accounts_due
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.richtext import SHORT_FEATURES
from tests.factories.district import District
from tests.factories.people import fresh, make_account, make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def successor(district: District) -> Staff:
    return make_staff((Role.TEACHER, district.school), given_name="Noor", family_name="Haddad")


def of(staff: Staff) -> ClassroomTeacher:
    return ClassroomTeacher.objects.get(staff=staff)


def test_an_administrator_sees_all_effects_before_confirming_them(
    client: Client, district: District, teaching: ClassroomTeacher, successor: Staff, clock: Clock
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    address = reverse("classroom_leaving", args=[district.teacher_staff.pk])
    assert address in client.get(reverse("staff:edit", args=[district.teacher_staff.pk])).text
    opened = client.get(address)
    assert "1 class" in opened.text
    last = timezone.localdate() + 3 * DAY
    sent: dict[str, Any] = {
        "last_day": last.isoformat(),
        "part": "lead",
        f"class_{district.classroom.pk}": successor.pk,
    }
    preview = client.post(address, sent)
    assert "Noor Haddad" in preview.text
    assert Staff.objects.get(pk=district.teacher_staff.pk).last_day is None
    client.post(address, {**sent, "shown": "of another preview"})
    assert not ClassroomTeacher.objects.filter(staff=successor).exists()
    client.post(address, {**sent, "shown": preview.context["shown"]})
    teacher = Staff.objects.get(pk=district.teacher_staff.pk)
    assert (teacher.last_day, teacher.active) == (last, True)
    assert of(teacher).until == last
    assert [row.until for row in teacher.roles.all()] == [last]
    entry = AuditEntry.objects.get(action="people.leaves")
    assert entry.data["classes"] == ["Math 3: Noor Haddad"]
    # Until then nothing has ended; the night after, everything has.
    clock(f"{last} 00:30")
    assert end_accounts_due(today=last) == 0
    assert not ClassroomTeacher.objects.filter(staff=successor).exists()
    clock(f"{last + DAY} 00:30")
    assert end_accounts_due(today=last + DAY) == 1
    assert (of(successor).part, of(successor).starts_on) == ("lead", last + DAY)
    account = fresh(district.teacher)
    assert not account.is_active
    assert not account.groups.exists()
    assert not Staff.objects.get(pk=teacher.pk).active
    assert end_accounts_due(today=last + DAY) == 0


def test_a_new_last_day_moves_the_ends_set_by_the_first_one(
    district: District, teaching: ClassroomTeacher, successor: Staff
) -> None:
    today = timezone.localdate()
    for last in (today + DAY, today + 5 * DAY):
        services.leave_for_good(
            staff=district.teacher_staff,
            last_day=last,
            successors={district.classroom.pk: successor},
            part="substitute",
            actor="office",
        )
    teacher = Staff.objects.get(pk=district.teacher_staff.pk)
    assert of(teacher).until == teacher.last_day == today + 5 * DAY
    assert [row.until for row in teacher.roles.all()] == [today + 5 * DAY]


def test_only_people_who_may_manage_the_account_end_it_and_never_their_own(
    client: Client, district: District
) -> None:
    administrator = make_account(Role.ADMINISTRATOR)
    root = make_staff((Role.TEACHER, district.school))
    type(administrator).objects.filter(staff=root).update(is_superuser=True)
    own = Staff.objects.get(user=administrator)
    client.force_login(administrator)
    for staff in (root, own):
        for name in ("classroom_leaving", "classroom_leave"):
            assert client.get(reverse(name, args=[staff.pk])).status_code == 302
    client.force_login(district.principal)
    for name in ("classroom_leaving", "classroom_leave"):
        answer = client.get(reverse(name, args=[district.teacher_staff.pk]))
        assert answer.status_code == 302


def test_a_teacher_page_without_a_title_uses_the_name_of_the_staff_record(
    client: Client, district: District, successor: Staff
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    address = reverse(
        "wagtailadmin_pages:add", args=["classroom", "teacherpage", district.school.pk]
    )
    introduction = rich_text("<p>Welcome.</p>", features=SHORT_FEATURES)
    fields = {"title": "", "staff": successor.pk, "introduction": introduction, "language": ""}
    sent = nested_form_data({**fields, "slug": "", "comments": inline_formset([])})
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    page = TeacherPage.objects.get(staff=successor)
    assert (page.title, page.slug) == ("Noor Haddad", "noor-haddad")


def test_a_new_last_day_keeps_an_end_that_was_already_planned_for_the_first(
    district: District, teaching: ClassroomTeacher
) -> None:
    staff, today = district.teacher_staff, timezone.localdate()
    ClassroomTeacher.objects.filter(pk=teaching.pk).update(until=today + 9 * DAY)
    staff.roles.update(until=today + 9 * DAY)
    for days in (9, 20, 5, 30):
        staff = Staff.objects.get(pk=staff.pk)
        last = today + days * DAY
        services.leave_for_good(staff=staff, last_day=last, successors={}, part="", actor=None)
        ends = min(last, today + 9 * DAY)
        assert of(staff).until == ends
        assert [row.until for row in Staff.objects.get(pk=staff.pk).roles.all()] == [ends]


def test_canceling_restores_everything_for_the_person_and_the_successor(
    client: Client, district: District, teaching: ClassroomTeacher, successor: Staff, clock: Clock
) -> None:
    staff, last = district.teacher_staff, timezone.localdate() + 3 * DAY
    chosen = {district.classroom.pk: successor}
    services.leave_for_good(
        staff=staff, last_day=last, successors=chosen, part="lead", actor="admin"
    )
    client.force_login(make_account(Role.ADMINISTRATOR))
    address = reverse("classroom_leaving", args=[staff.pk])
    offered = client.get(address).text
    assert f"Take it back: {staff.full_name} stays" in offered
    assert "Math 3: Noor Haddad, from" in offered
    assert client.post(address, {"stays": "1"}).status_code == 302
    staff = Staff.objects.get(pk=staff.pk)
    assert (staff.last_day, of(staff).until) == (None, None)
    assert [row.until for row in staff.roles.all()] == [None]
    assert not ClassroomTeacher.objects.filter(staff=successor).exists()
    entry = AuditEntry.objects.get(action="people.stays")
    assert (entry.data["last_day"], entry.data["classes"]) == (str(last), ["Math 3: Noor Haddad"])
    again = client.post(address, {"stays": "1"}, follow=True)
    assert "There is no last day to take back." in again.text
    clock(f"{last + DAY} 00:30")
    assert end_accounts_due(today=last + DAY) == 0
    assert "Take it back" not in client.get(address).text


def test_the_last_day_cannot_be_canceled_once_it_is_over(
    district: District, teaching: ClassroomTeacher
) -> None:
    yesterday = timezone.localdate() - DAY
    Staff.objects.filter(pk=district.teacher_staff.pk).update(last_day=yesterday)
    assert not services.stay(staff=district.teacher_staff, actor="office")
    assert Staff.objects.get(pk=district.teacher_staff.pk).last_day == yesterday
