"""What families find on the pages, where templates decide it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

from classroom.blocks import EventBlock
from classroom.models import UpdatePage
from tests.factories.district import District
from tests.factories.pages import make_update, update_content

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


def test_no_public_template_promises_a_message_to_families() -> None:
    drawn = render_to_string(
        "components/event_list.html", {"events": [{**CONCERT, "families_only": True}]}
    )
    assert not re.search("message", drawn)
