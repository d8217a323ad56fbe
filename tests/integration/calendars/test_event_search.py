"""Coming events in the search, by name and by day."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from district_cms.activities.models import PostPage
from district_cms.calendars.search_sources.events import LISTING
from district_cms.schools.search.index import refresh_listing
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]

BOARD = {
    "title": "Board <b> meeting",
    "date": dt.date(2026, 12, 4),
    "start_time": dt.time(18),
    "place": "Board room",
}
GAME = {"title": "Home game", "date": dt.date(2026, 12, 4)}


@pytest.fixture
def post(district: District) -> PostPage:
    """An event of the district and one of a school on the same day."""
    team = make_activity(district.other_school, title="Girls soccer")
    make_post(team, events=[("event", GAME)])
    news = make_activity(district.home, title="District news", slug="news", kind="news")
    return make_post(news, title="Who decides", events=[("event", BOARD)])


def found(client: Client, query: str, **more: str) -> list[dict[str, Any]]:
    refresh_listing(name=LISTING)
    hits = client.get("/search/", {"q": query, **more}).context["results_page"]
    return [hit for hit in hits if hit["kind_label"] in {"Event", "Evento"}]


def test_an_event_in_another_language_has_a_lang_attribute(post: PostPage, client: Client) -> None:
    (hit,) = found(client, "home game", lang="es")
    assert str(hit["title"]) == '<span lang="en">Home game</span>'
    assert hit["kind_label"] == "Evento"


def test_an_event_is_listed_under_its_own_school_only(post: PostPage, client: Client) -> None:
    assert found(client, "home game", school="larkspur-middle")
    assert not found(client, "home game", school="juniper-creek")


def test_events_of_private_or_unpublished_posts_are_hidden(post: PostPage, client: Client) -> None:
    assert found(client, "board meeting")
    post.get_parent().view_restrictions.create(restriction_type="login")
    assert "meeting" not in str(client.get("/search/?q=board").context["results_page"])
    post.get_parent().get_view_restrictions().delete()
    post.unpublish()
    assert not found(client, "board meeting")
