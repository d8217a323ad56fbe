"""The feed of a class conforms to RFC 4287 and contains nothing private."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from lxml import etree

from classroom.models import ClassroomPage, UpdatePage
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def read(client: Client, classroom: ClassroomPage) -> Any:
    response = client.get(f"{classroom.url}feed/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def one(element: Any, path: str) -> str:
    """Returns the only match of `path`: a text or an attribute."""
    (found,) = element.xpath(path, namespaces=ATOM)
    return str(found)


def entries(feed: Any) -> list[Any]:
    return list(feed.xpath("a:entry", namespaces=ATOM))


def test_the_feed_has_what_the_rfc_requires(
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


def test_a_line_separator_pasted_from_word_is_removed_from_pages_and_feeds(
    district: District, client: Client
) -> None:
    event = {"title": "Trip\x0bto the zoo", "date": dt.date(2026, 11, 26)}
    said = {"title": "Zoo\x0bweek", "events": [("event", event)], "events_none": False}
    update = make_update(district.classroom, **update_content(district.curriculum, **said))
    assert update.title == "Zoo week"
    assert update.events[0].value["title"] == "Trip to the zoo"
    # Pages published before that fix.
    UpdatePage.objects.filter(pk=update.pk).update(title="Old\x0bweek")
    (entry,) = entries(read(client, district.classroom))
    assert one(entry, "a:title/text()") == "Old week"
