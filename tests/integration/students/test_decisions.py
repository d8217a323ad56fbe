"""Opt-outs and releases from the second file, as the office imports and reads them."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.students.decisions.importer import DecisionImporter
from district_cms.students.models import Release, Student
from district_cms.students.releases import withdraw_releases
from district_cms.students.signals import lists_changed
from district_cms.students.system_checks import check_list_key
from tests.factories.district import District
from tests.factories.people import make_account
from tests.factories.students import hold_students, make_student

pytestmark = pytest.mark.django_db

FILE = b"student key,opt-out,release kind,until\n7,yes,,\n8,,photograph,2027-06-10\n9,yes,web,\n"


@pytest.fixture(autouse=True)
def _students(district: District) -> None:
    hold_students()
    for key in ("7", "8"):
        make_student(district.school, key)


def take(data: bytes, **options: bool) -> None:
    importer = DecisionImporter(**options)
    importer.apply(importer.read("list.csv", data))


def test_the_office_previews_and_imports_opt_outs_and_releases(client: Client) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    url = reverse("students:import")
    chosen = {"file": SimpleUploadedFile("list.csv", FILE), "complete": "on"}
    preview = client.post(url, chosen).content.decode()
    assert "no student on the list has this number" in preview
    assert "Download all changes" not in preview
    assert not Student.objects.filter(opted_out=True).exists()
    (token,) = html.fromstring(preview).xpath("//input[@name='token']/@value")
    client.post(url, {"token": token})
    assert Student.objects.get(opted_out=True).key == "7"
    release = Release.objects.get()
    assert (release.student.key, release.kind) == ("8", "photograph")
    assert (release.until, release.from_file) == (dt.date(2027, 6, 10), True)
    entry = AuditEntry.objects.get(action="students.decisions_imported")
    assert (entry.data["opted_out"], entry.data["no_longer"]) == (1, 0)
    screen = client.get(reverse("students:index")).content.decode()
    assert "photograph, until June 10, 2027" in screen
    found = client.get(reverse("students:index"), {"key": "7"})
    assert [each.key for each in found.context["object_list"]] == ["7"]


def test_a_file_replaces_what_a_file_brought_and_nothing_else(district: District) -> None:
    take(FILE)
    student = Student.objects.get(key="8")
    Release.objects.create(student=student, kind="work", recorded_by="screen")
    later = b"key,release kind,until\n8,photograph,2028-06-10\n"
    take(later)
    assert Release.objects.get(kind="photograph").until == dt.date(2028, 6, 10)
    take(b"key,release kind\n7,web\n")
    assert Release.objects.filter(withdrawn_on=None).count() == 3
    take(b"key,release kind\n7,web\n", complete=True)
    assert Release.objects.get(kind="photograph").withdrawn_on
    assert Release.objects.get(kind="work").withdrawn_on is None


def test_what_a_person_took_back_on_the_screen_survives_every_file(district: District) -> None:
    take(FILE)
    student = Student.objects.get(key="8")
    withdraw_releases(student=student, kind="photograph", user=district.principal)
    importer = DecisionImporter()
    rows = importer.read("list.csv", FILE)
    assert [note.fault for note in importer.plan(rows).notes] == ["unknown-key", "withdrawn-here"]
    importer.apply(rows)
    take(FILE, complete=True)
    assert Release.objects.get().withdrawn_on


def test_the_preview_warns_of_opt_outs_that_end_or_are_not_in_the_file() -> None:
    take(FILE)
    importer = DecisionImporter()
    plan = importer.plan(importer.read("a.csv", b"key,opt-out\n7,no\n"))
    (warning,) = importer.warnings(plan)
    assert "no longer be opted out: 1" in warning
    plan = importer.plan(importer.read("a.csv", b"key,opt-out\n8,yes\n"))
    (warning,) = importer.warnings(plan)
    assert "not in this file: 1" in warning


def test_others_learn_that_the_lists_changed(django_capture_on_commit_callbacks: Any) -> None:
    calls: list[Any] = []

    def receive(**kwargs: Any) -> None:
        calls.append(kwargs)

    lists_changed.connect(receive)
    with django_capture_on_commit_callbacks(execute=True):
        take(FILE)
    lists_changed.disconnect(receive)
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("key", "ids"), [("", ["students.E003"]), ("short", ["students.E003"]), ("k" * 64, [])]
)
def test_a_key_that_is_missing_or_short_is_named(settings: Any, key: str, ids: list[str]) -> None:
    settings.STUDENT_LIST_KEY = key
    assert [each.id for each in check_list_key(None)] == ids


@pytest.mark.parametrize(
    ("key", "held", "refused"),
    [("", True, "hold_students"), ("k" * 64, False, "check_opt_outs")],
)
def test_what_could_check_no_page_is_not_turned_on(
    settings: Any, key: str, held: bool, refused: str
) -> None:
    settings.STUDENT_LIST_KEY = key
    with pytest.raises(ValidationError) as error:
        hold_students(hold_students=held, check_opt_outs=True)
    assert list(error.value.message_dict) == [refused]
