"""Families follow activities and school news like classes: by mail, by text, by day."""

import pytest
from django.urls import reverse

from district_cms.activities.models import ActivityPage
from notifications.digests.services import write_due_digests
from notifications.digests.welcome import send_welcome
from notifications.models import (
    Subscription,
)
from notifications.screens.class_mail import set_offer
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District, account_of
from tests.integration.conftest import Clock

from .conftest import Family, digests

pytestmark = pytest.mark.django_db

NUMBER = "+14065550142"


@pytest.fixture
def soccer(offered: District, clock: Clock) -> ActivityPage:
    """It has offered mail since the morning of the 10th."""
    clock("2026-11-10 09:00")
    activity = make_activity(offered.school, leaders=(offered.teacher_staff,))
    set_offer(classroom=activity, offered=True, user=account_of(offered.teacher_staff))
    return ActivityPage.objects.get(pk=activity.pk)


def test_the_welcome_says_the_rhythm_of_an_activity(soccer: ActivityPage, family: Family) -> None:
    family.subscribes(soccer, "activity")
    assert send_welcome(subscription_id=Subscription.objects.get().pk)
    (welcome,) = digests()
    assert "in the late afternoon of a day with something new" in welcome.text
    assert "posting days" not in welcome.text


def test_an_activity_offers_nothing_until_its_leader_or_the_school_turns_it_on(
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


def test_a_post_that_is_taken_down_is_removed_from_waiting_messages(
    offered: District, soccer: ActivityPage, family: Family, clock: Clock
) -> None:
    family.subscribes(soccer, "activity")
    clock("2026-11-11 09:00")
    first, second = make_post(soccer), make_post(soccer, title="Practice moves to Monday")
    clock("2026-11-11 17:00")
    write_due_digests()
    assert first.title in digests()[-1].text
    first.unpublish()
    clock("2026-11-12 17:00")
    write_due_digests()
    canceled, mail = [mail for mail in digests() if mail.rhythm != "welcome"]
    assert canceled.state == "canceled"
    assert second.title in mail.text
    assert first.title not in mail.text
