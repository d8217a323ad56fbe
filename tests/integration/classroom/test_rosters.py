"""A delivery of the student information system: its plan, its rows, its pages, its undo."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import OrmQ

from classroom import tasks as tasks_of_classroom
from classroom.models import (
    ClassroomPage,
    ClassroomTeacher,
    RosterDelivery,
    RosterPage,
    RosterSection,
    TeacherPage,
)
from classroom.rosters import services
from classroom.rosters.pages import make_pages
from classroom.rosters.services import apply_delivery, clean_up, read, stage, undo_delivery
from district_cms.imports.importer import ImportRefused, PlanChanged
from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories.district import District
from tests.factories.pages import make_school_year, make_update, update_content
from tests.factories.people import make_staff
from tests.factories.rosters import Delivery, small_delivery
from tests.integration.conftest import Clock

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

Bring = Callable[..., RosterDelivery]


@pytest.fixture
def planned(district: District, tmp_path: Path) -> Bring:
    """Stages a delivery."""

    def plan(delivery: Delivery) -> RosterDelivery:
        folder = delivery.write(tmp_path / str(len(list(tmp_path.iterdir()))))
        return stage(read(folder, folder.name), name="roster.zip", actor=None)

    return plan


@pytest.fixture
def bring(planned: Bring) -> Bring:
    """Stages a delivery, applies it and makes its pages."""

    def bring_in(delivery: Delivery) -> RosterDelivery:
        applied = apply_delivery(delivery=planned(delivery), actor=None)
        make_all_pages()
        return applied

    return bring_in


def make_all_pages() -> None:
    for school in RosterPage.objects.values_list("school", flat=True).distinct():
        make_pages(school_id=school)


def classes() -> dict[str, list[str]]:
    """{live class page of the roster: who has it today, the one who leads first}."""
    pages = ClassroomPage.objects.live().exclude(roster_page=None).order_by("title", "pk")
    return {
        page.title: [
            row.staff.given_name
            for row in ClassroomTeacher.objects.current()
            .filter(classroom=page)
            .order_by("-part", "pk")
        ]
        for page in pages
    }


def line(delivery: RosterDelivery, school: str = "Lincoln High") -> dict[str, Any]:
    (found,) = [each for each in delivery.plan["schools"] if each["title"] == school]
    return {
        what: {kind: number for kind, number in found[what].items() if number}
        for what in ("staff", "classes")
    }


def test_an_empty_district_gets_its_school_staff_and_pages(bring: Bring) -> None:
    delivery = bring(small_delivery())
    assert line(delivery) == {"staff": {"new": 2}, "classes": {"new": 4}}
    assert delivery.plan["new_schools"] == ["Lincoln High"]
    school = SchoolPage.objects.live().get(source_id="s")
    assert school.kind == "high"
    assert classes() == {"Algebra 1": ["Elena", "Noor"], "Art": ["Noor"]}
    rivera = Staff.objects.get(source_id="rivera")
    assert rivera.role_names == "Teacher"
    assert rivera.user is not None
    teacher_page = TeacherPage.objects.child_of(school).live().get(staff=rivera)
    (algebra,) = ClassroomPage.objects.child_of(teacher_page).specific()
    assert algebra.subject == "math"
    assert algebra.grade_levels == ["09"]
    assert algebra.school_year.name == "2026-27"
    assert algebra.starts_on == timezone.localdate(), "no posting day before today is owed"


def test_students_are_neither_staged_nor_stored(planned: Bring) -> None:
    delivery = planned(small_delivery())
    assert "Haddad" in delivery.staged
    assert "Lopez" not in delivery.staged + str(delivery.plan)
    applied = apply_delivery(delivery=delivery, actor=None)
    assert applied.staged == ""
    assert not Staff.objects.filter(family_name="Lopez").exists()


def test_the_same_delivery_again_changes_nothing(bring: Bring, planned: Bring) -> None:
    bring(small_delivery())
    pages = list(ClassroomPage.objects.values_list("pk", "latest_revision"))
    again = planned(small_delivery())
    assert line(again) == {"staff": {"untouched": 2}, "classes": {"untouched": 4}}
    apply_delivery(delivery=again, actor=None)
    assert not RosterPage.objects.filter(pending=True).exists()
    assert list(ClassroomPage.objects.values_list("pk", "latest_revision")) == pages


def test_a_section_moves_to_another_teacher_and_the_page_keeps_its_address(bring: Bring) -> None:
    bring(small_delivery())
    art = ClassroomPage.objects.get(title="Art")
    moved = small_delivery()
    for row in moved.rows["enrollments"]:
        if row["classSourcedId"] == "4":
            row["userSourcedId"] = "rivera"
    delivery = bring(moved)
    assert line(delivery)["classes"] == {"moved": 1, "untouched": 3}
    assert classes()["Art"] == ["Elena"]
    assert ClassroomPage.objects.get(title="Art").url_path == art.url_path


def test_a_title_follows_the_roster_until_a_teacher_edits_it(bring: Bring) -> None:
    bring(small_delivery())
    page = ClassroomPage.objects.get(title="Art")
    page.title = "Drawing with Ms. Haddad"
    page.save_revision().publish()
    renamed = small_delivery()
    for row in renamed.rows["courses"]:
        row["title"] = {"Art": "Art Foundations", "Algebra 1": "Algebra I"}.get(
            row["title"], row["title"]
        )
    bring(renamed)
    assert set(classes()) == {"Drawing with Ms. Haddad", "Algebra I"}


def test_a_draft_that_a_teacher_has_begun_is_not_published_by_the_roster(bring: Bring) -> None:
    bring(small_delivery())
    draft = ClassroomPage.objects.get(title="Art").get_latest_revision_as_object()
    draft.introduction = "<p>Not ready.</p>"
    draft.save_revision()
    renamed = small_delivery()
    renamed.rows["courses"][1]["title"] = "Art Foundations"
    bring(renamed)
    page = ClassroomPage.objects.live().get(title="Art")
    latest = page.get_latest_revision_as_object()
    assert (latest.title, latest.introduction) == ("Art Foundations", "<p>Not ready.</p>")


def test_a_title_that_the_gate_asks_about_stays_a_draft(bring: Bring) -> None:
    delivery = small_delivery()
    delivery.course("r", "Reading intervention: Jayden B.")
    delivery.section("5", "Reading", ["rivera"], course="r")
    bring(delivery)
    page = ClassroomPage.objects.get(title__startswith="Reading")
    assert not page.live
    assert not RosterPage.objects.get(classroom=page).pending, "it is not tried each night"


def test_a_section_that_leaves_ends_its_page(
    district: District, bring: Bring, clock: Clock
) -> None:
    delivery = small_delivery()
    bring(delivery)
    art = ClassroomPage.objects.get(title="Art")
    update = make_update(art, **update_content(district.curriculum))
    clock("2026-12-01 09:00")
    shorter = small_delivery()
    shorter.rows["classes"] = [row for row in shorter.rows["classes"] if row["sourcedId"] == "2"]
    shorter.rows["enrollments"] = [
        row for row in shorter.rows["enrollments"] if row["classSourcedId"] == "2"
    ]
    bring(shorter)
    art.refresh_from_db()
    update.refresh_from_db()
    assert art.live
    assert art.ends_on == dt.date(2026, 11, 30), "no posting day after this is owed"
    assert update.live
    assert classes()["Art"] == []
    bring(small_delivery())
    assert ClassroomPage.objects.get(title="Art").ends_on is None
    assert classes()["Art"] == ["Noor"]


def test_a_class_whose_teacher_left_keeps_its_page_until_someone_comes(
    bring: Bring, clock: Clock
) -> None:
    bring(small_delivery())
    clock("2026-11-11 09:00")
    vacant = small_delivery()
    vacant.rows["users"] = [row for row in vacant.rows["users"] if row["sourcedId"] != "haddad"]
    vacant.rows["enrollments"] = [
        row for row in vacant.rows["enrollments"] if row["userSourcedId"] != "haddad"
    ]
    bring(vacant)
    clock("2026-11-12 09:00")
    assert classes()["Art"] == []
    vacant.person("lee", name="Kim Lee")
    vacant.enroll("4", "lee", primary=True)
    bring(vacant)
    assert classes()["Art"] == ["Kim"]


def test_pages_of_a_year_that_is_over_stay_as_they_are(bring: Bring, clock: Clock) -> None:
    bring(small_delivery())
    make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 9))
    clock("2027-08-16 09:00")
    new_year = small_delivery()
    new_year.rows["academicSessions"][0] |= {"startDate": "2027-08-30", "endDate": "2028-06-09"}
    for file, column in (("classes", "sourcedId"), ("enrollments", "classSourcedId")):
        for row in new_year.rows[file]:
            row[column] = f"{row[column]}-28"
    delivery = bring(new_year)
    assert delivery.plan["reasons"] == []
    pages = ClassroomPage.objects.live().filter(title="Art").order_by("pk")
    assert [(page.school_year.name, page.ends_on) for page in pages] == [
        *(("2026-27", None), ("2027-28", None))
    ]


def test_a_class_of_one_term_ends_with_it(bring: Bring) -> None:
    delivery = small_delivery()
    delivery.add(
        "academicSessions",
        "fall",
        title="Fall",
        type="term",
        startDate="2026-08-31",
        endDate="2027-01-15",
    )
    delivery.course("p", "Pottery")
    delivery.section("6", "Pottery", ["haddad"], course="p", termSourcedIds="fall")
    bring(delivery)
    assert ClassroomPage.objects.get(title="Pottery").ends_on == dt.date(2027, 1, 15)
    assert ClassroomPage.objects.get(title="Art").ends_on is None


def test_who_is_gone_signs_in_no_more_and_a_superuser_stays(bring: Bring) -> None:
    bring(small_delivery())
    root = make_staff((Role.ADMINISTRATOR, None), email="root@larkspur.example")
    Staff.objects.filter(pk=root.pk).update(source_id="root")
    User.objects.filter(staff=root).update(is_superuser=True)
    gone = small_delivery()
    gone.rows["users"] = [row for row in gone.rows["users"] if row["sourcedId"] != "haddad"]
    gone.rows["enrollments"] = [
        row for row in gone.rows["enrollments"] if row["userSourcedId"] != "haddad"
    ]
    delivery = bring(gone)
    assert line(delivery)["staff"] == {"leaving": 1, "untouched": 1}
    haddad = Staff.objects.get(source_id="haddad")
    assert not haddad.active
    assert haddad.user is not None
    assert not haddad.user.is_active
    root.refresh_from_db()
    assert root.active
    assert root.user is not None
    assert root.user.is_active


def test_people_whom_no_roster_knows_stay(district: District, bring: Bring) -> None:
    bring(small_delivery())
    district.teacher_staff.refresh_from_db()
    assert district.teacher_staff.active
    assert ClassroomPage.objects.live().filter(pk=district.classroom.pk).exists()


def test_a_class_page_made_by_hand_is_the_page_of_its_section(
    district: District, bring: Bring
) -> None:
    Staff.objects.filter(pk=district.teacher_staff.pk).update(source_id="elena")
    delivery = Delivery()
    delivery.school("j", "Juniper Creek Elementary")
    delivery.course("c", "Math 3")
    delivery.rows["academicSessions"] = small_delivery().rows["academicSessions"]
    delivery.person("elena", "j", name="Elena Rivera", email=district.teacher_staff.email)
    delivery.section("1", "Math 3", ["elena"], schoolSourcedId="j", grades="03")
    bring(delivery)
    assert RosterPage.objects.get().classroom == district.classroom
    assert ClassroomTeacher.objects.get(classroom=district.classroom).by_roster


@pytest.mark.parametrize("day", ["2026-11-10 09:00", "2026-07-10 09:00"])
def test_more_than_two_percent_wait_for_a_person_outside_of_summer(
    bring: Bring, planned: Bring, clock: Clock, day: str
) -> None:
    bring(small_delivery())
    clock(day)
    shorter = small_delivery()
    shorter.rows["classes"] = [row for row in shorter.rows["classes"] if row["sourcedId"] != "4"]
    shorter.rows["enrollments"] = [
        row for row in shorter.rows["enrollments"] if row["classSourcedId"] != "4"
    ]
    reasons = planned(shorter).plan["reasons"]
    assert reasons == (["Lincoln High: 1 of 4 classes leave."] if "-11-" in day else [])


def test_a_principal_is_touched_by_a_person_only(bring: Bring, planned: Bring) -> None:
    bring(small_delivery())
    haddad = Staff.objects.get(source_id="haddad")
    school = SchoolPage.objects.get(source_id="s")
    StaffRole.objects.create(staff=haddad, role=Role.PRINCIPAL, school=school)
    renamed = small_delivery()
    renamed.rows["users"][1]["familyName"] = "Haddad-Lee"
    (reason,) = planned(renamed).plan["reasons"]
    assert reason == "Noor Haddad is or becomes an administrator or a principal."


def test_a_delta_changes_only_what_it_names(bring: Bring) -> None:
    bring(small_delivery())
    delta = Delivery("delta")
    delta.section("4", "Art", course="d", periods="3")
    delta.enroll("4", "rivera")
    delta.enroll("4", "haddad", status="tobedeleted")
    delta.add("classes", "2", status="tobedeleted")
    delivery = bring(delta)
    assert line(delivery)["classes"] == {"moved": 1, "leaving": 1, "untouched": 2}
    assert classes() == {"Algebra 1": ["Elena"], "Art": ["Elena"]}
    assert Staff.objects.get(source_id="haddad").active


def test_a_delta_does_not_replace_a_delivery_that_waits(planned: Bring) -> None:
    planned(small_delivery())
    delta = Delivery("delta")
    delta.person("new")
    with pytest.raises(ImportRefused) as refused:
        planned(delta)
    assert [error.fault for error in refused.value.errors] == ["another-waits"]


def test_killed_in_the_middle_of_apply_nothing_is_applied(
    planned: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = planned(small_delivery())

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "_write_sections", killed)
    with pytest.raises(KeyboardInterrupt):
        apply_delivery(delivery=delivery, actor=None)
    assert not Staff.objects.filter(source_id="rivera").exists()
    assert not SchoolPage.objects.filter(source_id="s").exists()
    assert not RosterSection.objects.exists()
    assert RosterDelivery.objects.get().state == RosterDelivery.State.WAITING


def test_killed_among_the_pages_and_run_again_it_ends_the_same(
    planned: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_delivery(delivery=planned(small_delivery()), actor=None)

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("classroom.rosters.pages._assign", killed)
        with pytest.raises(KeyboardInterrupt):
            make_all_pages()
    assert classes() == {}
    make_all_pages()
    make_all_pages()
    assert classes() == {"Algebra 1": ["Elena", "Noor"], "Art": ["Noor"]}


def test_undo_puts_everything_back_and_keeps_updates(
    district: District, bring: Bring, clock: Clock
) -> None:
    bring(small_delivery())
    clock("2026-11-12 09:00")
    other = small_delivery()
    other.rows["users"] = [row for row in other.rows["users"] if row["sourcedId"] != "haddad"]
    other.rows["enrollments"] = [
        row for row in other.rows["enrollments"] if row["userSourcedId"] != "haddad"
    ]
    other.person("lee", name="Kim Lee")
    other.course("h", "US History")
    other.section("7", "US History", ["lee"], course="h")
    second = bring(other)
    assert set(classes()) == {"Algebra 1", "Art", "US History"}
    algebra = ClassroomPage.objects.get(title="Algebra 1")
    update = make_update(algebra, **update_content(district.curriculum))
    clock("2026-11-15 09:00")
    undo_delivery(delivery=second, actor=None)
    make_all_pages()
    assert classes() == {"Algebra 1": ["Elena", "Noor"], "Art": ["Noor"]}
    haddad = Staff.objects.get(source_id="haddad")
    assert haddad.active
    assert haddad.user is not None
    assert haddad.user.is_active
    assert haddad.role_names == "Teacher"
    assert not Staff.objects.get(source_id="lee").active
    update.refresh_from_db()
    assert update.live
    with pytest.raises(PlanChanged):
        undo_delivery(delivery=second, actor=None)


def test_after_a_week_nothing_is_undone(bring: Bring, clock: Clock) -> None:
    delivery = bring(small_delivery())
    clock("2026-11-18 09:00")
    with pytest.raises(PlanChanged):
        undo_delivery(delivery=delivery, actor=None)
    clock("2026-11-19 09:00")
    clean_up(now=timezone.now())
    assert not RosterDelivery.objects.exists()


def test_what_was_staged_goes_after_a_day(planned: Bring, clock: Clock) -> None:
    delivery = planned(small_delivery())
    clean_up(now=timezone.now())
    delivery.refresh_from_db()
    assert delivery.staged
    clock("2026-11-11 09:01")
    clean_up(now=timezone.now())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.staged) == (RosterDelivery.State.DROPPED, "")
    with pytest.raises(PlanChanged):
        apply_delivery(delivery=delivery, actor=None)


def test_staff_of_no_school_have_a_line_of_their_own(planned: Bring) -> None:
    delivery = small_delivery()
    delivery.add("orgs", "d", name="District", type="district")
    delivery.person("clerk", "d", role="aide", name="Ivo Berg")
    assert line(planned(delivery), "Without a school")["staff"] == {"new": 1}


def test_a_plan_that_would_do_something_else_by_now_is_not_applied(planned: Bring) -> None:
    delivery = planned(small_delivery())
    make_staff(email="haddad@larkspur.example", given_name="Noor", family_name="Haddad")
    with pytest.raises(PlanChanged):
        apply_delivery(delivery=delivery, actor=None)
    assert not RosterSection.objects.exists()


def test_a_plain_csv_of_classes_makes_pages_for_staff_who_are_there(
    district: District, tmp_path: Path
) -> None:
    file = tmp_path / "classes.csv"
    email = district.teacher_staff.email
    file.write_text(
        "School,Teacher,Class,Period,Term\n"
        f"Juniper Creek Elementary,{email},Reading 3,1,\n"
        f"Juniper Creek Elementary,{email},Reading 3,2,\n"
    )
    call_command("import_roster", file, "--apply")
    make_all_pages()
    assert classes() == {"Reading 3": ["Elena"]}
    assert Staff.objects.filter(active=True).count() == 3
    file.write_text("School,Teacher,Class\nElsewhere,nobody@larkspur.example,Art\n")
    with pytest.raises(CommandError) as refused:
        call_command("import_roster", file)
    assert "Line 2, school: “Elsewhere” There is no school with this name" in str(refused.value)
    assert "Line 2, teacher: “nobody@larkspur.example”" in str(refused.value)


def test_the_command_prints_the_plan_and_waits_where_a_person_has_to_look(
    bring: Bring, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small_delivery().write(tmp_path / "dry")
    call_command("import_roster", folder, "--dry-run")
    assert not RosterDelivery.objects.exists()
    printed = capsys.readouterr().out
    assert "+ school Lincoln High" in printed
    assert "classes: 4 new, 0 changed, 0 moved, 0 leaving, 0 untouched" in printed
    assert "pages: 2, 2 new; 1 sections without" in printed
    bring(small_delivery())
    shorter = small_delivery()
    shorter.rows["classes"].pop()
    shorter.rows["enrollments"] = shorter.rows["enrollments"][:3]
    call_command("import_roster", shorter.write(tmp_path / "less"), "--apply")
    assert "! Lincoln High: 1 of 4 classes leave." in capsys.readouterr().out
    assert RosterSection.objects.filter(ended_on=None).count() == 4
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_roster", tmp_path / "none.zip")


def test_the_queue_makes_the_pages_school_by_school(
    planned: Bring,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        apply_delivery(delivery=planned(small_delivery()), actor=None)
    monkeypatch.setattr("classroom.rosters.pages.LONGEST", 0.0)
    for _turn in range(4):  # no time for more than what is begun
        tasks = [row.task for row in OrmQ.objects.order_by("pk")]
        OrmQ.objects.all().delete()
        for task in tasks:
            if task["func"] == services.TASK:
                tasks_of_classroom.make_roster_pages(*task["args"])
        monkeypatch.setattr("classroom.rosters.pages.LONGEST", 60)
    assert classes() == {"Algebra 1": ["Elena", "Noor"], "Art": ["Noor"]}


def test_pages_that_broke_off_are_queued_again_each_hour(
    planned: Bring, django_capture_on_commit_callbacks: Any
) -> None:
    apply_delivery(delivery=planned(small_delivery()), actor=None)
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks_of_classroom.clean_up_rosters() == "0 deliveries not applied"
    (row,) = OrmQ.objects.all()
    assert row.func() == services.TASK


def test_a_school_that_is_known_by_its_name_gets_its_roster_id(
    district: District, bring: Bring
) -> None:
    delivery = small_delivery()
    delivery.rows["orgs"][0]["name"] = "larkspur middle"
    assert bring(delivery).plan["new_schools"] == []
    school = SchoolPage.objects.get(pk=district.other_school.pk)
    assert school.source_id == "s"
    latest = school.get_latest_revision_as_object()
    assert latest.source_id == "s", "the next edit of the page does not lose it"
    assert not school.has_unpublished_changes
