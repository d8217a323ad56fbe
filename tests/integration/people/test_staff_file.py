"""Staff from a CSV file: what it makes and changes, whom it never touches, what it refuses."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from district_cms.audit_log.models import AuditEntry
from district_cms.imports.importer import ImportRefused
from district_cms.imports.reading import Plan
from district_cms.people.models import Invitation, Staff, User
from district_cms.people.roles import Role
from district_cms.people.staff_file.importer import StaffImporter
from district_cms.schools.models import SchoolPage
from tests.factories.people import make_account

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

HEAD = "first name,last name,email,title,school,role,roster id"
ELENA = "Elena,Rivera,elena.rivera@larkspur.example,Teacher of grade 3,Juniper Creek Elementary"


@pytest.fixture
def administrator(school: SchoolPage) -> User:
    return make_account(Role.ADMINISTRATOR)


def take(actor: User | None, *lines: str, head: str = HEAD, **options: bool) -> Plan:
    importer = StaffImporter(actor, **options)
    return importer.apply(importer.read("staff.csv", "\n".join([head, *lines]).encode()))


def faults(actor: User | None, *lines: str, head: str = HEAD, **options: bool) -> list[Any]:
    with pytest.raises(ImportRefused) as refused:
        take(actor, *lines, head=head, **options)
    return [(error.row, error.fault) for error in refused.value.errors]


def test_an_administrator_imports_staff_with_accounts_after_seeing_what_would_change(
    client: Client, administrator: User, school: SchoolPage
) -> None:
    client.force_login(administrator)
    data = f"{HEAD}\n{ELENA},teacher,T-1\n".encode()
    chosen = {"file": SimpleUploadedFile("staff.csv", data), "accounts": "on"}
    preview = client.post(reverse("staff:import"), chosen)
    assert "Elena Rivera" in preview.text
    assert not Staff.objects.filter(family_name="Rivera").exists()
    (field,) = html.fromstring(preview.content).xpath("//input[@name='token']")
    client.post(reverse("staff:import"), {"token": field.get("value")})
    elena = Staff.objects.get(source_id="T-1")
    account = elena.user
    assert account is not None
    assert (elena.title, elena.email) == ("Teacher of grade 3", "elena.rivera@larkspur.example")
    assert list(elena.schools.all()) == [school]
    assert list(elena.roles.values_list("role", "school")) == [("teacher", school.pk)]
    assert (account.first_name, account.last_name) == ("Elena", "Rivera")
    assert not account.has_usable_password()
    assert set(account.groups.values_list("name", flat=True)) == {"Teachers"}
    assert Invitation.objects.get(user=account).invited_by == administrator.email
    entry = AuditEntry.objects.get(action="people.staff_imported")
    assert entry.data["added"] == ["elena.rivera@larkspur.example (teacher)"]


def test_a_users_csv_of_oneroster_is_read_and_its_passwords_are_not(
    administrator: User, school: SchoolPage
) -> None:
    SchoolPage.objects.filter(pk=school.pk).update(source_id="ORG-1")
    head = (
        "sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName,email,"
        "password"
    )
    plan = take(
        administrator,
        'T-1,,true,"ORG-1",teacher,erivera,Elena,Rivera,elena.rivera@larkspur.example,hunter22',
        "S-1,,true,ORG-1,student,kai,Kai,Park,kai@students.larkspur.example,hunter22",
        "T-2,,false,ORG-1,teacher,old,Old,Finch,old.finch@larkspur.example,hunter22",
        "A-1,,true,ORG-1,administrator,ada,Ada,Wren,ada.wren@larkspur.example,hunter22",
        head=head,
        accounts=True,
    )
    assert [note.fault for note in plan.notes] == ["not-staff", "left", "without-role"]
    added = Staff.objects.exclude(source_id=None).order_by("source_id")
    assert [(each.source_id, each.role_names) for each in added] == [
        ("A-1", ""),
        ("T-1", "Teacher"),
    ]
    accounts = User.objects.filter(staff__in=added)
    assert not any(account.has_usable_password() for account in accounts)


def test_someone_who_left_by_the_file_but_works_here_is_reported(
    administrator: User, school: SchoolPage
) -> None:
    take(administrator, f"{ELENA},teacher,T-1")
    head = "sourcedId,status,givenName,familyName,email"
    gone = "T-1,tobedeleted,Elena,Rivera,elena.rivera@larkspur.example"
    stranger = "T-9,tobedeleted,Old,Finch,old.finch@larkspur.example"
    plan = take(administrator, gone, stranger, head=head)
    assert [note.fault for note in plan.notes] == ["works-here-still", "left"]
    assert Staff.objects.get(source_id="T-1").active
    # Where who is missing goes, so does who has left.
    plan = take(administrator, gone, head=head, replace=True, shorter=True)
    assert "left" in [note.fault for note in plan.notes]
    assert not Staff.objects.get(source_id="T-1").active


def test_the_roster_id_of_a_school_is_typed_on_its_page(school: SchoolPage) -> None:
    form = school.get_edit_handler().get_form_class()
    assert "source_id" in form.base_fields
    # Left empty by two schools, it is no id that both have.
    assert form.base_fields["source_id"].empty_value is None


def test_every_mistake_is_named_with_its_line_and_nothing_is_written(
    administrator: User, school: SchoolPage
) -> None:
    lines = [
        "Elena,Rivera,not an address,,,,",
        "Elena,Rivera,elena@example.net,,,,",
        "Elena,Rivera,e@larkspur.example,,Nowhere Elementary,,",
        "Elena,Rivera,e@larkspur.example,,,teacher,",
        "Elena,Rivera,e@larkspur.example,,,emperor,",
        ",Rivera,e@larkspur.example,,,,",
        "Elena,,e@larkspur.example,,,,",
        "Ada,Finch,ada@larkspur.example,,,,",
        "Ada,Finch,ada@larkspur.example,,,,",
        "Student ID 204981,Finch,b@larkspur.example,,,,",
    ]
    assert faults(administrator, *lines) == [
        (2, "bad-address"),
        (3, "other-domain"),
        (4, "unknown-school"),
        (5, "role-without-school"),
        (6, "unknown-role"),
        (7, "no-first-name"),
        (8, "no-last-name"),
        (10, "twice"),
        (11, "bad-words"),
    ]
    assert not Staff.objects.filter(family_name="Rivera").exists()


def test_nobody_gives_by_file_a_role_that_may_do_more_than_they(school: SchoolPage) -> None:
    clerk = make_account(Role.COMMUNICATIONS)
    for name in ("change_staff", "add_staff", "add_user"):
        clerk.user_permissions.add(Permission.objects.get(codename=name))
    clerk = User.objects.get(pk=clerk.pk)
    line = "Ada,Finch,ada.finch@larkspur.example,,,district administrator,"
    assert faults(clerk, line) == [(2, "role-beyond")]
    boss = make_account(Role.ADMINISTRATOR)
    assert faults(clerk, f"Other,Name,{boss.email},,,,") == [(2, "beyond")]


def test_a_list_that_broke_off_is_refused_until_someone_says_that_it_is_right(
    administrator: User, school: SchoolPage
) -> None:
    lines = [f"Ada,Finch{n},ada{n}@larkspur.example,,,," for n in range(12)]
    take(administrator, *lines)
    assert faults(administrator, *lines[:5], replace=True) == [("", "shrinks")]
    take(administrator, *lines[:5], replace=True, shorter=True)
    assert Staff.objects.filter(family_name__startswith="Finch", active=True).count() == 5
