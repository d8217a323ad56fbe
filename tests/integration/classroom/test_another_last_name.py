"""A teacher has another last name: the page is renamed when someone says so, with its address."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.assignments.renaming.offers import title_with
from classroom.models import TeacherPage
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.people.staff_file.importer import StaffImporter
from tests.factories.district import District
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(district: District) -> TeacherPage:
    """The teacher's page, called as families say it."""
    staff: Staff = district.teacher_staff
    Staff.objects.filter(pk=staff.pk).update(given_name="Ana", family_name="Rivera")
    found = TeacherPage.objects.get(pk=district.teacher_page.pk)
    found.title, found.slug = "Ms. Rivera", "ms-rivera"
    found.save_revision().publish(skip_permission_checks=True)
    return TeacherPage.objects.get(pk=found.pk)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_account(Role.ADMINISTRATOR))
    return client


def marry(district: District, name: str = "Haddad") -> Staff:
    staff = Staff.objects.get(pk=district.teacher_staff.pk)
    staff.family_name = name
    staff.save()
    return Staff.objects.get(pk=staff.pk)


def screen(staff: Staff) -> str:
    return reverse("classroom_renaming", args=[staff.pk])


def sent(page: TeacherPage, **more: Any) -> dict[str, Any]:
    return {f"rename_{page.pk}": "on", f"title_{page.pk}": "Ms. Haddad"} | more


@pytest.mark.parametrize(
    ("title", "old", "new", "expected"),
    [
        ("Ms. Rivera", "Rivera", "Haddad", "Ms. Haddad"),
        ("Ana Rivera", "rivera", "Haddad", "Ana Haddad"),
        ("Ms. Rivera-Cole", "Rivera", "Haddad", "Ms. Haddad-Cole"),
        ("Riverside classes", "Rivers", "Lake", "Riverside classes"),
        ("Sra. García López", "García López", "Ruiz", "Sra. Ruiz"),
        ("Mr. O’Neil", "O’Neil", r"\g<0>", r"Mr. \g<0>"),
    ],
)
def test_a_name_is_replaced_as_a_word(title: str, old: str, new: str, expected: str) -> None:
    assert title_with(title, old, new) == expected


def test_a_draft_of_the_page_stays_a_draft(
    district: District, page: TeacherPage, office: Client
) -> None:
    draft = page.get_latest_revision_as_object()
    draft.introduction = "<p>Not read by anyone yet.</p>"
    draft.save_revision()
    staff = marry(district)
    office.post(screen(staff), sent(page))
    renamed = TeacherPage.objects.get(pk=page.pk)
    assert (renamed.title, renamed.has_unpublished_changes) == ("Ms. Haddad", True)
    assert "Not read" not in renamed.introduction
    newest = renamed.get_latest_revision_as_object()
    assert (newest.title, newest.slug) == ("Ms. Haddad", "ms-haddad")
    assert "Not read" in newest.introduction


def test_a_page_that_waits_for_review_is_renamed_after_it(
    district: District, page: TeacherPage, office: Client
) -> None:
    page.get_workflow().start(page, district.teacher)
    staff = marry(district)
    assert "is with the school for review" in office.get(screen(staff)).text
    office.post(screen(staff), sent(page))
    assert TeacherPage.objects.get(pk=page.pk).title == "Ms. Rivera"
    assert Staff.objects.get(pk=staff.pk).former_family_name == "Rivera"


def test_who_leaves_it_as_it_is_is_not_asked_again(
    district: District, page: TeacherPage, office: Client
) -> None:
    staff = marry(district)
    office.post(screen(staff), {"leave": "1"})
    assert TeacherPage.objects.get(pk=page.pk).title == "Ms. Rivera"
    assert screen(staff) not in office.get(reverse("staff:edit", args=[staff.pk])).text


def test_a_staff_file_renames_no_page_and_the_record_offers_it(
    district: District, page: TeacherPage, office: Client
) -> None:
    staff = district.teacher_staff
    Staff.objects.filter(pk=staff.pk).update(email="ana@larkspur.example")
    importer = StaffImporter(None)
    file = b"first name,last name,email\nAna,Haddad,ana@larkspur.example\n"
    importer.apply(importer.read("staff.csv", file))
    assert Staff.objects.get(pk=staff.pk).former_family_name == "Rivera"
    assert TeacherPage.objects.get(pk=page.pk).title == "Ms. Rivera"
    assert screen(staff) in office.get(reverse("staff:edit", args=[staff.pk])).text


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COUNSELOR])
def test_nobody_renames_who_may_not_change_the_record(
    district: District, page: TeacherPage, role: Role
) -> None:
    staff = marry(district)
    client = Client()
    client.force_login(make_account(role, district.school))
    assert client.post(screen(staff), sent(page)).status_code in {302, 403}
    assert TeacherPage.objects.get(pk=page.pk).title == "Ms. Rivera"
