"""Place and time of an event for families stand nowhere that everyone can read."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from classroom.models import UpdatePage
from tests.factories.district import District
from tests.factories.pages import make_update, update_content

pytestmark = pytest.mark.django_db

# Who was chosen, whether it is off campus, and whether everyone reads place and time.
AUDIENCES = [
    ("everyone", False, True),
    ("everyone", True, True),
    ("families", False, False),
    ("families", True, False),
    ("", False, True),
    ("", True, False),
]


def update_with(district: District, **event: Any) -> UpdatePage:
    values = {
        "title": "Walk to the ferry landing",
        "date": dt.date(2026, 11, 20),
        "start_time": dt.time(13, 15),
        "end_time": dt.time(14, 45),
        "place": "Heron pier",
        **event,
    }
    content = update_content(district.curriculum, events_none=False, events=[("event", values)])
    return make_update(district.classroom, **content)


@pytest.mark.parametrize("audience, off_campus, public", AUDIENCES)
def test_place_and_time_are_public_or_nowhere(
    audience: str, off_campus: bool, public: bool, district: District, client: Client
) -> None:
    update = update_with(district, audience=audience, off_campus=off_campus)
    pages = [client.get(address).text for address in (update.url, district.classroom.url)]
    for page in pages:
        assert "Walk to the ferry landing" in page
        assert "2026-11-20" in page
        assert ("Heron pier" in page) is public
        assert ("1:15 pm" in page) is public
        assert ("2:45 pm" in page) is public
        assert ("for families of this class" in page) is not public


@pytest.mark.parametrize("audience, off_campus, public", AUDIENCES)
def test_the_feed_and_the_search_say_neither_place_nor_time(
    audience: str, off_campus: bool, public: bool, district: District, client: Client
) -> None:
    update_with(district, audience=audience, off_campus=off_campus)
    for address in (
        f"{district.classroom.url}feed/",
        "/search/?q=fractions",
        district.school.url,
        district.teacher_page.url,
    ):
        text = client.get(address).text
        assert "pier" not in text
        assert "1:15" not in text
    assert client.get("/search/", {"q": "Heron pier"}).context["total"] == 0


@pytest.mark.parametrize("audience", ["everyone", "families"])
def test_an_event_of_a_class_is_found_by_what_it_is_called(
    audience: str, district: District, client: Client
) -> None:
    update = update_with(district, audience=audience, title="Math evening")
    found = client.get("/search/", {"q": "math evening"})
    assert [hit["url"] for hit in found.context["results_page"]] == [update.url]
    assert "pier" not in found.text
    for hidden in ("Heron pier", "1:15", "2:45 pm", "13:15"):
        others = client.get("/search/", {"q": hidden}).context["results_page"]
        assert update.url not in [hit["url"] for hit in others]


def test_events_stand_in_the_order_of_their_days_and_leave_the_list_when_they_are_over(
    district: District, client: Client
) -> None:
    events = [
        ("event", {"title": title, "date": date})
        for title, date in (
            ("Concert", dt.date(2026, 11, 20)),
            ("Open house", dt.date(2026, 11, 12)),
            ("Picture day", dt.date(2026, 11, 9)),
        )
    ]
    content = update_content(district.curriculum, events_none=False, events=events)
    update = make_update(district.classroom, **content)
    response = client.get(district.classroom.url)
    coming = [event["title"] for event in response.context["coming_up"]]
    assert coming == ["Open house", "Concert"]
    shown = [event["title"] for event in client.get(update.url).context["public_events"]]
    assert shown == ["Picture day", "Open house", "Concert"]
