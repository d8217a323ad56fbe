"""The teacher's home screen: the updates in progress of each class, and one way to start."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from classroom.addresses import compose_url
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_teacher_page
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(district: District, clock: Clock) -> None:
    clock("2026-11-24 09:00")


def home_of(district: District) -> str:
    client = Client()
    client.force_login(district.teacher)
    page = html.unescape(client.get(reverse("wagtailadmin_home")).text)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_returned_update_shows_the_comment_and_its_author(district: District) -> None:
    Walk.begin(district, title="Fractions").submit().send_back()
    home = home_of(district)
    assert "Math 3 Sent back" in home
    assert "Sent back : “Fractions”" in home
    assert f"{district.principal.get_full_name()}: “Add the room.”" in home


def test_a_teacher_with_several_classes_chooses_first(
    district: District,
) -> None:
    client, compose = Client(), reverse("classroom_compose")
    client.force_login(district.teacher)
    assert compose_url([district.classroom]) == f"{compose}?class={district.classroom.pk}"
    several = f'href="{compose}">Post to several classes'
    assert several not in client.get(reverse("wagtailadmin_home")).text
    make_classroom(district.teacher_page, title="Reading 3")
    assert several in client.get(reverse("wagtailadmin_home")).text
    assert 'type="checkbox" name="class"' in (shown := client.get(compose).text)
    assert not re.search(r'name="class"[^>]*checked', shown)


def test_a_school_is_named_where_a_teacher_has_classes_in_several(district: District) -> None:
    client, compose = Client(), reverse("classroom_compose")
    client.force_login(district.teacher)

    def read(address: str) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(client.get(address).text)).split())

    room = make_classroom(district.teacher_page, title="Reading 3", section="A")
    make_classroom(district.teacher_page, title="Reading 3", section="B")
    screens = [reverse("wagtailadmin_home"), compose, compose_url([room])]
    assert all("Reading 3, A" in (words := read(each)) for each in screens)
    assert "Reading 3, A, Juniper Creek" not in words
    there = make_teacher_page(district.other_school, district.teacher_page.staff)
    make_classroom(there, title="Reading 3", section="C")
    assert all("Reading 3, A, Juniper Creek Elementary" in read(each) for each in screens)
    words = read(compose)
    assert "Reading 3, Juniper Creek Elementary: all 2" in words
    assert "Reading 3: all" not in words
    assert "All your classes: all 4" in words
