"""The family page and its calendar."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django.fixtures import DjangoAssertNumQueries

from district_cms.schools.banners.services import keep_banner
from district_cms.schools.models import Banner, SchoolYear
from notifications.digests.services import write_due_digests
from notifications.families import limits
from notifications.families.preferences.renewing import renew_links
from notifications.families.tokens import calendar_token, family_page_token, preferences_token
from notifications.models import Subscriber, Subscription
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family, digests, link_in
from .test_subscribe import everything

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


def test_a_closing_of_a_school_that_the_family_follows_stands_on_its_page(
    person: Subscriber, district: District, clock: Clock
) -> None:
    now = clock("2026-11-24 06:00")

    def closes(school: Any, words: str) -> None:
        banner = Banner(
            school=school,
            tone=Banner.Tone.URGENT,
            text_en=words,
            starts_at=now,
            ends_at=now + dt.timedelta(hours=9),
        )
        keep_banner(banner=banner, user=district.principal)

    closes(district.school, "We are closed today.")
    closes(district.other_school, "We open two hours late.")
    page = read(page_of(person))
    assert "We are closed today." in page
    assert "We open two hours late." not in page
    clock("2026-11-24 16:00")
    assert "We are closed today." not in read(page_of(person))


def read(url: str) -> str:
    answer = Client().get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def events_of(person: Subscriber) -> dict[str, Any]:
    """The calendar's events by their summary, without those of the school year."""
    calendar = Calendar.from_ical(Client().get(file_of(person)).content)
    return {
        str(event["summary"]): event
        for event in calendar.events
        if not event["uid"].startswith("year.")
    }


