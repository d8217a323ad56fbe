"""Staff from a CSV file who leave, come back, or have another address."""

import datetime as dt

import pytest
from django.utils import timezone

from district_cms.imports.importer import ImportRefused
from district_cms.imports.reading import Plan
from district_cms.people.invitations.services import invite
from district_cms.people.leaving import end_accounts_due, set_last_day
from district_cms.people.models import Invitation, Staff
from district_cms.people.roles import Role
from district_cms.people.staff_file.importer import StaffImporter
from district_cms.schools.models import SchoolPage
from tests.factories.people import fresh, make_staff

pytestmark = pytest.mark.django_db

HEAD = "first name,last name,email,title,school,role,roster id"
OTHER = "Elena,Rivera,elena.rivera@larkspur.example,Teacher,,,"
DAY = dt.timedelta(days=1)


def take(*lines: str, **options: bool) -> Plan:
    importer = StaffImporter(None, **options)
    return importer.apply(importer.read("staff.csv", "\n".join([HEAD, *lines]).encode()))


def shown(plan: Plan) -> list[tuple[str, str]]:
    importer = StaffImporter(None)
    return [(row.what, row.text) for row in map(importer.show, plan.changes)]


def faults(*lines: str, **options: bool) -> list[tuple[object, str]]:
    with pytest.raises(ImportRefused) as refused:
        take(*lines, **options)
    return [(error.row, error.fault) for error in refused.value.errors]


@pytest.fixture
def ana(school: SchoolPage) -> Staff:
    staff = make_staff((Role.TEACHER, school), given_name="Ana", family_name="Old")
    Staff.objects.filter(pk=staff.pk).update(source_id="T-1")
    staff.refresh_from_db()
    return staff


def test_people_gone_by_the_file_cannot_sign_in_and_those_who_return_can(
    ana: Staff, school: SchoolPage
) -> None:
    today = timezone.localdate()
    set_last_day(staff=ana, last_day=today - DAY, actor="nightly")
    Staff.objects.filter(pk=ana.pk).update(last_day=today + 9 * DAY)
    gone = take(OTHER, replace=True, shorter=True)
    assert ("Ana Old", "no longer works here; the account ends") in shown(gone)
    ana.refresh_from_db()
    assert (ana.active, ana.last_day) == (False, None)
    assert not fresh(ana.user).is_active
    back = take(f"Ana,Old,{ana.email},,{school.title},teacher,T-1")
    ((who, text),) = shown(back)
    assert who == "Ana Old"
    assert "Works here: Yes" in text
    assert "the account has ended" in text
    # The role that was over is given again.
    assert list(ana.roles.values_list("role", "until")) == [("teacher", None)]
    assert end_accounts_due(today=today + 60 * DAY) == 0
    assert Staff.objects.get(pk=ana.pk).active


def test_the_preview_names_the_person_and_what_they_lose(ana: Staff, school: SchoolPage) -> None:
    line = f"Evil,Twin,{ana.email},,{school.title},principal,"
    ((who, text),) = shown(take(line, roles=True))
    assert who == "Ana Old"
    assert text.count("Name: Evil Twin") == 1
    assert f"Roles that end: Teacher ({school.title})" in text


def test_an_account_signs_in_with_the_new_address_and_is_invited_there(ana: Staff) -> None:
    account = ana.user
    assert account is not None
    account.set_unusable_password()
    account.save()
    invite(accounts=[account])
    ((_who, text),) = shown(take("Ana,Old,ana.new@larkspur.example,,,,T-1"))
    assert "Signs in with: ana.new@larkspur.example" in text
    assert fresh(account).email == "ana.new@larkspur.example"
    assert Invitation.objects.get(user=account).address == "ana.new@larkspur.example"


def test_an_address_of_another_account_is_a_mistake_at_its_line(ana: Staff) -> None:
    account = ana.user
    assert account is not None
    old = account.email
    Staff.objects.filter(pk=ana.pk).update(email="ana.new@larkspur.example")
    line = f"Bo,Newhire,{old},,,,T-2"
    assert faults(OTHER, line, accounts=True) == [(3, "other-account")]
    bo = make_staff(given_name="Bo", family_name="Newhire")
    Staff.objects.filter(pk=bo.pk).update(source_id="T-2")
    assert faults(line) == [(2, "other-account")]


def test_control_characters_are_mistakes() -> None:
    lines = ["A\x0bna,Old,a@larkspur.example,,,,", "Ana,Old,b@larkspur.example,,,,\x01T"]
    assert faults(*lines) == [(2, "unreadable"), (3, "unreadable")]
