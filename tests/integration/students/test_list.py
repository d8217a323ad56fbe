"""The office's list of high-school students: import, access, deletion."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from district_cms.audit_log.models import AuditEntry
from district_cms.imports.importer import ImportRefused
from district_cms.people.models import User
from district_cms.students.models import HighSchoolStudent
from district_cms.students.rules import Standing
from district_cms.students.selectors import standings
from district_cms.students.services import StudentImporter, forget_former
from district_cms.students.tokens import Of, token
from tests.factories.district import District
from tests.factories.pages import make_school
from tests.factories.people import Role, make_account, make_staff

pytestmark = pytest.mark.django_db

KAI, LENA = "kai@students.larkspur.example", "lena@students.larkspur.example"
FILE = f"email,school,grade\n{KAI},Larkspur High,9\n{LENA},Larkspur High,12\n".encode()
IMPORT, INDEX = "high_school_students:import", "high_school_students:index"


@pytest.fixture
def high(district: District) -> Any:
    return make_school(district.home, title="Larkspur High", slug="larkspur-high", kind="high")


@pytest.fixture
def office(high: Any) -> User:
    return make_account(Role.COMMUNICATIONS)


def take(district: District, data: bytes = FILE, **options: bool) -> None:
    importer = StudentImporter(district.year, **options)
    importer.apply(importer.read("list.csv", data))


def test_the_office_previews_and_imports_a_list(
    client: Client, district: District, office: User
) -> None:
    client.force_login(office)
    file = SimpleUploadedFile("list.csv", FILE)
    chosen = {"file": file, "school_year": district.year.name, "replace": "on"}
    preview = client.post(reverse(IMPORT), chosen)
    assert KAI in preview.content.decode()
    assert not HighSchoolStudent.objects.exists()
    (field,) = html.fromstring(preview.content).xpath("//input[@name='token']")
    client.post(reverse(IMPORT), {"token": field.get("value")})
    kai = HighSchoolStudent.objects.get(token=token(Of.ADDRESS, KAI))
    assert (kai.school.title, kai.grade, kai.until) == ("Larkspur High", 9, district.year.last_day)
    entry = AuditEntry.objects.get(action="students.imported")
    assert entry.data["added"] == 2
    assert "@" not in str(entry.data)
    assert listed(client) == 2
    assert listed(client, address=f" {KAI.upper()} ") == 1
    assert listed(client, address="kai") == 0


def listed(client: Client, **filters: str) -> int:
    """The number of students on the office's screen."""
    answer = client.get(reverse(INDEX), filters)
    assert "students.larkspur" not in answer.content.decode().replace(
        filters.get("address", "-"), ""
    )
    return len(answer.context["object_list"])


def test_a_much_shorter_file_needs_confirmation(district: District, high: Any) -> None:
    lines = [f"s{number}@students.larkspur.example,Larkspur High,9" for number in range(12)]
    take(district, "\n".join(["email,school,grade", *lines]).encode())
    broken = "\n".join(["email,school,grade", *lines[:5]]).encode()
    with pytest.raises(ImportRefused) as refused:
        take(district, broken)
    assert [error.fault for error in refused.value.errors] == ["shrinks"]
    assert HighSchoolStudent.objects.count() == 12
    take(district, broken, shorter=True)
    assert HighSchoolStudent.objects.count() == 5


def test_only_the_office_and_administrators_see_the_list(
    client: Client, district: District, high: Any
) -> None:
    take(district)
    student = HighSchoolStudent.objects.get(token=token(Of.ADDRESS, KAI))
    urls = [
        reverse(INDEX),
        reverse(IMPORT),
        reverse("high_school_students:delete", args=[student.pk]),
    ]
    for role in (Role.COMMUNICATIONS, Role.ADMINISTRATOR):
        client.force_login(make_account(role, high))
        assert [client.get(url).status_code for url in urls] == [200, 200, 200]
    for role in (Role.TEACHER, Role.PRINCIPAL):
        client.force_login(make_account(role, high))
        # Wagtail's own screens redirect them to the home screen.
        assert all(client.get(url).status_code in (302, 403) for url in urls)


def test_taking_off_a_student_is_logged_without_a_name(
    client: Client, district: District, office: User
) -> None:
    take(district)
    client.force_login(office)
    student = HighSchoolStudent.objects.get(token=token(Of.ADDRESS, KAI))
    client.post(reverse("high_school_students:delete", args=[student.pk]))
    assert not HighSchoolStudent.objects.filter(pk=student.pk).exists()
    entry = AuditEntry.objects.get(action="students.taken_off")
    assert KAI not in f"{entry.data}{entry.title}"


def test_only_those_on_the_list_today_may_follow(district: District, high: Any) -> None:
    take(district)
    teacher = make_staff((Role.TEACHER, high), email="ann@larkspur.example")
    teacher.email = "Ann@students.larkspur.example"
    teacher.save()
    asked = [KAI, "new@students.larkspur.example", "parent@example.net"]
    asked += ["ann@students.larkspur.example"]
    assert standings(asked) == {KAI: Standing.LISTED, asked[1]: Standing.UNLISTED}
    after = district.year.last_day + dt.timedelta(days=1)
    assert standings([KAI], after) == {KAI: Standing.UNLISTED}


def test_former_students_are_deleted_after_the_summer(district: District, high: Any) -> None:
    take(district)
    last = district.year.last_day
    assert forget_former(today=last + dt.timedelta(days=89)) == 0
    assert forget_former(today=last + dt.timedelta(days=90)) == 2
    assert not HighSchoolStudent.objects.exists()