def test_the_page_has_this_week_and_what_is_coming_in_order_of_day(
    posted: Walk, person: Subscriber
) -> None:
    page = read(page_of(person))
    order = ["This week", "Math evening", "Coming up", "Practice page 12", "Trip to the mill"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "Room 12" in page
    assert "6:00 pm to 7:30 pm" in page


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


def test_each_digest_leads_to_the_page(posted: Walk, person: Subscriber, clock: Clock) -> None:
    clock("2026-11-24 17:05")
    write_due_digests()
    (mail,) = digests()
    link = link_in(mail, "family")
    assert link in mail.html
    assert "Math evening" in read(link)


def test_no_name_of_a_child_stands_in_what_staff_could_read(
    posted: Walk, person: Subscriber, clock: Clock
) -> None:
    Subscription.objects.update(nickname="Zebulon")
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 1
    for model in apps.get_models():
        if model is not Subscription:
            assert "Zebulon" not in str(list(model._base_manager.values()))


@pytest.mark.parametrize("url", [page_of, file_of])
def test_places_for_families_only_stay_out(
    posted: Walk, person: Subscriber, url: Callable[[Subscriber], str]
) -> None:
    shown = read(url(person)).replace("\r\n ", "")
    assert "Trip to the mill" in shown
    assert "River Road" not in shown
    assert "are for families of this class" in shown


def test_classes_stand_below_the_names_that_the_parent_gave(
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


@pytest.mark.parametrize("url", [page_of, file_of])
def test_whoever_follows_every_link_changes_nothing(
    posted: Walk, person: Subscriber, url: Callable[[Subscriber], str]
) -> None:
    before = everything()
    for method in ("get", "head"):
        answer = getattr(Client(), method)(url(person) + "?stop=1")
        assert answer.status_code == 200
        # What a calendar program keeps, it asks about each time.
        assert {"private", "no-cache"} <= set(answer["Cache-Control"].split(", "))
        assert url is file_of or "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
    assert Client().post(url(person), {"stop": "1"}).status_code == 405
    assert everything() == before


def test_one_kind_of_link_opens_nothing_of_another(person: Subscriber) -> None:
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


def test_the_calendar_says_before_its_address_ends(person: Subscriber, clock: Clock) -> None:
    file = file_of(person)
    assert "ends" not in read(file)
    clock("2027-12-01 09:00")
    assert "Your class calendar ends" in read(file)


def test_what_is_due_is_a_day_and_what_has_a_time_is_a_time(
    posted: Walk, person: Subscriber
) -> None:
    events = events_of(person)
    due = events["Math 3, due: Practice page 12"]
    assert due["dtstart"].dt == dt.date(2026, 12, 1)
    evening = events["Math 3: Math evening"]
    assert evening["dtstart"].dt == dt.datetime(2026, 11, 27, 1, 0, tzinfo=dt.UTC)
    assert evening["dtend"].dt == dt.datetime(2026, 11, 27, 2, 30, tzinfo=dt.UTC)
    assert evening["location"] == "Room 12, Juniper Creek Elementary"
    assert events["Math 3: Trip to the mill"]["dtstart"].dt == dt.date(2026, 12, 3)


def test_a_changed_event_is_the_same_one_and_newer(
    posted: Walk, person: Subscriber, clock: Clock
) -> None:
    before = events_of(person)["Math 3: Math evening"]
    clock("2026-11-25 09:00")
    draft = posted.page.get_latest_revision_as_object()
    draft.events[0].value["place"] = "Gym"
    draft.save_revision().publish(user=posted.district.principal)
    after = events_of(person)["Math 3: Math evening"]
    assert after["location"] == "Gym, Juniper Creek Elementary"
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt > before["last-modified"].dt
    assert len(events_of(person)) == 3


def test_the_calendar_has_what_the_file_of_the_class_has_under_the_same_names(
    posted: Walk, person: Subscriber
) -> None:
    room = posted.district.classroom
    url = reverse("calendars:file", args=["class", room.translation_key, "en"])
    of_class = {
        event["uid"]: event for event in Calendar.from_ical(Client().get(url).content).events
    }
    own = {event["uid"]: event for event in events_of(person).values()}
    assert own == of_class
    year = Client().get(reverse("calendars:district_file", args=["en"])).content
    shared = {event["uid"] for event in Calendar.from_ical(year).events}
    everything_in_it = Calendar.from_ical(Client().get(file_of(person)).content).events
    assert {event["uid"] for event in everything_in_it} == shared | own.keys()


def test_an_event_that_was_taken_out_is_canceled_and_says_no_more_than_whose_it_was(
    posted: Walk, person: Subscriber, clock: Clock
) -> None:
    before = events_of(person)
    clock("2026-11-25 09:00")
    draft = posted.page.get_latest_revision_as_object()
    del draft.events[1]
    draft.save_revision().publish(user=posted.district.principal)
    after = events_of(person)
    gone = after["Math 3: canceled"]
    assert gone["uid"] == before["Math 3: Trip to the mill"]["uid"]
    assert gone["status"] == "CANCELLED"
    assert gone["sequence"] > before["Math 3: Trip to the mill"]["sequence"]
    assert set(after) == {
        "Math 3: canceled",
        "Math 3: Math evening",
        "Math 3, due: Practice page 12",
    }


def test_what_the_next_update_says_again_is_the_same_event(
    posted: Walk, person: Subscriber, clock: Clock
) -> None:
    before = events_of(person)
    clock("2026-11-30 10:00")
    moved = EVENING | {"date": dt.date(2026, 12, 10)}
    again = [("event", TRIP), ("event", moved)]
    Walk.begin(posted.district, title="Perimeter", events=again, events_none=False).publish()
    calendar = Calendar.from_ical(Client().get(file_of(person)).content)
    summaries = [str(event["summary"]) for event in calendar.events if "url" in event]
    # On a day of its own it is another evening; the homework is in both updates.
    assert sorted(summaries) == [
        "Math 3, due: Practice page 12",
        "Math 3: Math evening",
        "Math 3: Math evening",
        "Math 3: Trip to the mill",
    ]
    trip = events_of(person)["Math 3: Trip to the mill"]
    assert trip["uid"] == before["Math 3: Trip to the mill"]["uid"]
    assert trip["url"].endswith("/2026-11-30/")
    assert read(page_of(person)).count("Practice page 12") == 1


def test_with_an_update_that_is_taken_down_all_of_it_is_canceled(
    posted: Walk, person: Subscriber, clock: Clock
) -> None:
    clock("2026-11-25 09:00")
    posted.unpublish()
    file = read(file_of(person))
    assert file.count("STATUS:CANCELLED") == 3
    assert "mill" not in file.casefold()
    assert "Math evening" not in read(page_of(person))


@pytest.mark.parametrize("scope, which", [("teacher", "teacher_page"), ("school", "school")])
def test_who_follows_a_teacher_or_a_school_has_its_classes(
    posted: Walk, family: Family, scope: str, which: str
) -> None:
    family.subscribes(getattr(posted.district, which), scope, address="other@example.net")
    other = Subscriber.objects.get(addresses__address="other@example.net")
    assert "Math evening" in read(page_of(other))


def test_the_page_and_the_calendar_speak_their_owner_s_language(
    posted: Walk, person: Subscriber
) -> None:
    person.language = "es"
    person.save(update_fields=["language"])
    assert '<html lang="es">' in read(page_of(person))
    assert "Esta semana" in read(page_of(person))
    assert "X-WR-CALNAME:Mis clases" in read(file_of(person))


def test_of_two_classes_with_one_name_each_day_says_whose_it_is(
    posted: Walk, person: Subscriber, family: Family, add_class: Callable[..., Any]
) -> None:
    assert "Math 3 – " not in read(page_of(person)).partition("Your classes")[0]
    family.subscribes(add_class(posted.district.other_school, "Math 3"))
    days = read(page_of(person)).partition("Your classes")[0]
    assert f"Math 3 – {posted.district.school.title}" in days


def test_of_two_classes_with_one_name_at_one_school_each_day_says_whose_it_is(
    posted: Walk, person: Subscriber, family: Family, add_class: Callable[..., Any]
) -> None:
    family.subscribes(add_class(posted.district.school, "Math 3"))
    days = read(page_of(person)).partition("Your classes")[0]
    assert f"Math 3 – {posted.district.teacher_page.title}" in days


def test_many_classes_ask_no_more_than_one(
    posted: Walk,
    person: Subscriber,
    family: Family,
    add_class: Callable[..., Any],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for name in ("Band 6", "Choir 6"):
        family.subscribes(add_class(posted.district.other_school, name))
    family.subscribes(posted.district.teacher_page, "teacher")
    # Six of the page's read the school years, titles and the site, which a process keeps, and six
    # when the next messages come.
    for url, most in ((page_of(person), 36), (file_of(person), 22)):
        read(url)
        with django_assert_max_num_queries(most):
            read(url)


def test_one_person_s_page_is_read_a_hundred_times_an_hour_and_then_not(
    person: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LOOKS", limits.Limit("mail.looks", 1, 3600))
    assert Client().get(page_of(person)).status_code == 200
    assert Client().get(file_of(person)).status_code == 429
