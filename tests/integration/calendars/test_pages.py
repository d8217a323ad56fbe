"""The calendar page, the news and events on the home page and on schools' pages, and links between
updates."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from district_cms.schools.models import NoSchoolDay, SchoolYear, Term
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

FAIR = {"title": "Book fair", "date": dt.date(2026, 11, 19), "start_time": dt.time(15, 0)}


def read(url: str, **more: Any) -> str:
    answer = Client().get(url, **more)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


@pytest.fixture
def lively(district: District, clock: Clock) -> District:
    """A break, a term, news of one school, and a team of the other."""
    for day in (25, 26, 27):
        NoSchoolDay.objects.create(
            school_year=district.year, day=dt.date(2026, 11, day), name="Harvest break"
        )
    Term.objects.create(
        school_year=district.year,
        name="Quarter 2",
        first_day=dt.date(2026, 12, 7),
        last_day=dt.date(2027, 2, 5),
    )
    district.year.save()
    news = make_activity(district.school, title="Otter news", slug="news", kind="news")
    make_post(news, title="The fair is back", events=[("event", FAIR)])
    team = make_activity(district.other_school, title="Wrestling", slug="wrestling")
    meet = {"title": "Home meet", "date": dt.date(2026, 12, 2), "off_campus": True, "place": "Pit"}
    make_post(team, title="Our first meet", events=[("event", meet)])
    clock("2026-11-10 10:00")
    return district


def test_an_old_school_address_redirects_to_its_calendar(
    lively: District, django_capture_on_commit_callbacks: Any
) -> None:
    school = lively.other_school
    before = reverse("calendars:school", args=[school.slug])
    for slug in (school.slug, "lark", "larkspur"):
        school.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            school.save_revision().publish()
    moved = Client().get(f"{before}?lang=es")
    now = reverse("calendars:school", args=["larkspur"])
    assert (moved.status_code, moved["Location"]) == (301, f"{now}?lang=es")
    # Browsers cache a permanent redirect forever, and a school may get its address back.
    assert moved["Cache-Control"] == "no-cache"
    PageViewRestriction.objects.create(page=school, restriction_type="login")
    assert Client().get(before).status_code == 404


@pytest.mark.parametrize(
    "month, first",
    [
        ("2027-05", "May 2027"),
        ("2026-10", "October 2026"),
        ("2019-01", "November 2026"),
        ("2099-01", "November 2026"),
        ("2026-13", "November 2026"),
        ("12", "November 2026"),
        ("<b>", "November 2026"),
    ],
)
def test_months_can_be_browsed_as_far_as_files_reach(
    district: District, month: str, first: str
) -> None:
    page = read(reverse("calendars:district") + f"?month={month}")
    assert f">{first}</h2>" in page
    assert "<b>" not in page


def test_the_calendar_is_available_in_spanish(lively: District) -> None:
    page = read(reverse("calendars:district") + "?lang=es")
    assert "&amp;lang=es" in page[page.index('rel="next"') :][:80]
    # The office wrote the name, so it is marked with the office's language.
    assert 'No hay clases: <span lang="en">Harvest break</span>' in page
    assert 'Comienza <span lang="en">Quarter 2</span>' in page
    for row in (*NoSchoolDay.objects.all(), *Term.objects.all()):
        row.name_es = {"Harvest break": "Descanso de otoño"}.get(row.name, "Período 2")
        row.save()
    SchoolYear.objects.get().save()
    page = read(reverse("calendars:district") + "?lang=es")
    assert "No hay clases: Descanso de otoño" in page
    assert "Comienza Período 2" in page
    assert "No school: Harvest break" in read(reverse("calendars:district"))
    assert "Noviembre de 2026" in page or "noviembre de 2026" in page
    assert "/es.ics" in read(reverse("calendars:district_add"), headers={"accept-language": "es"})
