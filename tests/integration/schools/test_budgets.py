"""How many queries a public page may ask: more is a fault, whoever adds one. With cold caches, as
the first visit after a start; and warm, as every other."""

import datetime as dt
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from classroom.models import UpdatePage
from district_cms.activities.models import ActivityPage
from district_cms.web import versions
from tests.budgets import assert_within, queries_of
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.editor import make_picture
from tests.factories.pages import (
    make_classroom,
    make_school,
    make_standard_page,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.integration.conftest import made_for_a_module

pytestmark = pytest.mark.django_db
Warm = Callable[[str], list[str]]


@pytest.fixture(scope="module", autouse=True)
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="module")
def newest(
    built: District, storage: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[UpdatePage]:
    with made_for_a_module(django_db_blocker, lambda: a_dozen_updates(built)) as update:
        yield update


@pytest.fixture
def warm(client: Client, monkeypatch: pytest.MonkeyPatch) -> Warm:
    """What a second visit asks, by a process that keeps what it has read, as it does wherever the
    request is in no transaction."""
    this_test = uuid4().hex
    monkeypatch.setattr(versions, "connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(versions._poll, "token", lambda name: this_test)

    def ask(address: str) -> list[str]:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in queries]

    return ask


@pytest.fixture
def update(newest: UpdatePage, district: District) -> UpdatePage:
    return UpdatePage.objects.get(pk=newest.pk)


def a_dozen_updates(district: District) -> UpdatePage:
    """The newest of them, with everything that an update usually holds."""
    plain = update_content(district.curriculum)
    for number in range(11):
        start = dt.date(2026, 9, 1) + dt.timedelta(days=number)
        make_update(district.classroom, **{**plain, "period_start": start})
    picture = {
        "image": make_picture(),
        "description": "Two number lines, drawn with chalk on a wall.",
        "source": "district",
        "people": "none",
    }
    table = {
        "data": [["Fraction", "Half"], ["1/2", "yes"], ["1/4", "no"]],
        "table_caption": "Which of them is a half?",
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
    content = {
        **plain,
        "lesson": [
            *plain["lesson"],
            ("picture", picture),
            ("table", table),
            ("picture", {**picture, "image": make_picture("Number lines on the floor")}),
        ],
        "assignments": plain["assignments"] * 3,
        "curriculum": [
            *plain["curriculum"] * 2,
            ("link", {"url": "https://curriculum.larkspur.example/3/", "text": "Unit 3"}),
        ],
        "events_none": False,
        "events": [
            ("event", {"title": "Concert", "date": dt.date(2026, 11, 20), "place": "Gym"}),
            ("event", {"title": "Museum", "date": dt.date(2026, 11, 23), "off_campus": True}),
        ],
    }
    return make_update(district.classroom, **content)


def test_a_class_page_asks_at_most_10_queries_and_6_once_it_is_warm(
    district: District, update: UpdatePage, client: Client, warm: Warm
) -> None:
    assert_within(10, queries_of(client, district.classroom.url))
    assert_within(10, queries_of(client, f"{district.classroom.url}?page=2"))
    assert_within(6, warm(district.classroom.url))


def test_an_update_asks_at_most_9_queries_and_6_once_it_is_warm(
    update: UpdatePage, client: Client, warm: Warm
) -> None:
    assert_within(9, queries_of(client, update.url))
    assert_within(6, warm(update.url))


def test_a_gallery_of_pictures_costs_one_query_more(update: UpdatePage, client: Client) -> None:
    before = queries_of(client, update.url)
    pictures = [child.value for child in update.lesson if child.block_type == "picture"]
    update.pictures = [("picture", picture) for picture in pictures * 3]
    update.save_revision().publish()
    assert_within(len(before) + 1, queries_of(client, update.url))


def test_a_feed_asks_at_most_8_queries(
    district: District, update: UpdatePage, client: Client
) -> None:
    assert_within(8, queries_of(client, f"{district.classroom.url}feed/"))


def test_a_school_with_12_classes_asks_as_much_as_one_with_4_and_10_queries_once_it_is_warm(
    district: District, client: Client, warm: Warm
) -> None:
    for _each in range(3):
        make_classroom(district.teacher_page)
    for kind in (ActivityPage.Kind.NEWS, ActivityPage.Kind.MUSIC):
        make_post(make_activity(district.school, kind=kind, slug=kind, title=f"Our {kind}"))
    few = queries_of(client, district.school.url)
    for _teacher in range(4):
        page = make_teacher_page(district.school)
        for _each in range(2):
            make_classroom(page)
    many = queries_of(client, district.school.url)
    page_as_shown = client.get(district.school.url)
    assert sum(len(teacher["classes"]) for teacher in page_as_shown.context["teachers"]) == 12
    shown = page_as_shown.context
    assert [len(shown[each]) for each in ("principals", "activities", "news")] == [1, 1, 1]
    assert_within(13, many)
    assert len(many) == len(few)
    assert_within(10, warm(district.school.url))


def test_a_teacher_page_asks_as_much_for_8_classes_as_for_one(
    district: District, client: Client
) -> None:
    one = queries_of(client, district.teacher_page.url)
    for _each in range(7):
        make_classroom(district.teacher_page)
    many = queries_of(client, district.teacher_page.url)
    assert_within(11, many)
    assert len(many) == len(one)


def test_the_home_page_asks_as_much_for_6_schools_as_for_2_and_few_queries_once_it_is_warm(
    district: District, client: Client, warm: Warm
) -> None:
    two = queries_of(client, "/")
    for _each in range(4):
        make_school(district.home)
    make_standard_page(district.home)
    six = queries_of(client, "/")
    assert_within(15, six)
    assert len(six) == len(two)
    assert_within(3, warm("/"))


def test_a_search_asks_a_dozen_queries_and_what_is_known_of_each_kind_however_much_it_finds(
    district: District, update: UpdatePage, client: Client
) -> None:
    nothing = queries_of(client, "/search/?q=otters")
    found = queries_of(client, "/search/?q=quarters")
    assert client.get("/search/?q=quarters").context["total"] == 12
    # On PostgreSQL texts are asked for in a transaction of its own: four statements more.
    # What was meant otherwise is asked so often in ten minutes, and counted.
    assert_within(18, nothing)
    assert_within(19, found)
    # What is known of teachers, of classes and of curriculum pages: two more each at most.
    assert_within(23, queries_of(client, "/search/?q=math"))
    # Nothing was found, so all of it is asked again in another spelling.
    assert_within(33, queries_of(client, "/search/?q=rivra"))


def test_a_page_that_is_not_there_is_found_out_with_few_queries(
    district: District, client: Client
) -> None:
    address = f"{district.classroom.url}2026-12-01/no/such/page/"
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 404
    assert_within(10, [query["sql"] for query in queries])
