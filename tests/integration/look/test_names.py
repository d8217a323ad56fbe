"""A teacher has one name for families: the one on the door, "Ms. Rivera"."""

import datetime as dt

from django.test import Client

from classroom.models import ClassroomTeacher
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from notifications.sources.classes import directory
from tests.factories.district import District
from tests.factories.pages import make_teacher_page
from tests.factories.people import make_staff

TODAY = dt.date(2026, 11, 24)


def test_class_and_teacher_pages_call_a_teacher_by_the_name_of_her_page(
    district: District, client: Client
) -> None:
    classroom = client.get(district.classroom.url).text
    assert "<strong>Ms. Rivera</strong>" in classroom
    assert "Elena Rivera" not in classroom
    page = client.get(district.teacher_page.url).text
    assert "Ms. Rivera</h1>" in page
    # Once with her whole name: another Ms. Rivera may teach here.
    assert page.count("Elena Rivera") == 1


def test_the_school_lists_both_the_name_on_the_door_and_the_whole_one(
    district: District, client: Client
) -> None:
    page = client.get(district.school.url).text
    assert ">Ms. Rivera</a>" in page
    assert "Elena Rivera" in page


def test_who_has_a_page_at_another_school_alone_goes_by_the_whole_name_here(
    district: District, client: Client
) -> None:
    both = make_staff((Role.TEACHER, district.school), given_name="Bo", family_name="Li")
    make_teacher_page(district.other_school, both, title="Mr. Li", slug="mr-li")
    ClassroomTeacher.objects.create(classroom=district.classroom, staff=both, part="co-teacher")
    page = client.get(district.classroom.url).text
    assert "<strong>Bo Li</strong>" in page
    assert "Mr. Li" not in page


def test_a_digest_calls_teachers_as_the_class_page_does(district: District) -> None:
    facts = directory(TODAY).classes[district.classroom.translation_key]
    assert facts.teachers == "Ms. Rivera"


def test_a_class_without_an_address_or_telephone_has_no_empty_heading(
    district: District, client: Client
) -> None:
    address = district.classroom.url
    Staff.objects.update(email="", phone="")
    assert 'id="contact-title"' not in client.get(address).text
    district.classroom.contact_phone = "406-555-0112"
    district.classroom.save()
    assert 'id="contact-title"' in client.get(address).text


def test_a_class_that_nobody_teaches_names_the_office_of_its_school(
    district: District, client: Client
) -> None:
    SchoolPage.objects.update(email="juniper-creek@larkspur.example", phone="406-555-0140")
    district.classroom.contact_hours = "after school on Mondays"
    district.classroom.save()
    address = district.classroom.url
    assert "juniper-creek@larkspur.example" not in client.get(address).text
    ClassroomTeacher.objects.all().delete()
    page = client.get(address).text
    assert "School office</h2>" in page
    assert 'href="mailto:juniper-creek@larkspur.example"' in page
    assert 'href="tel:406-555-0140"' in page
    assert "after school on Mondays" not in page
    spanish = client.get(address, headers={"accept-language": "es"}).text
    assert "Oficina de la escuela</h2>" in spanish
