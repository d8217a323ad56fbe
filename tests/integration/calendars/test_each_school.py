"""What is new and what is coming, school by school, and the choice of schools on the front page."""

import datetime as dt
from html.parser import HTMLParser
from typing import Any, override

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from wagtail.models import PageViewRestriction

from district_cms.schools.models import NoSchoolDay
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_school,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

FAIR = {"title": "Book fair", "date": dt.date(2026, 11, 19), "start_time": dt.time(15, 0)}
BOARD = {"title": "Board meeting", "date": dt.date(2026, 11, 17)}


class BySchool(HTMLParser):
    """{key of a school: the words that stand in its part}; by "" those for all."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._in: str | None = None
        self._deep = 0
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: Any) -> None:
        named = dict(attrs)
        if "data-school" in named:
            self._in, self._deep = named["data-school"], 0
            self.found[self._in] = ""
        elif tag == "section" and self._in is not None:
            self._deep += 1

    @override
    def handle_data(self, data: str) -> None:
        if self._in is not None:
            self.found[self._in] += f"{data.strip()} "

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "section" and self._in is not None:
            self._in = None if self._deep == 0 else self._in
            self._deep -= 1


def key(school: Any) -> str:
    """By which the front page finds a school again."""
    return str(school.translation_key)


def by_school(**more: Any) -> dict[str, str]:
    answer = Client().get(reverse("calendars:schools"), **more)
    assert answer.status_code == 200
    assert not answer.cookies
    return BySchool(answer.content.decode()).found


@pytest.fixture
def lively(district: District, clock: Clock) -> District:
    """A school with news, a team and a class that was updated; the district with a meeting."""
    clock("2026-11-09 09:00")
    board = make_activity(district.home, title="District news", slug="news", kind="news")
    make_post(board, title="The board meets", events=[("event", BOARD)])
    news = make_activity(district.school, title="Otter news", slug="news", kind="news")
    make_post(news, title="The fair is back", events=[("event", FAIR)])
    for number in range(1, 5):
        clock(f"2026-11-10 09:0{number}")
        make_post(make_activity(district.other_school, title=f"Team {number}", slug=f"t{number}"))
    make_update(district.classroom, **update_content(district.curriculum))
    clock("2026-11-10 10:00")
    return district


def test_each_school_has_its_news_its_classes_and_its_days(lively: District) -> None:
    found = by_school()
    assert list(found) == [key(lively.school), key(lively.other_school), ""]
    own, other, for_all = found.values()
    for words in ("The fair is back", "Otter news", "Math 3", "Ms. Rivera", "Book fair", "3:00 pm"):
        assert words in own
        assert words not in other
        assert words not in for_all
    # Of teams and clubs as well, the newest three.
    assert [f"Team {number}" in other for number in range(1, 5)] == [False, True, True, True]
    assert "Board meeting" in for_all
    assert "Board meeting" not in own + other
    assert "Nothing new right now." not in "".join(found.values())


def test_what_is_not_for_everyone_is_named_nowhere(lively: District) -> None:
    closed = PageViewRestriction.objects.create(
        page=lively.classroom, restriction_type="password", password="otter"
    )
    assert "Math 3" not in by_school()[key(lively.school)]
    closed.page = lively.school
    closed.save()
    assert list(by_school()) == [key(lively.other_school), ""]


def test_a_class_is_new_for_two_weeks(lively: District, clock: Clock) -> None:
    clock("2026-11-24 23:00")
    assert "Math 3" in by_school()[key(lively.school)]
    clock("2026-11-25 00:30")
    assert "Math 3" not in by_school()[key(lively.school)]


def test_it_is_asked_for_again_and_sent_only_where_it_changed(lively: District) -> None:
    address = reverse("calendars:schools")
    first = Client().get(address)
    assert "public" in first["Cache-Control"]
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    make_post(make_activity(lively.school, title="Chess", slug="chess", kind="club"))
    changed = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_it_speaks_spanish_and_leads_on_in_it(lively: District) -> None:
    page = Client().get(f"{reverse('calendars:schools')}?lang=es").content.decode()
    assert 'lang="es"' in page
    assert f'href="{lively.school.url}?lang=es"' in page
    # The key of a school is the same in every language.
    assert f'data-school="{key(lively.school)}"' in page
    assert "What is new in each school" not in page


def test_the_front_page_is_the_same_for_everyone_and_offers_every_school(lively: District) -> None:
    first = Client().get("/")
    page = first.content.decode()
    assert f'data-source="{reverse("calendars:schools")}"' in page
    for school in (lively.school, lively.other_school):
        assert f'value="{key(school)}"' in page
    assert not first.cookies
    assert Client().get("/").content == first.content
    assert reverse("calendars:schools") in Client().get("/sitemap-calendars.xml").content.decode()


def test_a_family_s_choice_holds_when_a_school_gets_another_address(lively: District) -> None:
    def offered() -> list[str]:
        front = html.fromstring(Client().get("/").text)
        return front.xpath("//input[@type='checkbox']/@value")  # type: ignore[no-any-return]

    before = offered()
    lively.school.slug = "otter-creek"
    lively.school.save_revision().publish()
    assert offered() == before
    assert list(by_school()) == [*before, ""]


def test_what_the_front_page_takes_over_brings_no_name_that_it_has_already(
    lively: District,
) -> None:
    NoSchoolDay.objects.create(school_year=lively.year, day=dt.date(2026, 11, 24), name="Snow")
    lively.year.save()
    front = html.fromstring(Client().get("/").text)
    assert "Snow" in front.text_content()
    page = html.fromstring(Client().get(reverse("calendars:schools")).text)
    assert "Snow" in page.xpath("//*[@data-school='']")[0].text_content()
    taken = page.xpath("//*[@data-school]/descendant-or-self::*/@id")
    assert taken
    assert not {*taken} & {*front.xpath("//@id")}


def test_more_schools_classes_and_posts_ask_no_more(lively: District) -> None:
    by_school()
    with CaptureQueriesContext(connection) as before:
        by_school()
    for number in range(3):
        school = make_school(lively.home, title=f"School {number}", slug=f"school-{number}")
        make_post(make_activity(school), events=[("event", FAIR)])
        room = make_classroom(make_teacher_page(school), title=f"Science {number}")
        make_update(room, **update_content(lively.curriculum))
    with CaptureQueriesContext(connection) as after:
        assert len(by_school()) == 6
    assert len(after) == len(before)
