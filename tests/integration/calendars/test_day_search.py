"""Days of the school year, posting days and the calendar in the search."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from district_cms.calendars.search_sources.days import LISTING
from district_cms.schools.models import NoSchoolDay
from district_cms.schools.search.index import refresh_listing
from district_cms.schools.search.synonyms import add_first_words
from tests.factories.district import District

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]


@pytest.fixture
def days(district: District) -> District:
    for day in (25, 26, 27):
        NoSchoolDay.objects.create(
            school_year=district.year, day=dt.date(2026, 11, day), name="Harvest break"
        )
    refresh_listing(name=LISTING)
    return district


def found(client: Client, query: str, **more: str) -> list[dict[str, Any]]:
    response = client.get("/search/", {"q": query, **more})
    hits = list(response.context["results_page"])
    return [hit for hit in hits if hit["kind_label"] in {"Calendar", "Calendario"}]


def test_the_calendar_of_a_private_school_is_not_found(days: District, client: Client) -> None:
    days.other_school.view_restrictions.create(restriction_type="login")
    assert "larkspur-middle" not in str(found(client, "calendar"))


def test_a_break_is_found_by_its_usual_name(days: District, client: Client) -> None:
    for number in range(14, 26):
        day = dt.date(2026, 12, number)
        if day.weekday() < 5:
            NoSchoolDay.objects.create(school_year=days.year, day=day, name="Long break")
    add_first_words()
    refresh_listing(name=LISTING)
    for query in ("winter break", "vacaciones de invierno", "christmas"):
        assert found(client, query)[0]["title"] == "No school: Long break", query
    for query in ("thanksgiving", "thanksgiving break", "Acción de Gracias"):
        assert found(client, query)[0]["title"] == "No school: Harvest break", query
