"""News and events of each school, and the choice of schools on the home page."""

import datetime as dt
from html.parser import HTMLParser
from typing import Any, override

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import (
    make_update,
    update_content,
)
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

FAIR = {"title": "Book fair", "date": dt.date(2026, 11, 19), "start_time": dt.time(15, 0)}
BOARD = {"title": "Board meeting", "date": dt.date(2026, 11, 17)}


class BySchool(HTMLParser):
    """{key of a school: text of its part}; "" for the part of all schools."""

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
    """The key by which the home page finds a school."""
    return str(school.translation_key)


def by_school(**more: Any) -> dict[str, str]:
    answer = Client().get(reverse("calendars:schools"), **more)
    assert answer.status_code == 200
    assert not answer.cookies
    return BySchool(answer.content.decode()).found


@pytest.fixture
def lively(district: District, clock: Clock) -> District:
    """A school with news, a team and an updated class; the district with a meeting."""
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


def test_a_familys_chosen_schools_survive_a_new_address(lively: District) -> None:
    def offered() -> list[str]:
        front = html.fromstring(Client().get("/").text)
        return front.xpath("//input[@type='checkbox']/@value")  # type: ignore[no-any-return]

    before = offered()
    lively.school.slug = "otter-creek"
    lively.school.save_revision().publish()
    assert offered() == before
    assert list(by_school()) == [*before, ""]
