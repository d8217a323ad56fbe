"""An update for later days takes over when they begin, and hides nothing until then."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from lxml import html

from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


def update(district: District, title: str, start: str, end: str) -> None:
    days = {
        "period_start": dt.date.fromisoformat(start),
        "period_end": dt.date.fromisoformat(end),
    }
    make_update(district.classroom, **update_content(district.curriculum, title=title, **days))


def shown(client: Client, district: District) -> dict[str, Any]:
    """What the class page says: its update in full, the lists, and the next day."""
    response = client.get(district.classroom.url)
    page = html.fromstring(response.content)

    def titles(of: str) -> list[str]:
        links = page.xpath(f"//section[@aria-labelledby='{of}']//h3/a")
        return [str(link.text_content()) for link in links]

    return {
        "latest": [str(e.text_content()) for e in page.xpath("//h2[@id='latest-title']/a")],
        "later": titles("later-title"),
        "earlier": titles("updates-title"),
        "next": response.context["stamp"]["next_due"],
    }


@pytest.fixture
def posted_ahead(district: District, clock: Clock) -> None:
    clock("2026-11-24 09:00")
    update(district, "Last time", "2026-11-03", "2026-11-23")
    update(district, "Now", "2026-11-24", "2026-11-30")
    clock("2026-11-25 09:00")
    update(district, "In December", "2026-12-01", "2026-12-21")


@pytest.mark.usefixtures("posted_ahead")
def test_the_update_of_these_days_stays_in_full(district: District, client: Client) -> None:
    assert shown(client, district) == {
        "latest": ["Now"],
        "later": ["In December"],
        "earlier": ["Last time"],
        # The ledger has that posting day already; families see the next update on it all the same.
        "next": dt.date(2026, 12, 1),
    }


@pytest.mark.usefixtures("posted_ahead")
def test_on_its_first_day_it_takes_over(district: District, client: Client, clock: Clock) -> None:
    clock("2026-12-01 00:10")
    said = shown(client, district)
    assert (said["latest"], said["later"]) == (["In December"], [])
    assert said["earlier"] == ["Now", "Last time"]
    assert said["next"] == dt.date(2026, 12, 22)


def test_where_there_is_only_one_for_later_days_it_is_shown(
    district: District, client: Client
) -> None:
    update(district, "First weeks", "2026-11-24", "2026-11-30")
    said = shown(client, district)
    assert (said["latest"], said["later"]) == (["First weeks"], [])
