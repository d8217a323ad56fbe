"""Families follow activities and school news as they follow classes: by mail, by text, by day."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.activities.models import ActivityPage, PostPage
from district_cms.people.roles import Role
from notifications.digests.services import write_due_digests
from notifications.digests.welcome import send_welcome
from notifications.families.tokens import family_page_token, preferences_token
from notifications.models import (
    Channel,
    ConsentRecord,
    MessageClass,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.screens.class_mail.services import set_offer
from notifications.sources import following_schools
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District, account_of
from tests.factories.people import make_account
from tests.integration.conftest import Clock

from .conftest import Family, digests, newest

pytestmark = pytest.mark.django_db

NUMBER = "+14065550142"
GAME = ("event", {"title": "Game against Cottonwood", "date": dt.date(2026, 11, 13)})


@pytest.fixture
def soccer(offered: District, clock: Clock) -> ActivityPage:
    """It offers mail since the 10th in the morning."""
    clock("2026-11-10 09:00")
    activity = make_activity(offered.school, leaders=(offered.teacher_staff,))
    set_offer(classroom=activity, offered=True, user=account_of(offered.teacher_staff))
    return ActivityPage.objects.get(pk=activity.pk)


def test_a_family_follows_an_activity_and_gets_its_post_once_the_same_afternoon(
    offered: District, soccer: ActivityPage, family: Family, clock: Clock
) -> None:
    page = family.browser.get(soccer.url).content.decode()
    assert reverse("notifications:subscribe", args=["activity", soccer.translation_key]) in page
    family.subscribes(soccer, "activity")
    assert ConsentRecord.objects.get().scope == "activity"
    clock("2026-11-11 09:00")
    make_post(soccer, events=[GAME])
    clock("2026-11-11 17:00")
    write_due_digests()
    write_due_digests()
    (mail,) = [mail for mail in digests() if mail.rhythm != "welcome"]
    assert "Girls soccer" in mail.subject
    text = mail.text
    assert text.index("Juniper Creek Elementary") < text.index("Home game on Friday")
    assert "We play Cottonwood on our own field." in text
    assert "Game against Cottonwood" in text
    assert "What we are learning" not in text
    clock("2026-11-12 17:00")
    write_due_digests()
    assert len([mail for mail in digests() if mail.rhythm != "welcome"]) == 1


def test_the_welcome_says_the_rhythm_of_an_activity(soccer: ActivityPage, family: Family) -> None:
    family.subscribes(soccer, "activity")
    assert send_welcome(subscription_id=Subscription.objects.get().pk)
    (welcome,) = digests()
    assert "in the late afternoon of a day with something new" in welcome.text
    assert "posting days" not in welcome.text


def test_the_first_screen_calls_no_activity_a_class(
    offered: District, soccer: ActivityPage, client: Client
) -> None:
    client.force_login(account_of(offered.teacher_staff))
    home = client.get(reverse("wagtailadmin_home")).text
    assert "Email is on. 0 people follow this page by email." in home
    assert "Email is on. 0 people follow this class by email." in home  # of the class beside it


def test_who_follows_all_classes_of_the_school_did_not_ask_for_its_team(
    offered: District, soccer: ActivityPage, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.school, "school")
    clock("2026-11-11 09:00")
    make_post(soccer)
    clock("2026-11-11 17:00")
    write_due_digests()
    assert [mail for mail in digests() if mail.rhythm != "welcome"] == []


def test_nothing_is_offered_until_its_leader_or_the_school_turned_it_on(
    offered: District, soccer: ActivityPage, family: Family
) -> None:
    chess = make_activity(offered.school, title="Chess", slug="chess", kind="club")
    assert "subscribe-title" not in family.browser.get(chess.url).content.decode()
    family.asks(chess, "activity")
    assert not Subscription.objects.exists()
    family.browser.force_login(account_of(offered.teacher_staff))
    assert family.browser.get(reverse("notifications_class_mail", args=[chess.pk])).status_code in {
        302,
        403,
    }
    mine = family.browser.get(reverse("notifications_class_mail", args=[soccer.pk]))
    assert "Posts are on the page either way." in mine.content.decode()
    home = family.browser.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("notifications_class_mail", args=[soccer.pk]) in home


def test_a_text_names_school_and_activity(
    offered: District, soccer: ActivityPage, clock: Clock, settings: Any
) -> None:
    user = account_of(offered.teacher_staff)
    set_offer(classroom=soccer, offered=True, user=user, channel=Channel.TEXT)
    person = Subscriber.objects.create()
    VerifiedAddress.objects.create(subscriber=person, channel=Channel.TEXT, address=NUMBER)
    Subscription.objects.create(
        subscriber=person,
        channel=Channel.TEXT,
        scope="activity",
        page_uuid=soccer.translation_key,
    )
    clock("2026-11-11 09:00")
    make_post(soccer)
    clock("2026-11-11 17:00")
    write_due_digests(channel=Channel.TEXT)
    text = newest(NUMBER, MessageClass.SUBSCRIPTION).text
    assert text.startswith("Juniper Creek Elementary, Girls soccer: Home game on Friday.")


def test_its_days_stand_on_the_family_page_and_in_the_calendar(
    offered: District, soccer: ActivityPage, family: Family, clock: Clock
) -> None:
    family.subscribes(soccer, "activity")
    person = Subscriber.objects.get()
    post = make_post(soccer, events=[GAME])
    clock("2026-11-11 09:00")
    token = family_page_token(person.uuid)
    page = family.browser.get(reverse("notifications:family_page", args=[token]))
    assert "Game against Cottonwood" in page.content.decode()
    calendar = _calendar(page)
    first = family.browser.get(calendar)
    assert b"Game against Cottonwood" in first.content
    again = family.browser.get(calendar, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    clock("2026-11-11 10:00")
    PostPage.objects.get(pk=post.pk).unpublish(user=offered.principal)
    changed = family.browser.get(calendar, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert b"STATUS:CANCELLED" in changed.content


def _calendar(page: Any) -> str:
    """The path of the calendar's address on the family page."""
    found = re.search(r"(/email/calendar/[^\"<]+)", page.content.decode())
    assert found is not None
    return found[1]


