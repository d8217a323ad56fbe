"""All public pages have navigation and the right language, and load nothing from other servers."""

from typing import Any

import pytest
from django.test import Client

from classroom.models import ClassroomTeacher
from district_cms.people.models import Staff
from tests.factories.district import District
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


def test_a_class_shows_only_its_teachers_number(district: District, client: Client) -> None:
    Staff.objects.filter(pk=district.teacher_staff.pk).update(phone="(541) 555-0142")
    away = ClassroomTeacher.objects.get(classroom=district.classroom)
    helper = make_staff(email="stitute@larkspur.example")
    Staff.objects.filter(pk=helper.pk).update(phone="(541) 555-0177")
    ClassroomTeacher.objects.create(classroom=away.classroom, staff=helper, part="substitute")
    with_both = client.get(district.classroom.url).text
    away.delete()
    alone = client.get(district.classroom.url).text
    assert "(541) 555-0142" in with_both
    for text in (with_both, alone):
        assert helper.full_name in text
        assert "555-0177" not in text
        assert "stitute@larkspur" not in text


def choose(client: Client, language: str, **headers: str) -> Any:
    return client.post("/language/", {"language": language, "next": "/"}, headers=headers)


def test_other_sites_cannot_choose_the_language_or_redirect(
    district: District, client: Client
) -> None:
    assert choose(client, "es", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    response = client.post("/language/", {"language": "es", "next": "https://example.net/"})
    assert response.url == "/?lang=es"
