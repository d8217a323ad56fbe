"""What comes with a page in one query is what it says when it is asked for by itself."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client, RequestFactory
from wagtail.models import Page

from classroom.models import ClassroomPage, ClassroomTeacher, UpdatePage
from classroom.presentation.beside import beside
from district_cms.people.roles import Role
from district_cms.schools.routing.compiled import _written, compiled
from district_cms.schools.routing.read_along import Reading, _readings
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.factories.people import make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

SIGNS = 'Ms. "O\\Brien", {the} [other] ñ\'s & <i>'


@pytest.mark.parametrize("depth", [4, 5])
@pytest.mark.parametrize("label, name, reading", [
    (label, name, reading) for label, found in _readings.items() for name, reading in found.items()
])  # fmt: skip
def test_a_statement_that_is_written_once_is_that_of_each_page(
    label: str, name: str, reading: Reading, depth: int
) -> None:
    kind = ContentType.objects.get_by_natural_key(*label.split("."))
    for key, path in ((31, "0001000A00ZZ0Q010002"), (7, "000100010001000100AB"), (31, "0001" * 5)):
        page = Page(pk=key, path=path[: 4 * depth], depth=depth, content_type=kind)
        rows = reading(page)
        text = compiled(page, name, reading)
        assert rows is not None
        assert text is not None
        sql, params = rows.query.sql_with_params()
        assert (text.sql, list(text.params)) == (sql, list(params))
        assert key in params or any(path[: 4 * (depth - 1)] in str(param) for param in params)


def test_a_statement_of_another_day_is_written_anew(clock: Clock) -> None:
    kind = ContentType.objects.get_for_model(ClassroomPage)
    page = Page(pk=31, path="0001000100010001", depth=4, content_type=kind)
    reading = _readings["classroom.classroompage"]["teaching"]
    said = []
    for day in ("2026-11-24", "2026-11-25"):
        clock(f"{day} 09:00")
        text = compiled(page, "teaching", reading)
        assert text is not None
        said.append([str(param) for param in text.params])
        assert day in said[-1]
    assert said[0] != said[1]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite is asked whether it can")
def test_a_page_is_served_while_another_program_writes_to_sqlite(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Django remembers where the write lock was not to be had within its patience.
    monkeypatch.setitem(connection.features.__dict__, "supports_json_field", False)
    _written.forget()
    for page in (district.home, district.school, district.classroom):
        assert client.head(page.url).status_code == 200


def test_a_place_that_is_no_place_of_a_page_is_refused() -> None:
    page = Page(pk=31, path="000100010001", depth=3, content_type_id=1)

    def below(page: Page) -> Any:
        return Page.objects.filter(path__gt=f"{page.path}0000").values("pk")

    with pytest.raises(ValueError, match="Not the place"):
        compiled(page, "a test", below)


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
