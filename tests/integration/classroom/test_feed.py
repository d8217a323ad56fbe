"""The feed of a class, by the letter of RFC 4287, and without anything private."""

import datetime as dt
import html
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree
from pytest_django.fixtures import Settings

from classroom.models import ClassroomPage, UpdatePage
from classroom.presentation.feeds import ENTRIES
from tests.factories.district import District
from tests.factories.pages import make_draft, make_update, update_content
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def read(client: Client, classroom: ClassroomPage) -> Any:
    response = client.get(f"{classroom.url}feed/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def one(element: Any, path: str) -> str:
    """The only thing at `path`: a text or an attribute."""
    (found,) = element.xpath(path, namespaces=ATOM)
    return str(found)


def entries(feed: Any) -> list[Any]:
    return list(feed.xpath("a:entry", namespaces=ATOM))


def test_a_line_break_out_of_word_spoils_neither_the_feed_nor_the_calendar(
    district: District, client: Client
) -> None:
    happening = {"title": "Trip\x0bto the zoo", "date": dt.date(2026, 11, 20), "place": "Zoo\x02"}
    content = update_content(district.curriculum, title="Zoo\x0bweek")
    make_update(district.classroom, **{**content, "events": [("event", happening)]})
    (entry,) = entries(read(client, district.classroom))
    assert one(entry, "a:title/text()") == "Zoo week"
    key = district.classroom.translation_key
    file = client.get(reverse("calendars:file", args=["class", key, "en"])).text
    assert "Trip to the zoo" in file
    assert not set(file) & {"\x0b", "\x02"}


def test_the_feed_has_what_the_standard_demands(
    district: District, client: Client, clock: Clock
) -> None:
    content = update_content(district.curriculum)
    make_update(district.classroom, **content)
    clock("2026-11-12 08:00")
    update = make_update(district.classroom, **content)
    feed = read(client, district.classroom)
    address = f"http://localhost{district.classroom.url}"
    assert one(feed, "a:title/text()") == "Math 3"
    assert one(feed, "a:id/text()") == f"urn:uuid:{district.classroom.translation_key}"
    assert one(feed, "a:link[@rel='alternate']/@href") == address
    assert one(feed, "a:link[@rel='self']/@href") == f"{address}feed/"
    assert one(feed, "a:author/a:name/text()") == "Larkspur Valley Public Schools"
    assert dt.datetime.fromisoformat(one(feed, "a:updated/text()")) == moment("2026-11-12 08:00")
    newest, older = entries(feed)
    assert one(newest, "a:title/text()") == update.title
    assert UUID(one(newest, "a:id/text()")) == update.translation_key
    assert one(newest, "a:link[@rel='alternate']/@href") == f"http://localhost{update.url}"
    published = dt.datetime.fromisoformat(one(newest, "a:published/text()"))
    assert published == moment("2026-11-12 08:00")
    assert published.utcoffset() is not None
    assert one(older, "a:id/text()") != one(newest, "a:id/text()")


def test_a_changed_update_keeps_its_id_and_its_date_and_says_that_it_changed(
    district: District, client: Client, clock: Clock
) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    before = entries(read(client, district.classroom))[0]
    changed = clock("2026-11-13 08:00")
    revision = update.get_latest_revision_as_object()
    revision.title = "Halves"
    revision.save_revision().publish()
    after = entries(read(client, district.classroom))[0]
    for path in ("a:id/text()", "a:published/text()"):
        assert one(after, path) == one(before, path)
    assert one(after, "a:title/text()") == "Halves"
    assert dt.datetime.fromisoformat(one(after, "a:updated/text()")) == changed


def test_the_summary_is_the_text_of_the_lesson_as_a_reader_sees_it(
    district: District, client: Client
) -> None:
    lesson = [
        ("prose", "<p>We compare: 3 &lt; 5 &amp; 7 &gt; 2.</p>"),
        ("call_out", {"title": "Note", "body": "<p>Not in it.</p>", "tone": "information"}),
        ("prose", "<p>Then we rest.</p>"),
    ]
    make_update(district.classroom, **update_content(district.curriculum, lesson=lesson))
    (entry,) = entries(read(client, district.classroom))
    assert one(entry, "a:summary/@type") == "html"
    shown = html.unescape(one(entry, "a:summary/text()"))
    assert shown.split() == [
        "We",
        "compare:",
        "3",
        "<",
        "5",
        "&",
        "7",
        ">",
        "2.",
        *["Then", "we", "rest."],
    ]


def test_drafts_and_what_was_taken_down_are_not_in_the_feed(
    district: District, client: Client
) -> None:
    content = update_content(district.curriculum)
    make_draft(district.classroom, **content)
    down = make_update(district.classroom, **content)
    down.unpublish()
    assert entries(read(client, district.classroom)) == []


def test_the_feed_has_the_newest_updates_and_not_all_of_them(
    district: District, client: Client
) -> None:
    for number in range(ENTRIES + 1):
        start = dt.date(2026, 9, 1) + dt.timedelta(days=number)
        content = update_content(district.curriculum, title=f"Day {number}", period_start=start)
        make_update(district.classroom, **content)
    titles = [one(entry, "a:title/text()") for entry in entries(read(client, district.classroom))]
    assert titles == [f"Day {number}" for number in range(ENTRIES, 0, -1)]


def test_a_line_break_that_word_leaves_is_on_no_page_and_breaks_no_feed(
    district: District, client: Client
) -> None:
    event = {"title": "Trip\x0bto the zoo", "date": dt.date(2026, 11, 26)}
    said = {"title": "Zoo\x0bweek", "events": [("event", event)], "events_none": False}
    update = make_update(district.classroom, **update_content(district.curriculum, **said))
    assert update.title == "Zoo week"
    assert update.events[0].value["title"] == "Trip to the zoo"
    # What was published before that was looked after.
    UpdatePage.objects.filter(pk=update.pk).update(title="Old\x0bweek")
    (entry,) = entries(read(client, district.classroom))
    assert one(entry, "a:title/text()") == "Old week"


def test_the_class_page_names_its_feed(district: District, client: Client) -> None:
    page = client.get(district.classroom.url).text
    feed = f'title="Math 3" href="{district.classroom.url}feed/"'
    assert f'<link rel="alternate" type="application/atom+xml" {feed}>' in page


def test_the_feed_of_a_class_that_is_not_live_is_not_there(
    district: District, client: Client
) -> None:
    district.classroom.unpublish()
    assert client.get(f"{district.classroom.url}feed/").status_code == 404


def test_a_feed_names_the_sites_own_host_whichever_was_asked(
    district: District, client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    make_update(district.classroom, **update_content(district.curriculum))
    answer = client.get(f"{district.classroom.url}feed/", headers={"host": "old.larkspur.example"})
    assert "old.larkspur" not in answer.text
    assert f"http://localhost{district.classroom.url}" in answer.text
