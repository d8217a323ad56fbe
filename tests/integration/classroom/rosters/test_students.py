"""Students of a delivery: counted in the plan, written, moved, taken back."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.models import Enrollment, RosterDelivery
from classroom.rosters.services import read, roster_of, undo_delivery
from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.students.models import Student
from district_cms.students.roster import SUMMER, name_tokens
from district_cms.students.services import forget_former
from tests.factories.district import District
from tests.factories.people import make_account
from tests.factories.rosters import Delivery, small_delivery
from tests.factories.students import hold_students

from .conftest import Bring

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _list_is_on(district: District) -> None:
    hold_students()


def delivery_of(*students: str, **cells: str) -> Delivery:
    delivery = small_delivery()
    for key in students:
        values = {"name": f"Pupil{key} Castellanos", "identifier": key, "grades": "09", **cells}
        delivery.person(f"k{key}", role="student", **values)
        delivery.enroll("4", f"k{key}", role="student")
    return delivery


def counts(delivery: RosterDelivery) -> dict[str, int]:
    (line,) = [each for each in delivery.plan["schools"] if each["title"] == "Lincoln High"]
    return {kind: number for kind, number in line["students"].items() if number}


def listed() -> dict[str, Any]:
    today = timezone.localdate()
    return {each.key: each for each in Student.objects.on(today).select_related("school")}


def enrolled() -> set[tuple[str, str]]:
    return set(Enrollment.objects.values_list("section__source_id", "student__key"))


def test_students_and_their_classes_come_with_the_roster(bring: Bring, district: District) -> None:
    delivery = bring(delivery_of("7", "8"))
    assert counts(delivery) == {"new": 3}
    student = listed()["7"]
    assert (student.school.title, student.band) == ("Lincoln High", "high")
    assert student.until == dt.date(2027, 6, 10) + SUMMER
    names = {f"{each.form}:{each.token}" for each in student.names.all()}
    assert names == name_tokens("Pupil7", "", "", "Castellanos")
    assert enrolled() == {("1", "kid"), ("4", "7"), ("4", "8")}
    entry = AuditEntry.objects.get(action="roster.applied")
    assert entry.data["students"] == {"added": 3, "changed": 0, "removed": 0}
    assert counts(bring(delivery_of("7", "8"))) == {"untouched": 3}


def test_the_screen_counts_students_and_names_none(
    planned: Bring, client: Client, district: District
) -> None:
    delivery = planned(delivery_of("7", "8"))
    client.force_login(make_account(Role.ADMINISTRATOR))
    screen = client.get(reverse("classroom_roster", args=[delivery.pk])).content.decode()
    assert "Students" in screen
    assert "Pupil7" not in screen + str(roster_of(delivery))


def test_who_leaves_is_off_the_list_and_deleted_later_unless_opted_out(bring: Bring) -> None:
    bring(delivery_of("7", "8"))
    Student.objects.filter(key="8").update(opted_out=True)
    delivery = bring(small_delivery())
    assert counts(delivery) == {"leaving": 2, "untouched": 1}
    assert delivery.plan["reasons"] == ["Lincoln High: 2 of 3 students leave."]
    assert listed().keys() == {"kid"}
    assert enrolled() == {("1", "kid")}
    later = timezone.localdate() + dt.timedelta(days=90)
    assert forget_former(today=later) == 1
    assert set(Student.objects.values_list("key", flat=True)) == {"8", "kid"}


def test_a_student_is_known_by_id_or_number_and_never_twice(bring: Bring) -> None:
    bring(delivery_of("7", "8"))
    pk = listed()["7"].pk
    changed = delivery_of("8")
    changed.person("new-id", role="student", name="Ximena Castellanos", identifier="7")
    changed.person("other", role="student", name="Omar Diallo", identifier="8")
    delivery = bring(changed)
    assert counts(delivery) == {"changed": 1, "untouched": 2}
    assert listed()["7"].pk == pk
    assert listed()["7"].source_id == "new-id"
    notes = " ".join(delivery.plan["notes"])
    assert "“other” Left out: a student farther up" in notes
    assert "Omar" not in notes


def test_a_student_moves_to_another_school(bring: Bring) -> None:
    bring(delivery_of("7"))
    moved = small_delivery()
    moved.school("t", "Cedar High")
    moved.person("berg", school="t")
    moved.person("k7", school="t,s", role="student", name="Pupil7 Castellanos", identifier="7")
    delivery = bring(moved)
    (line,) = [each for each in delivery.plan["schools"] if each["title"] == "Cedar High"]
    assert line["students"]["moved"] == 1
    assert listed()["7"].school.title == "Cedar High"


def test_a_delta_adds_and_removes_whom_it_names(bring: Bring) -> None:
    bring(delivery_of("7", "8"))
    delta = Delivery(mode="delta")
    delta.person("k7", role="student", status="tobedeleted")
    delta.person("k9", role="student", name="Omar Diallo", identifier="9")
    delta.enroll("1", "k9", role="student")
    delta.enroll("4", "k8", role="student", status="tobedeleted")
    bring(delta)
    assert listed().keys() == {"kid", "8", "9"}
    assert enrolled() == {("1", "kid"), ("1", "9")}


def test_undone_no_class_has_students_until_the_next_roster(bring: Bring) -> None:
    undo_delivery(delivery=bring(delivery_of("7")), actor=None)
    assert enrolled() == set()
    bring(delivery_of("7"))
    assert enrolled() == {("1", "kid"), ("4", "7")}


def test_without_the_key_of_the_list_a_roster_is_refused(tmp_path: Path, settings: Any) -> None:
    settings.STUDENT_LIST_KEY = ""
    folder = delivery_of("7").write(tmp_path / "a")
    assert [each.fault for each in read(folder, "a").errors] == ["no-list-key"]
