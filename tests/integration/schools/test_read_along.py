"""What comes with a page in one query is what it says when it is asked for by itself."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Page

from classroom.models import ClassroomTeacher, UpdatePage
from classroom.presentation.beside import beside
from district_cms.people.roles import Role
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

SIGNS = 'Ms. "O\\Brien", {the} [other] ñ\'s & <i>'


def both(client: Client, page: Page) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the template is given at the page's address, and where it is drawn by itself."""
    served = client.get(page.url).context
    fresh = type(page).objects.get(pk=page.pk)
    request = RequestFactory().get(page.url, headers={"Host": "localhost"})
    return served, fresh.get_context(request)


def test_who_teaches_is_the_same_on_class_and_update_however_they_are_drawn(
    district: District, client: Client
) -> None:
    other = make_staff((Role.TEACHER, district.school), given_name="Zoë", family_name="O'Brien")
    make_teacher_page(district.school, other, title=SIGNS, slug="other")
    ClassroomTeacher.objects.create(
        classroom=district.classroom, staff=other, part=ClassroomTeacher.Part.CO_TEACHER
    )
    update = make_update(district.classroom, **update_content(district.curriculum))
    for page in (district.classroom, update):
        for context in both(client, page):
            assert [each["name"] for each in context["teachers"]] == ["Ms. Rivera", SIGNS]
            assert context["teachers"][0]["email"] == district.teacher_staff.email


def test_the_updates_beside_are_the_same_however_a_page_is_drawn(
    district: District, client: Client
) -> None:
    made = [
        make_update(
            district.classroom,
            **update_content(district.curriculum, title=f"{SIGNS} {day}", period_start=day),
        )
        for day in (dt.date(2026, 10, 1), dt.date(2026, 10, 8), dt.date(2026, 10, 15))
    ]
    for context in both(client, made[1]):
        assert (context["before"]["url"], context["after"]["url"]) == (made[0].url, made[2].url)
        assert context["before"]["title"] == made[0].title
    for context in both(client, made[2]):
        assert context["after"] == {}


def test_a_school_shows_the_same_people_and_activities_however_it_is_drawn(
    district: District, client: Client
) -> None:
    news = make_activity(district.school, kind="news", title=f"News of {SIGNS}", slug="news")
    post = make_post(news)
    make_activity(district.school, title="Zither", slug="zither")
    make_activity(district.school, title="band", slug="band")
    for context in both(client, district.school):
        assert [each["name"] for each in context["principals"]] == [
            district.principal_staff.full_name
        ]
        assert [each["title"] for each in context["activities"]] == ["band", "Zither"]
        assert [each["title"] for each in context["news_pages"]] == [news.title]
        assert [each["url"] for each in context["news"]] == [post.url]


def test_two_leads_of_one_family_name_stand_in_one_order(
    district: District, client: Client
) -> None:
    """The first is the one to be asked, whoever was entered first."""
    people = [
        make_staff((Role.TEACHER, district.school), given_name=name, family_name="O'Brien")
        for name in ("Zoë", "Ana")
    ]
    shared = make_classroom(district.teacher_page, teachers=tuple(people), title="Shared")
    for context in both(client, shared):
        assert [each["email"] for each in context["teachers"]] == [
            people[1].email,
            people[0].email,
        ]


def test_letters_with_accents_stand_beside_those_without(
    district: District, client: Client
) -> None:
    for slug, title in (("z", "Zither"), ("a", "Álgebra para familias"), ("b", "Band")):
        make_activity(district.school, title=title, slug=slug)
    for name in ("Zimmer", "Álvarez"):
        make_staff((Role.PRINCIPAL, district.other_school), family_name=name)
    for context in both(client, district.school):
        assert [each["title"][0] for each in context["activities"]] == ["Á", "B", "Z"]
    district.other_principal_staff.roles.all().delete()
    for context in both(client, district.other_school):
        assert [each["name"].split()[-1] for each in context["principals"]] == ["Álvarez", "Zimmer"]


def test_an_update_that_is_only_previewed_has_none_beside_it(district: District) -> None:
    request = RequestFactory().get("/", headers={"Host": "localhost"})
    assert beside(UpdatePage(title="Not saved"), request) == ({}, {})
