"""The set-up checklist: walked from an empty website to the last line."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.models import ClassroomTeacher
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.people.setting_up import checklist
from district_cms.schools.models import NOTICE_KINDS, DistrictSettings, NoSchoolDay, SchoolYear
from tests.factories.pages import (
    make_classroom,
    make_curriculum_page,
    make_home,
    make_school,
    make_teacher_page,
)
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db


def undone(user: User) -> list[str]:
    return [line.name for line in checklist(user) if not line.done]


def test_before_set_up_the_site_says_so_in_the_visitors_language(client: Client) -> None:
    page = client.get("/", follow=True)
    assert (page.status_code, "is not set up yet" in page.text) == (200, True)
    assert "Wagtail" not in page.text
    assert "aún no está listo" in client.get("/?lang=es", follow=True).text


def test_each_thing_that_is_made_crosses_its_line_off(client: Client) -> None:
    home = make_home()
    office = make_account(Role.ADMINISTRATOR)
    client.force_login(office)
    everything = ["School year and calendar", "Schools", "Principals", "Curriculum", "Classes"]
    settings = ["Required notices", "Records retention schedule", "Senders"]
    assert undone(office) == [*everything, *settings]
    assert "To do<" in client.get(reverse("wagtailadmin_home")).text
    today = timezone.localdate()
    first = dt.date(today.year - 1 if today.month < 8 else today.year, 8, 25)
    year = SchoolYear.objects.create(
        name=f"{first.year}-{(first.year + 1) % 100:02}",
        first_day=first,
        last_day=dt.date(first.year + 1, 7, 30),
    )
    assert "import the calendar" in checklist(office)[0].missing
    NoSchoolDay.objects.create(school_year=year, day=first + dt.timedelta(days=30), name="Fall")
    school = make_school(home)
    assert undone(office) == [*everything[2:], *settings]
    assert school.title in checklist(office)[2].missing
    make_staff((Role.PRINCIPAL, school))
    make_curriculum_page(home)
    teacher = make_staff((Role.TEACHER, school))
    page = make_teacher_page(school, teacher, title="Ms. Rivera", slug="ms-rivera")
    classroom = make_classroom(page, title="Math 3", school_year=year)
    ClassroomTeacher.objects.filter(classroom=classroom).delete()
    assert undone(office) == ["Classes", *settings]
    ClassroomTeacher.objects.create(classroom=classroom, staff=teacher)
    row = DistrictSettings.load()
    row.street, row.city, row.email = "1 Main St", "Larkspur", "office@larkspur.example"
    row.retention_schedule = "School schedule 7 of 2024"
    words = {"text": "Here.", "owner": "District office", "contact": "406-555-0100"}
    row.required_notices = [("notice", {"kind": kind, **words}) for kind, _name in NOTICE_KINDS]
    row.save()
    assert undone(office) == []
    cache.clear()
    assert "To do<" not in client.get(reverse("wagtailadmin_home")).text
    assert "Done<" in client.get(reverse("setting_up")).text


def test_an_unregistered_sender_is_reported_on_a_public_site(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://www.larkspur.example"
    make_home()
    line = checklist(make_account(Role.COMMUNICATIONS))[-1]
    assert "MAIL_PROVIDER" in line.missing
    assert "CLASS_MAIL_FROM" in line.missing
