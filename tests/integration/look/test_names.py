"""A teacher has one name for families: the one on the door, "Ms. Rivera"."""

import datetime as dt

from django.test import Client

from classroom.models import ClassroomTeacher
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories.district import District
from tests.factories.pages import make_teacher_page
from tests.factories.people import make_staff

TODAY = dt.date(2026, 11, 24)


def test_who_has_a_page_at_another_school_alone_goes_by_the_whole_name_here(
    district: District, client: Client
) -> None:
    both = make_staff((Role.TEACHER, district.school), given_name="Bo", family_name="Li")
    make_teacher_page(district.other_school, both, title="Mr. Li", slug="mr-li")
    ClassroomTeacher.objects.create(classroom=district.classroom, staff=both, part="co-teacher")
    page = client.get(district.classroom.url).text
    assert "<strong>Bo Li</strong>" in page
    assert "Mr. Li" not in page


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
