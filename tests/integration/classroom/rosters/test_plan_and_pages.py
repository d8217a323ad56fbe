"""A delivery of the student information system: its plan, its rows and its pages."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.models import (
    ClassroomPage,
    ClassroomTeacher,
    RosterPage,
    RosterSection,
    TeacherPage,
)
from classroom.rosters.services import apply_delivery, read, stage
from district_cms.imports.importer import ImportRefused, PlanChanged
from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories.district import District
from tests.factories.pages import make_school_year, make_update, update_content
from tests.factories.people import make_account, make_staff
from tests.factories.rosters import Delivery, small_delivery
from tests.integration.conftest import Clock

from .conftest import Bring, classes, line, make_all_pages

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


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


def test_a_class_named_after_a_service_and_a_student_stays_a_draft_and_is_listed(
    bring: Bring, client: Client
) -> None:
    delivery = small_delivery()
    delivery.section("5", "Resource - Lopez", ["rivera"], course="none")
    delivery.section("6", "Resource - Rivera", ["rivera"], course="none")
    bring(delivery)
    live = ClassroomPage.objects.filter(title__startswith="Resource").values_list("title", "live")
    assert dict(live) == {"Resource - Lopez": False, "Resource - Rivera": True}
    client.force_login(make_account(Role.ADMINISTRATOR))
    listed = client.get(reverse("classroom_rosters"))
    assert [page.classroom.title for page in listed.context["drafts"]] == ["Resource - Lopez"]


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


def test_a_csv_of_classes_leaves_the_schools_alone_that_it_does_not_name(
    district: District, tmp_path: Path
) -> None:
    file = tmp_path / "classes.csv"
    email = district.teacher_staff.email
    for school, title in (("Juniper Creek Elementary", "Reading 3"), ("Larkspur Middle", "Art")):
        file.write_text(f"School,Teacher,Class\n{school},{email},{title}\n")
        call_command("import_roster", file, "--apply")
        make_all_pages()
    assert classes() == {"Reading 3": ["Elena"], "Art": ["Elena"]}


def test_a_term_that_no_school_year_has_is_named(district: District, tmp_path: Path) -> None:
    file = tmp_path / "classes.csv"
    row = f"Juniper Creek Elementary,{district.teacher_staff.email},Reading 3"
    file.write_text(f"School,Teacher,Class,Period,Term\n{row},1,S1\n{row},2,S1\n")
    delivery = stage(read(file, file.name), name=file.name, actor=None)
    (note,) = delivery.plan["notes"]
    assert note.startswith("Line 2, term: “S1” No term has this name.")


def test_whoever_has_no_address_is_left_out_by_name(planned: Bring) -> None:
    delivery = small_delivery()
    delivery.rows["users"][0]["email"] = ""
    noted = [note for note in planned(delivery).plan["notes"] if "address" in note]
    assert noted == ["users.csv, rivera: “Elena Rivera” Left out: has no address of the district."]


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
