"""What families find on the pages, where templates decide it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from lxml import html
from lxml.html import HtmlElement
from pytest_django import DjangoAssertNumQueries

from classroom.blocks import EventBlock
from classroom.models import UpdatePage
from tests.factories.activities import make_activity
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_update, update_content

CONCERT = {"title": "Winter concert", "date": dt.date(2026, 12, 10)}


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def beside(page: HtmlElement) -> str:
    """The words of "Coming up" beside the update, where the window is wide."""
    (section,) = page.xpath("//aside//section[@aria-labelledby='coming-title']")
    return words(section)


def within(page: HtmlElement) -> str:
    """The words of "Coming up" in the update, where the window is narrow."""
    (section,) = page.xpath("//section[@aria-labelledby='part-events']")
    return words(section)


@pytest.mark.parametrize("where", [beside, within])
def test_the_teacher_s_reason_for_no_events_stands_there_at_every_width(
    where: Any, district: District, client: Client
) -> None:
    reason = "The spring plan will be here in January."
    make_update(
        district.classroom,
        **update_content(district.curriculum, events_none_reason=reason),
    )
    assert where(read(client, district.classroom.url)) == (
        f"Coming up Nothing this time, because: {reason}"
    )


def test_without_a_reason_the_side_says_what_will_come(
    update: UpdatePage, district: District, client: Client
) -> None:
    assert "No dates right now" in beside(read(client, district.classroom.url))


@pytest.mark.parametrize("where", [beside, within])
def test_a_date_of_the_update_before_is_not_lost_at_any_width(
    where: Any, district: District, client: Client
) -> None:
    content = update_content(district.curriculum)
    make_update(
        district.classroom,
        **{**content, "events_none": False, "events": [("event", CONCERT)]},
        slug="before",
    )
    make_update(district.classroom, **{**content, "period_start": dt.date(2026, 12, 1)})
    shown = where(read(client, district.classroom.url))
    assert "Winter concert" in shown
    assert "Nothing this time" not in shown


@pytest.mark.parametrize("where", [beside, within])
def test_a_date_that_is_over_is_no_longer_coming_up(
    where: Any, district: District, client: Client
) -> None:
    events = [("event", {**CONCERT, "date": dt.date(2026, 11, 9)})]
    content = update_content(district.curriculum, events_none=False, events=events)
    update = make_update(district.classroom, **content)
    shown = where(read(client, district.classroom.url))
    assert "No dates right now" in shown
    assert "Winter concert" not in shown
    assert "Winter concert" in within(read(client, update.url))


@pytest.mark.parametrize("event, public", [
    ({"audience": "families"}, False),
    ({"audience": "", "off_campus": True}, False),
    ({"audience": "", "off_campus": False}, True),
    ({"audience": "everyone", "off_campus": True}, True),
])  # fmt: skip
def test_an_event_that_is_drawn_by_itself_hides_what_its_page_hides(
    event: dict[str, Any], public: bool
) -> None:
    value = {**CONCERT, "place": "Town hall", "start_time": dt.time(18, 0), **event}
    block = EventBlock()
    drawn = block.render(block.normalize(value))
    assert ("Town hall" in drawn) is public
    assert ("6:00 pm" in drawn) is public
    assert ("Ask the teacher or the school office." in drawn) is not public


@pytest.mark.parametrize("typed, shown, listed", [
    ("4", "4", "Room 4"),
    ("Room 4", "4", "Room 4"),
    ("rm. 4B", "4B", "Room 4B"),
    ("Salón 4", "4", "Room 4"),
    ("Library", "Library", "Library"),
    ("Music room", "Music room", "Music room"),
    ("", None, None),
])  # fmt: skip
def test_a_room_is_named_once_however_it_was_typed(
    typed: str, shown: str | None, listed: str | None, district: District, client: Client
) -> None:
    room = make_classroom(district.teacher_page, title="Pottery", room=typed)
    page = read(client, room.url)
    found = page.xpath("//dt[text()='Room']/following-sibling::dd")
    assert [words(value) for value in found] == ([shown] if shown else [])
    school = read(client, district.school.url)
    (facts,) = school.xpath("//li[./h4/a[text()='Pottery']]/p[@class='class-list__facts']")
    last = [words(fact) for fact in facts.xpath("./span")][-1]
    assert last == (listed or "Mathematics")


def test_an_update_leads_back_to_all_updates_of_its_class(
    update: UpdatePage, district: District, client: Client
) -> None:
    page = read(client, update.url)
    (link,) = page.xpath("//main//a[text()='All updates from this class']")
    assert link.get("href") == district.classroom.url
    assert not page.xpath("//nav[contains(@class, 'pager')]")


def test_a_result_says_whose_it_is(update: UpdatePage, district: District, client: Client) -> None:
    make_classroom(district.teacher_page, title="Pottery")
    found = {}
    for query in ("pottery", "quarters", "rivera", "juniper"):
        for result in read(client, f"/search/?q={query}").xpath("//li[@class='search-result']"):
            title, where = result.xpath("./h3|./p[@class='search-result__where']")
            found[words(title)] = words(where)
    assert found == {
        "Pottery": "Class page: Ms. Rivera, Juniper Creek Elementary",
        "Math 3": "Class page: Ms. Rivera, Juniper Creek Elementary",
        "Fractions on a number line": (
            "Class update: Math 3, Ms. Rivera, Juniper Creek Elementary"
        ),
        "Ms. Rivera": "Teacher page: Juniper Creek Elementary",
        "Juniper Creek Elementary": "School",
    }


def test_a_page_of_results_costs_as_many_queries_for_ten_as_for_one(
    district: District, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        make_classroom(district.teacher_page, title=f"Pottery {number}")
    client.get("/search/?q=pottery")  # content types and sites are kept from here on
    with django_assert_max_num_queries(20):
        page = read(client, "/search/?q=pottery")
    assert len(page.xpath("//li[@class='search-result']")) == 10


def test_no_public_template_promises_a_message_to_families() -> None:
    drawn = render_to_string(
        "components/event_list.html", {"events": [{**CONCERT, "families_only": True}]}
    )
    assert not re.search("message", drawn)


def test_an_address_of_the_editor_that_is_not_there_is_said_in_the_sites_own_words(
    district: District, client: Client
) -> None:
    client.force_login(district.teacher)
    response = client.get("/admin/nothing-is-here/")
    assert response.status_code == 404
    shown = html.fromstring(response.text).xpath("//main")[0]
    assert "We cannot find this page" in words(shown)
    assert "Wagtail" not in words(shown)
    assert shown.xpath(".//a/@href") == ["/admin/"]


def test_a_page_that_is_called_after_its_kind_says_so_once(
    district: District, client: Client
) -> None:
    news = make_activity(district.school, title="School news", kind="news")
    header = read(client, news.url).xpath("//*[@class='page-header']")[0]
    assert words(header).count("School news") == 1
