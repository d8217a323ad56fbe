"""The teacher's first screen: what is in hand for each class, and the one way to begin."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.home.selectors import to_do
from classroom.home.ways import compose_url
from classroom.ledger.keeping import refresh_classes
from classroom.selectors import own_classrooms
from classroom.states import UpdateState
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_draft, make_teacher_page, update_content
from tests.factories.people import make_account
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
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def test_it_says_what_must_be_done_now_and_when_the_next_day_is(district: District) -> None:
    refresh_classes(classroom_ids=[district.classroom.pk])
    home = home_of(district)
    assert "Today is a posting day: 1 class still needs its update." in home
    assert "Next posting day: Tuesday, November 24 (today), by 11:59 pm" in home
    Walk.begin(district).submit()
    assert "Next posting day: Tuesday, December 1 (in 7 days), by 11:59 pm" in home_of(district)


def test_a_posting_day_that_is_empty_is_named_beside_the_one_that_has_its_update(
    district: District,
) -> None:
    """One update of this window meets its own day; a second one fills the day before, late."""
    Walk.begin(district).submit().approve()
    home = home_of(district)
    assert "Posted for Tuesday, November 24." in home
    late = "Tuesday, November 3 has no update. One more by Tuesday, November 24 counts for it, late"
    assert late in home
    Walk.begin(district).submit().approve()
    assert "has no update" not in home_of(district)


def test_what_is_with_the_principal_stands_with_its_class_and_nowhere_else(
    district: District,
) -> None:
    Walk.begin(district, title="Fractions").submit()
    home = home_of(district)
    assert "With the principal: “Fractions”" in home
    assert "in a workflow" not in home  # Wagtail's own list of the same


def test_what_came_back_says_who_wrote_what(district: District) -> None:
    Walk.begin(district, title="Fractions").submit().send_back()
    home = home_of(district)
    assert "1 update came back to you." in home
    assert "Sent back: “Fractions”" in home
    assert f"{district.principal.get_full_name()}: “Add the room.”" in home


def test_the_work_of_a_class_is_in_the_order_of_what_can_be_done(district: District) -> None:
    content = update_content(district.curriculum)
    Walk.begin(district, title="Live").submit().approve()
    Walk.begin(district, title="Waits").submit()
    make_draft(district.classroom, **content | {"title": "Begun"})
    Walk.begin(district, title="Back").submit().send_back()
    Walk.begin(district, title="Changed").submit().approve().change()
    [row] = to_do(list(own_classrooms(district.teacher)))
    assert [(work.title, work.state) for work in row.work] == [
        ("Back", UpdateState.SENT_BACK),
        ("Begun", UpdateState.DRAFT),
        ("Changed", UpdateState.CHANGED),
        ("Waits", UpdateState.WITH_PRINCIPAL),
        ("Live", UpdateState.LIVE),
    ]


def test_six_queries_whatever_a_teacher_teaches(
    district: District, django_assert_max_num_queries: Any
) -> None:
    for _number in range(3):
        make_classroom(district.teacher_page)
    Walk.begin(district).submit().send_back()
    Walk.begin(district).submit()
    user = district.teacher
    to_do(list(own_classrooms(user)))  # remembers the content type of pages
    with django_assert_max_num_queries(6):
        assert len(to_do(list(own_classrooms(user)))) == 4


def test_several_classes_are_chosen_on_a_screen_of_its_own_where_none_is(
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


def test_a_teacher_without_a_class_reads_who_assigns_it(district: District) -> None:
    client = Client()
    client.force_login(make_account(Role.TEACHER, district.school))
    home = html.unescape(client.get(reverse("wagtailadmin_home")).text)
    assert "You have no classes here yet. A district administrator assigns them" in home
    client.force_login(district.principal)
    assert "You have no classes here yet" not in client.get(reverse("wagtailadmin_home")).text