def test_a_family_finds_activities_by_school_and_by_words(
    offered: District, soccer: ActivityPage, family: Family
) -> None:
    family.subscribes(offered.classroom)
    add = reverse("notifications:add", args=[preferences_token(Subscriber.objects.get().uuid)])
    found = family.browser.get(f"{add}?school={offered.school.translation_key}")
    assert "Girls soccer – Juniper Creek Elementary" in found.content.decode()
    assert "Girls soccer" in family.browser.get(f"{add}?q=soccer").content.decode()
    family.browser.post(add, {"add": [f"activity.{soccer.translation_key}"]})
    assert Subscription.objects.active().filter(scope="activity").count() == 1
    # Nothing is left to select, so no button offers to add it.
    page = family.browser.get(f"{add}?q=soccer").content.decode()
    assert "You get this already." in page
    assert "Add what I selected" not in page


def test_a_post_taken_down_leaves_the_message_that_waits(
    offered: District, soccer: ActivityPage, family: Family, clock: Clock
) -> None:
    family.subscribes(soccer, "activity")
    clock("2026-11-11 09:00")
    first, second = make_post(soccer), make_post(soccer, title="Practice moves to Monday")
    clock("2026-11-11 17:00")
    write_due_digests()
    assert first.title in digests()[-1].text
    first.unpublish()
    (mail,) = [mail for mail in digests() if mail.rhythm != "welcome"]
    assert second.title in mail.text
    assert first.title not in mail.text


def test_urgent_notices_of_a_school_reach_who_follows_its_team(
    offered: District, soccer: ActivityPage, family: Family
) -> None:
    family.subscribes(soccer, "activity")
    today = timezone.localdate()
    reached = Subscription.objects.filter(following_schools([offered.school.path], today))
    assert reached.count() == 1
    elsewhere = Subscription.objects.filter(following_schools([offered.other_school.path], today))
    assert elsewhere.count() == 0


def test_a_family_of_any_school_follows_the_news_of_the_district(
    offered: District, family: Family, clock: Clock
) -> None:
    clock("2026-11-10 09:00")
    news = make_activity(offered.home, title="District news", slug="news", kind="news")
    set_offer(classroom=news, offered=True, user=make_account(Role.COMMUNICATIONS))
    page = family.browser.get(news.url).content.decode()
    assert reverse("notifications:subscribe", args=["activity", news.translation_key]) in page
    family.subscribes(offered.classroom)
    add = reverse("notifications:add", args=[preferences_token(Subscriber.objects.get().uuid)])
    found = family.browser.get(f"{add}?school={offered.other_school.translation_key}")
    assert "District news – Larkspur Valley Public Schools" in found.content.decode()
    family.browser.post(add, {"add": [f"activity.{news.translation_key}"]})
    clock("2026-11-11 09:00")
    make_post(news, title="The board meets on Tuesday")
    clock("2026-11-11 17:00")
    write_due_digests()
    (mail,) = [mail for mail in digests() if mail.rhythm != "welcome"]
    text = mail.text
    assert text.index("Larkspur Valley Public Schools") < text.index("The board meets on Tuesday")
    # It is no school's: a notice to one of them does not go to its followers.
    reached = Subscription.objects.filter(
        following_schools([offered.other_school.path], timezone.localdate())
    )
    assert reached.count() == 0
