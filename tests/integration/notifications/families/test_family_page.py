"""The family page and its calendar."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.schools.models import SchoolYear
from district_cms.web import versions
from notifications.families import family_page
from notifications.families.preferences.services import renew_links
from notifications.families.tokens import calendar_token, family_page_token, preferences_token
from notifications.models import Subscriber, Subscription
from tests.budgets import FAMILY_PAGE_KEPT
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, link_in, newest

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


@pytest.fixture
def person(offered: District, family: Family) -> Subscriber:
    family.subscribes(offered.classroom)
    return Subscriber.objects.get()


@pytest.fixture
def posted(person: Subscriber, offered: District, clock: Clock) -> Walk:
    """An update with homework, an evening and a trip; it is Tuesday afternoon."""
    clock("2026-11-23 10:00")
    events = [("event", EVENING), ("event", TRIP)]
    walk = Walk.begin(offered, events=events, events_none=False).submit()
    clock("2026-11-24 16:30")
    return walk.approve()


def page_of(person: Subscriber) -> str:
    return reverse("notifications:family_page", args=[family_page_token(person.uuid)])


def file_of(person: Subscriber) -> str:
    return reverse("notifications:calendar", args=[calendar_token(person.uuid)])


def read(url: str) -> str:
    answer = Client().get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_has_the_days_without_school(person: Subscriber, clock: Clock) -> None:
    year = SchoolYear.objects.get()
    for day, name in ((23, "Inservice day"), (25, "Harvest break"), (26, "Harvest break")):
        year.no_school_days.create(day=dt.date(2026, 11, day), name=name)
    year.no_school_days.create(day=dt.date(2026, 12, 7), name="Conferences")
    year.save()
    clock("2026-11-24 10:00")
    page = read(page_of(person))
    assert "Nothing is due or coming up this week" not in page
    order = ["This week", "No school: Harvest break", "Coming up", "No school: Conferences"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count("Harvest break") == 1
    assert "Inservice day" not in page


def test_the_newest_update_of_each_class_is_first_with_its_day_and_teacher(
    posted: Walk, person: Subscriber, add_class: Callable[..., Any], family: Family
) -> None:
    band = add_class(posted.district.other_school, "Band 6")
    family.subscribes(band)
    new = read(page_of(person)).partition("New in your classes")[2].partition("This week")[0]
    assert UpdatePage.objects.get(pk=posted.pk).full_url in new
    assert "Tuesday, November 24" in new
    assert f"Math 3, {posted.district.teacher_page.title}" in new
    assert "Band 6" not in new
    spanish = read(page_of(person) + "?lang=es")
    assert "martes 24 de noviembre" in spanish.partition("Esta semana")[0]


def test_what_classes_have_is_kept_until_their_school_changes(
    posted: Walk,
    person: Subscriber,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(versions, "connection", outside)
    monkeypatch.setattr(family_page, "connection", outside)
    first = read(page_of(person))
    with CaptureQueriesContext(connection) as queries:
        assert read(page_of(person)) == first
    assert len(queries) <= FAMILY_PAGE_KEPT
    assert "Trip to the mill" in first
    with django_capture_on_commit_callbacks(execute=True):
        UpdatePage.objects.get(pk=posted.pk).unpublish()
    assert "Trip to the mill" not in read(page_of(person))


def test_the_mail_with_the_link_leads_to_the_family_page(
    posted: Walk, person: Subscriber, family: Family
) -> None:
    family.browser.post(reverse("notifications:request_link"), {"email": PARENT})
    assert "New in your classes" in read(link_in(newest(), "family"))


def test_classes_are_grouped_by_the_parent_s_nicknames(
    posted: Walk, person: Subscriber, add_class: Callable[..., Any], family: Family
) -> None:
    band = add_class(posted.district.other_school, "Band 6")
    family.subscribes(band)
    Subscription.objects.filter(page_uuid=band.translation_key).update(nickname="Zoe")
    own = Subscription.objects.filter(page_uuid=posted.district.classroom.translation_key)
    own.update(nickname="Sam")
    page = read(page_of(person))
    assert page.index(">Sam<") < page.index(">Zoe<") < page.index("Band 6")
    assert "Sam – Math 3" in page
    # Calendar programs keep copies.
    assert "Sam" not in read(file_of(person))


def test_a_link_of_one_kind_does_not_open_pages_of_another(person: Subscriber) -> None:
    tokens = [make(person.uuid) for make in (preferences_token, family_page_token, calendar_token)]
    names = ["preferences", "family_page", "calendar"]
    for name in names:
        opened = [
            Client().get(reverse(f"notifications:{name}", args=[token])).status_code == 200
            for token in tokens
        ]
        assert opened == [name == other for other in names]


def test_links_end_with_their_time_or_when_their_owner_makes_new_ones(
    person: Subscriber, clock: Clock
) -> None:
    page, file = page_of(person), file_of(person)
    renew_links(subscriber=person)
    assert "new links were made on your page" in read(page)
    assert Client().get(file).status_code == 410
    clock("2026-11-10 09:00:02")
    page, file = page_of(person), file_of(person)
    assert "Math 3" in read(page)
    clock("2027-02-09 09:00")
    assert "This link has expired" in read(page)
    assert Client().get(file).status_code == 200
    clock("2027-12-20 09:00")
    assert Client().get(file).status_code == 410


def test_the_calendar_announces_that_its_address_expires(person: Subscriber, clock: Clock) -> None:
    file = file_of(person)
    assert "ends" not in read(file)
    clock("2027-12-01 09:00")
    assert "Your class calendar ends" in read(file)


def test_days_of_two_classes_with_one_name_name_the_school(
    posted: Walk, person: Subscriber, family: Family, add_class: Callable[..., Any]
) -> None:
    assert "Math 3 – " not in read(page_of(person)).partition("Your classes")[0]
    family.subscribes(add_class(posted.district.other_school, "Math 3"))
    days = read(page_of(person)).partition("Your classes")[0]
    assert f"Math 3 – {posted.district.school.title}" in days


def test_days_of_two_classes_with_one_name_at_one_school_name_the_teacher(
    posted: Walk, person: Subscriber, family: Family, add_class: Callable[..., Any]
) -> None:
    family.subscribes(add_class(posted.district.school, "Math 3"))
    days = read(page_of(person)).partition("Your classes")[0]
    assert f"Math 3 – {posted.district.teacher_page.title}" in days
