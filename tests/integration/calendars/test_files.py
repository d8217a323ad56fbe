"""Calendar files: who may read them, their content, and how they change."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from district_cms.calendars.events import AHEAD, first_day
from district_cms.calendars.ical_file import add_year, new_calendar
from district_cms.schools.calendar.cached import displayed_years, year_changes
from district_cms.schools.models import NoSchoolDay, SchoolYear
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

TRIP = {
    "title": "Trip to the mill",
    "date": dt.date(2026, 12, 3),
    "start_time": dt.time(9, 0),
    "place": "Old Mill, 12 River Road",
    "off_campus": True,
}
EVENING = {
    "title": "Math evening",
    "date": dt.date(2026, 11, 26),
    "start_time": dt.time(18, 0),
    "end_time": dt.time(19, 30),
    "place": "Room 12",
}


def file_of(scope: str, page: Any, language: str = "en") -> str:
    return reverse("calendars:file", args=[scope, page.translation_key, language])


def events(content: bytes) -> dict[str, Any]:
    """By UID."""
    return {str(event["uid"]): event for event in Calendar.from_ical(content).events}


def asked(url: str) -> dict[str, Any]:
    answer = Client().get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return events(answer.content)


def names(found: dict[str, Any]) -> set[str]:
    return {str(event["summary"]) for event in found.values()}


@pytest.fixture
def posted(district: District, clock: Clock) -> Walk:
    """An update with homework, an evening and a trip."""
    happening = [("event", EVENING), ("event", TRIP)]
    walk = Walk.begin(district, events=happening, events_none=False).publish()
    clock("2026-11-10 10:00")
    return walk


@pytest.mark.parametrize("scope", ["class", "teacher", "school"])
def test_a_restricted_page_has_no_calendar_file(district: District, scope: str) -> None:
    url = file_of(scope, district.classroom if scope == "class" else district.teacher_page)
    if scope == "school":
        url = file_of(scope, district.school)
    assert Client().get(url).status_code == 200
    PageViewRestriction.objects.create(page=district.school, restriction_type="login")
    assert Client().get(url).status_code == 404


def test_a_file_is_in_the_language_of_its_address(posted: Walk) -> None:
    url = file_of("class", posted.district.classroom, "es")
    assert "Math 3, para entregar: Practice page 12" in names(asked(url))
    assert Client().get(url.replace("es.ics", "xx.ics")).status_code == 404


def test_school_and_district_files_have_the_year_and_their_events(
    district: District, clock: Clock
) -> None:
    NoSchoolDay.objects.create(
        school_year=district.year, day=dt.date(2026, 11, 27), name="Harvest break"
    )
    district.year.save()
    news = make_activity(district.school, title="News", slug="news", kind="news")
    make_post(news, events=[("event", {**EVENING, "title": "Book fair"})])
    clock("2026-11-10 10:00")
    of_school = names(asked(file_of("school", district.school)))
    assert of_school == {
        "News: Book fair",
        "No school: Harvest break",
        "Last day of school",
    }
    of_other = names(asked(file_of("school", district.other_school)))
    assert of_other == of_school - {"News: Book fair"}
    of_all = names(asked(reverse("calendars:district_file", args=["en"])))
    assert of_all == of_school
    assert names(asked(file_of("activity", news))) == {"News: Book fair"}


def test_unpublishing_a_post_cancels_its_events(district: District, clock: Clock) -> None:
    team = make_activity(district.school)
    post = make_post(team, events=[("event", EVENING)])
    clock("2026-11-10 10:00")
    url = file_of("school", district.school)
    (before,) = [one for one in asked(url).values() if "url" in one]
    clock("2026-11-10 11:00")
    post.unpublish()
    after = asked(url)[before["uid"]]
    assert after["status"] == "CANCELLED"
    assert after["sequence"] > before["sequence"]
    assert "Math evening" not in str(after.to_ical())


# ---------------------------------------------------------------- the school year
def year_file() -> dict[str, Any]:
    now = dt.datetime(2026, 11, 10, 18, tzinfo=dt.UTC)
    since = first_day(now)
    calendar = new_calendar("District", product="Calendar")
    add_year(calendar, displayed_years(), year_changes(), since, since + AHEAD)
    return events(calendar.to_ical())


def said(event: Any) -> tuple[Any, ...]:
    return (event["summary"], event["dtstart"].dt, event.get("dtend") and event["dtend"].dt)


def test_the_days_of_a_deleted_year_are_canceled(district: District) -> None:
    district.year.save()
    other = SchoolYear.objects.create(
        name="2027-28", first_day=dt.date(2027, 8, 30), last_day=dt.date(2028, 6, 9)
    )
    uid = next(uid for uid in year_file() if "first.2027-28" in uid)
    other.delete()
    gone = year_file()[uid]
    assert (gone["status"], str(gone["summary"])) == ("CANCELLED", "Canceled")
