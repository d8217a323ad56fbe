"""The contact file: what it brings, what it refuses, and who sees it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail.admin.panels import get_edit_handler

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.students.models import Student
from notifications.guardians.importer import GuardianImporter
from notifications.models import Guardian, GuardianSettings
from tests.factories.district import District
from tests.factories.guardians import make_student
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

HEAD = "guardian,students,school,email,telephone,language,may email,may text,do not contact\n"
ANA = "G1,S1;S2,Juniper Creek Elementary,Ana@Home.example,406-555-0123,Spanish,yes,yes,\n"
BEN = "G2,S1,,ben@home.example,,,yes,,yes\n"


@pytest.fixture(autouse=True)
def students(district: District) -> None:
    make_student(district.school)
    make_student(district.other_school, "S2")


def read(text: str, **options: bool) -> Any:
    importer = GuardianImporter(**options)
    rows = importer.read("contacts.csv", text.encode())
    return importer, rows


def take(text: str, **options: bool) -> None:
    importer, rows = read(text, **options)
    importer.apply(rows)


def stored() -> dict[str, Any]:
    return {
        each.key: (
            each.email,
            each.telephone,
            each.language,
            each.may_email,
            each.may_text,
            dict(each.children.values_list("student__key", "must_not_contact")),
        )
        for each in Guardian.objects.all()
    }


def test_the_office_previews_and_imports(client: Client, district: District) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    file = SimpleUploadedFile("contacts.csv", (HEAD + ANA + BEN).encode())
    preview = client.post(reverse("guardians:import"), {"file": file, "replace": "on"})
    page = preview.content.decode()
    assert "G1" in page
    assert "@home.example" not in page
    assert not Guardian.objects.exists()
    found: Any = html.fromstring(page).xpath("//input[@name='token']")
    (field,) = found
    client.post(reverse("guardians:import"), {"token": field.get("value")})
    assert stored() == {
        "G1": (
            *("ana@home.example", "+14065550123", "es", True, True),
            {"S1": False, "S2": False},
        ),
        "G2": ("ben@home.example", "", "en", True, False, {"S1": True}),
    }
    assert GuardianSettings.load().list_read_on is not None
    entry = AuditEntry.objects.get(action="guardians.imported")
    assert (entry.data["added"], entry.data["exclusions"]) == (2, 1)
    assert "@" not in str(entry.data)
    listed = client.get(reverse("guardians:index")).content.decode()
    assert "G2" in listed
    assert "ben@" not in listed


def test_one_line_per_student_is_one_guardian_and_the_stricter_line_wins() -> None:
    line = "G1,{},,ana@home.example,406-555-0123,,{},yes,{}\n"
    take(HEAD + line.format("S1", "yes", "") + line.format("S2", "no", "yes"))
    values = ("ana@home.example", "+14065550123", "en", False, True)
    assert stored() == {"G1": (*values, {"S1": False, "S2": True})}


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (",S1,,,,,,,\n", {"bad-key"}),
        ("G1,,,,,,,,\n", {"no-student"}),
        ("G1,S1,,,,,maybe,,\n", {"bad-flag"}),
        ("G1,S1,,,,,,,perhaps\n", {"bad-flag"}),
        ("G1,S1,,a@home.example,,,,,\nG1,S2,,b@home.example,,,,,\n", {"twice"}),
    ],
)
def test_what_is_unclear_about_contact_stops_the_file(lines: str, faults: set[str]) -> None:
    importer, rows = read(HEAD + lines)
    plan = importer.plan(rows)
    assert {error.fault for error in plan.errors} == faults
    assert all(isinstance(error.row, int) for error in plan.errors)
    assert all(str(importer.sentences[fault]) for fault in faults)


def test_a_file_without_the_column_of_exclusions_ends_none() -> None:
    take(HEAD + ANA + BEN)
    importer, rows = read((HEAD + ANA + BEN).replace("do not contact", "custody"))
    assert [error.fault for error in importer.plan(rows).errors] == ["no-exclusion-column"]
    assert stored()["G2"][-1] == {"S1": True}


def test_other_mistakes_leave_out_what_they_are_about() -> None:
    importer, rows = read(HEAD + "G1,S1 S9,,no address,12,,yes,yes,\n")
    assert {note.fault for note in rows.notes} == {
        *("unknown-student", "bad-email", "bad-telephone")
    }
    importer.apply(rows)
    assert stored() == {"G1": ("", "", "en", True, True, {"S1": False})}


def test_without_a_list_of_students_nothing_is_imported(district: District) -> None:
    Student.objects.all().delete()
    _importer, rows = read(HEAD + ANA)
    assert [error.fault for error in rows.errors] == ["no-students"]


def test_who_is_missing_goes_only_with_replace_and_never_most_of_them_by_mistake() -> None:
    several = "".join(f"G{n},S1,,,,,,,\n" for n in range(10, 16))
    take(HEAD + ANA + several)
    take(HEAD + BEN, replace=False)
    assert len(stored()) == 8
    importer, rows = read(HEAD + BEN)
    assert [error.fault for error in importer.plan(rows).errors] == ["shrinks"]
    take(HEAD + BEN, shorter=True)
    assert list(stored()) == ["G2"]


def test_the_preview_warns_of_an_exclusion_that_ends() -> None:
    take(HEAD + ANA + BEN)
    importer, rows = read(HEAD + ANA)
    assert len(importer.warnings(importer.plan(rows))) == 1
    importer, rows = read(HEAD + ANA + BEN)
    assert importer.warnings(importer.plan(rows)) == []
    assert importer.plan(rows).unchanged == 2


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.COMMUNICATIONS, True),
        (Role.ADMINISTRATOR, True),
        (Role.PRINCIPAL, False),
        (Role.TEACHER, False),
    ],
)
def test_who_sees_guardians(role: Role, may: bool, client: Client, district: District) -> None:
    client.force_login(make_account(role, district.school))
    for name in ("guardians:index", "guardians:import"):
        assert (client.get(reverse(name)).status_code == 200) is may
    address = reverse(
        "wagtailsettings:edit",
        args=["notifications", "guardiansettings", GuardianSettings.load().pk],
    )
    assert (client.get(address).status_code == 200) is may


def changed(user: User, **values: Any) -> Any:
    form = get_edit_handler(GuardianSettings).get_form_class()
    return form(values, instance=GuardianSettings.load(), for_user=user)


TEXTS = {
    "text_urgent": "on",
    "text_basis": "emergency",
    "basis_decided_on": "2026-11-02",
    "basis_source": "Minutes of November 2",
    "carrier_registration": "CXYZ123",
    "texts_a_second": "4",
}


@pytest.mark.parametrize("missing", sorted(set(TEXTS) - {"text_urgent"}))
def test_texts_stay_off_until_all_is_recorded(missing: str, district: District) -> None:
    form = changed(make_account(Role.COMMUNICATIONS), **(TEXTS | {missing: ""}))
    assert list(form.errors) == [missing]


def test_turning_it_on_is_recorded(district: District) -> None:
    form = changed(make_account(Role.COMMUNICATIONS), **TEXTS)
    assert form.is_valid(), form.errors
    form.save()
    data = AuditEntry.objects.get(action="guardians.settings_changed").data["changed"]
    assert data["text_urgent"] == "True"
    assert data["carrier_registration"] == "CXYZ123"


def test_an_exclusion_stays_while_the_student_is_off_the_list(district: District) -> None:
    take(HEAD + ANA + BEN)
    Student.objects.filter(key="S1").update(until="2020-06-12")
    take(HEAD + ANA + BEN)
    assert stored()["G2"][-1] == {"S1": True}
