"""A teacher leaves in mid-year in one guided step, or is away and has a substitute."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from classroom.assignments import services
from classroom.assignments.giving import give_for_leave
from classroom.models import ClassroomTeacher, Leave, TeacherPage
from classroom.reminders.rules import who_is_reminded
from classroom.reminders.selectors import _teaching
from classroom.school.selectors import glance_at
from district_cms.audit_log.models import AuditEntry
from district_cms.people.leaving.services import end_accounts_due
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.people.staff_file.importer import StaffImporter
from district_cms.schools.richtext import SHORT_FEATURES
from tests.factories.district import District
from tests.factories.people import fresh, make_account, make_staff

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def teaching(district: District) -> ClassroomTeacher:
    row, _made = ClassroomTeacher.objects.get_or_create(
        classroom=district.classroom, staff=district.teacher_staff
    )
    return row


@pytest.fixture
def successor(district: District) -> Staff:
    return make_staff((Role.TEACHER, district.school), given_name="Noor", family_name="Haddad")


def of(staff: Staff) -> ClassroomTeacher:
    return ClassroomTeacher.objects.get(staff=staff)


def test_an_administrator_sees_what_happens_before_it_is_done_and_all_of_it_is(
    client: Client, district: District, teaching: ClassroomTeacher, successor: Staff
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
    assert (of(successor).part, of(successor).starts_on) == ("lead", last + DAY)
    entry = AuditEntry.objects.get(action="people.leaves")
    assert entry.data["classes"] == ["Math 3: Noor Haddad"]
    # Until then nothing has ended, and the night after everything.
    assert end_accounts_due(today=last) == 0
    assert end_accounts_due(today=last + DAY) == 1
    account = fresh(district.teacher)
    assert not account.is_active
    assert not account.groups.exists()
    assert not Staff.objects.get(pk=teacher.pk).active
    assert end_accounts_due(today=last + DAY) == 0


def test_another_last_day_moves_what_the_first_one_had_ended(
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


def test_someone_who_left_last_week_is_ended_at_once(
    district: District, teaching: ClassroomTeacher
) -> None:
    services.leave_for_good(
        staff=district.teacher_staff,
        last_day=timezone.localdate() - 7 * DAY,
        successors={},
        part="lead",
        actor="office",
    )
    assert not fresh(district.teacher).is_active


def test_a_step_that_breaks_off_leaves_everything_as_it_was(
    district: District,
    teaching: ClassroomTeacher,
    successor: Staff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(**_said: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(services, "set_last_day", broken)
    with pytest.raises(RuntimeError):
        services.leave_for_good(
            staff=district.teacher_staff,
            last_day=timezone.localdate(),
            successors={district.classroom.pk: successor},
            part="lead",
            actor="office",
        )
    assert of(district.teacher_staff).until is None
    assert not ClassroomTeacher.objects.filter(staff=successor).exists()


def test_only_who_may_manage_the_account_sees_someone_off_and_nobody_themselves(
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


def reminded(district: District) -> frozenset[int]:
    return who_is_reminded(_teaching([district.classroom.pk])[district.classroom.pk])


def test_a_teacher_on_leave_with_a_substitute_is_not_reminded_and_the_principal_reads_why(
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


def test_a_leave_that_begins_later_changes_nothing_today(
    district: District, teaching: ClassroomTeacher, successor: Staff
) -> None:
    first = timezone.localdate() + 5 * DAY
    services.be_on_leave(
        staff=district.teacher_staff,
        first_day=first,
        last_day=first + 5 * DAY,
        substitute=successor,
        actor="office",
    )
    assert reminded(district) == {district.teacher.pk}
    assert ClassroomTeacher.objects.current(first).filter(staff=successor).exists()


def test_who_teaches_the_class_anyway_keeps_it_when_the_leave_is_over(
    district: District, teaching: ClassroomTeacher, successor: Staff
) -> None:
    row = ClassroomTeacher.objects.create(
        classroom=district.classroom, staff=successor, part="co-teacher"
    )
    today = timezone.localdate()
    leave = services.be_on_leave(
        staff=district.teacher_staff,
        first_day=today,
        last_day=today,
        substitute=successor,
        actor="office",
    )
    assert reminded(district) == {successor.user_id}
    services.be_back(leave=leave, actor="office")
    row.refresh_from_db()
    assert (row.part, row.until) == ("co-teacher", None)


def test_a_teacher_page_without_a_name_has_that_of_the_staff_record(
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


def test_another_last_day_keeps_an_end_that_was_planned_for_the_first_one(
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


def test_who_stays_after_all_has_everything_as_before_and_so_has_the_successor(
    client: Client, district: District, teaching: ClassroomTeacher, successor: Staff
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
    assert end_accounts_due(today=last + DAY) == 0
    assert "Take it back" not in client.get(address).text


def test_who_is_gone_by_a_staff_file_has_no_class_from_tomorrow_on(
    district: District, teaching: ClassroomTeacher
) -> None:
    importer = StaffImporter(None, replace=True, shorter=True)
    line = "Noor,Haddad,noor.haddad@larkspur.example,Teacher,,,"
    head = "first name,last name,email,title,school,role,roster id"
    importer.apply(importer.read("staff.csv", f"{head}\n{line}".encode()))
    assert of(district.teacher_staff).until == timezone.localdate()
    entry = AuditEntry.objects.get(action="people.classes_ended")
    assert entry.data["classes"] == ["Math 3: Elena Rivera"]


def test_the_last_day_cannot_be_taken_back_once_it_is_over(
    district: District, teaching: ClassroomTeacher
) -> None:
    yesterday = timezone.localdate() - DAY
    Staff.objects.filter(pk=district.teacher_staff.pk).update(last_day=yesterday)
    assert not services.stay(staff=district.teacher_staff, actor="office")
    assert Staff.objects.get(pk=district.teacher_staff.pk).last_day == yesterday


def test_whoever_substitutes_without_a_page_is_not_called_up_by_families(
    client: Client, district: District, teaching: ClassroomTeacher, successor: Staff
) -> None:
    Staff.objects.filter(pk=successor.pk).update(phone="(555) 555-0142")
    Staff.objects.filter(pk=district.teacher_staff.pk).update(phone="(555) 555-0143")
    district.classroom.teaching.create(staff=successor, part="substitute")
    assert "555-0143" in client.get(district.classroom.url).text
    ClassroomTeacher.objects.filter(pk=teaching.pk).delete()
    page = client.get(district.classroom.url).text
    assert "Noor Haddad" in page
    assert "555-014" not in page


def test_a_list_of_class_assignments_says_school_and_year(
    client: Client, district: District, teaching: ClassroomTeacher
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    page = client.get(reverse("class-assignments:index")).text
    for said in (district.school.title, district.classroom.school_year.name):
        assert said in page


def test_who_gets_a_class_while_away_has_the_substitute_in_it_too(
    client: Client, district: District, teaching: ClassroomTeacher, successor: Staff
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
    row = of(substitute)
    assert (row.part, row.classroom) == ("substitute", district.classroom)
    assert (row.starts_on, row.until) == (today + 4 * DAY, today + 21 * DAY)
    client.post(address, {"stays": "1"})
    assert not ClassroomTeacher.objects.filter(staff=substitute).exists()


def test_a_class_assigned_to_who_is_away_has_the_substitute_too(
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


def test_a_substitute_who_leaves_has_no_class_after_their_last_day(
    district: District, teaching: ClassroomTeacher, successor: Staff
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
    assert (of(substitute).starts_on, of(substitute).until) == (today + 4 * DAY, today + 5 * DAY)


def test_who_gives_a_class_to_whom_they_substitute_for_has_it_no_more(
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
def test_who_has_a_class_no_more_has_no_substitute_in_it(
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


def test_days_on_which_someone_has_substituted_stay_on_record(
    district: District, teaching: ClassroomTeacher, successor: Staff
) -> None:
    """A leave was over before someone's leaving was taken back: those were days all the same."""
    today = timezone.localdate()
    substitute = make_staff((Role.TEACHER, district.school), given_name="Emrys")
    leave = Leave.objects.create(
        staff=successor,
        first_day=today - 9 * DAY,
        last_day=today - 5 * DAY,
        substitute=substitute,
    )
    ClassroomTeacher.objects.create(
        classroom=district.classroom, staff=successor, part="co-teacher"
    )
    give_for_leave(leave)
    assert of(substitute).until == today - 5 * DAY
    services.leave_for_good(
        staff=district.teacher_staff,
        last_day=today + 3 * DAY,
        successors={district.classroom.pk: successor},
        part="lead",
        actor=None,
    )
    assert services.stay(staff=district.teacher_staff, actor=None)
    assert of(substitute).until == today - 5 * DAY
