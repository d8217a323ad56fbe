"""Days of the school year, posting days and the calendar itself, as the search finds them."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ

from district_cms.calendars.found.days import LISTING
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.models import Findable, NoSchoolDay, SchoolYear
from district_cms.schools.search import tasks
from district_cms.schools.search.keeping import refresh_listing
from district_cms.schools.search.same import add_first_words
from tests.factories.district import District
from tests.factories.pages import make_school_year, make_update, update_content
from tests.integration.conftest import Clock

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


def test_a_day_leads_to_its_place_on_the_calendar_s_page(days: District, client: Client) -> None:
    for query in ("no school november 26", "harvest break", "November 25", "11/27/2026"):
        hit = found(client, query)[0]
        assert hit["title"] == "No school: Harvest break", query
        assert hit["details"] == ["November 25, 2026 – November 27, 2026"]
    address, _hash, anchor = hit["url"].partition("#")
    assert address == f"{reverse('calendars:district')}?month=2026-11"
    page = client.get(address).content.decode()
    assert page.count(f'id="{anchor}"') == 1


def test_a_day_is_said_in_the_language_of_the_reader(days: District, client: Client) -> None:
    hit = found(client, "26 de noviembre", lang="es")[0]
    assert str(hit["title"]) == 'No hay clases: <span lang="en">Harvest break</span>'
    assert hit["language"] == "es"
    shown = client.get("/search/", {"q": "26 de noviembre", "lang": "es"}).content.decode()
    assert 'No hay clases: <span lang="en">Harvest break</span></a>' in shown
    suggested = client.get("/search/suggestions/", {"q": "harvest", "lang": "es"}).json()
    assert suggested["suggestions"][0] == "No hay clases: Harvest break"


def test_a_name_that_the_office_wrote_is_text_on_the_page(days: District, client: Client) -> None:
    NoSchoolDay.objects.filter(school_year=days.year).update(name="Harvest <b> break")
    refresh_listing(name=LISTING)
    page = client.get("/search/?q=harvest").content.decode()
    assert "Harvest &lt;b&gt; break" in page
    assert "Harvest <b> break" not in page


def test_posting_days_come_after_the_calendar_the_next_one_first(
    days: District, client: Client
) -> None:
    hits = found(client, "posting days")
    assert [str(hit["title"]) for hit in hits[:3]] == ["Posting day"] * 3
    assert [hit["details"][0] for hit in hits[:2]] == ["November 24, 2026", "December 1, 2026"]
    (hit,) = found(client, "posting day december 1")
    assert hit["details"] == ["December 1, 2026", "Teachers post an update for each class."]


def test_posting_days_follow_the_district_s_rule_for_days_without_school(
    days: District, client: Client
) -> None:
    NoSchoolDay.objects.create(school_year=days.year, day=dt.date(2026, 12, 1), name="Snow")
    chosen = ProcedureSettings.load()
    chosen.no_school_rule = "drop"
    chosen.save()
    # Before the table is written anew as well: what a result says is asked of the calendar.
    assert "December 1," not in str(found(client, "posting day december 1"))


def test_the_calendar_says_what_is_next(days: District, client: Client) -> None:
    first, *others = found(client, "calendar")
    assert (first["title"], first["url"]) == ("Calendar", reverse("calendars:district"))
    assert first["details"] == [
        "No school: Harvest break, November 25, 2026 – November 27, 2026",
        "Next posting day: November 24, 2026",
    ]
    assert {hit["where"][0] for hit in others} >= {"Juniper Creek Elementary", "Larkspur Middle"}


def test_the_calendar_of_a_school_is_found_with_its_name(days: District, client: Client) -> None:
    hit = found(client, "calendario larkspur middle")[0]
    assert hit["url"] == reverse("calendars:school", args=["larkspur-middle"])
    (only,) = found(client, "calendar", school="larkspur-middle")
    assert only["url"] == hit["url"]


def test_a_private_school_has_no_calendar_to_be_found(days: District, client: Client) -> None:
    days.other_school.view_restrictions.create(restriction_type="login")
    assert "larkspur-middle" not in str(found(client, "calendar"))


def test_a_day_that_the_office_took_out_is_shown_no_more(days: District, client: Client) -> None:
    NoSchoolDay.objects.filter(school_year=days.year).delete()
    days.year.save()
    assert Findable.objects.filter(names__contains="harvest").exists()
    assert "Harvest" not in str(found(client, "harvest break"))
    refresh_listing(name=LISTING)
    assert not Findable.objects.filter(names__contains="harvest").exists()


def test_a_day_that_is_over_comes_last_and_is_shown_until_the_next_year_begins(
    days: District, client: Client, clock: Clock
) -> None:
    first_of_school = found(client, "first day of school")[0]
    assert first_of_school["url"] == reverse("calendars:district")
    clock("2027-03-02 10:00")
    hits = found(client, "no school")
    assert str(hits[-1]["title"]) == "No school: Harvest break"
    assert hits[-1]["url"] == reverse("calendars:district")
    make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 9))
    clock("2027-10-20 10:00")
    assert "Harvest" not in str(found(client, "harvest break"))


def test_the_queue_writes_the_days_of_a_school_year_that_was_saved(
    days: District, client: Client
) -> None:
    year = SchoolYear.objects.get(pk=days.year.pk)
    NoSchoolDay.objects.create(school_year=year, day=dt.date(2027, 2, 15), name="Presidents Day")
    OrmQ.objects.all().delete()
    year.save()
    queued = {(each.func(), tuple(each.task["args"])) for each in OrmQ.objects.all()}
    assert ("district_cms.schools.search.tasks.refresh_listing", (LISTING,)) in queued
    assert found(client, "presidents") == []
    tasks.refresh_listing(LISTING)
    assert found(client, "presidents")[0]["title"] == "No school: Presidents Day"


def test_a_break_is_found_by_what_it_is_whatever_it_is_called(
    days: District, client: Client
) -> None:
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


@pytest.mark.parametrize("query", ["12/11", "December 11", "11 de diciembre", "Friday 12/11/2026"])
def test_a_day_with_nothing_on_it_says_so_and_shows_the_next(
    days: District, client: Client, query: str
) -> None:
    content = update_content(days.curriculum, title="Problems 11 to 12, for December")
    make_update(days.classroom, **content)
    response = client.get("/search/", {"q": query})
    assert "Nothing is planned for Friday, December 11" in response.text
    hit = next(iter(response.context["results_page"]))
    assert (hit["title"], hit["details"][0]) == ("Posting day", "December 22, 2026")
    if query == "12/11":
        assert "Problems 11 to 12" not in response.text


def test_a_day_with_something_on_it_is_no_empty_one(days: District, client: Client) -> None:
    assert client.get("/search/", {"q": "11/26"}).context["empty_day"] is None


def test_a_day_of_a_span_comes_next_by_its_first_day(days: District, client: Client) -> None:
    for number in range(9, 20):
        NoSchoolDay.objects.create(
            school_year=days.year, day=dt.date(2026, 12, number), name="Long break"
        )
    refresh_listing(name=LISTING)
    hits = client.get("/search/", {"q": "12/7"}).context["results_page"]
    assert [str(hit["title"]) for hit in hits] == ["No school: Long break"]
