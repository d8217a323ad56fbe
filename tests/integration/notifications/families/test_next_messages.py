"""A person's pages say when the next email and the next text come, or why none will."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.fixtures import Settings

from district_cms.people.roles import Role
from notifications.families.next_messages import next_messages
from notifications.families.preferences.services import addresses_of, lines_of, pause
from notifications.families.tokens import family_page_token, preferences_token
from notifications.models import Channel, Scope, Subscriber, Subscription, VerifiedAddress
from notifications.screens.class_mail import set_offer
from notifications.services.pausing import pause as pause_sending
from notifications.suppressions.rules import Cause
from notifications.suppressions.services import ProviderReport, suppress
from tests.factories.district import District
from tests.factories.pages import make_school_year
from tests.factories.people import make_account
from tests.integration.conftest import Clock

from .conftest import PARENT, Family

pytestmark = pytest.mark.django_db

# It is the 10th of November; the posting days are Tuesday the 24th and the 1st of December.
NUMBER = "+14065550123"


@pytest.fixture
def person(offered: District, family: Family) -> Subscriber:
    family.subscribes(offered.classroom)
    return Subscriber.objects.get()


@pytest.fixture
def texted(person: Subscriber, offered: District, settings: Settings) -> Subscriber:
    """The same person, by text too."""
    settings.TEXT_PROVIDER = "sandbox"
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher, channel=Channel.TEXT)
    VerifiedAddress.objects.create(subscriber=person, channel=Channel.TEXT, address=NUMBER)
    Subscription.objects.create(
        subscriber=person,
        channel=Channel.TEXT,
        scope=Scope.CLASS,
        page_uuid=offered.classroom.translation_key,
    )
    return person


def sentences(person: Subscriber, now: dt.datetime, language: str = "en") -> list[str]:
    person.refresh_from_db()
    with translation.override(language):
        found = next_messages(person, lines_of(person), addresses_of(person), now)
        return [each.text for each in found]


def changes(person: Subscriber, **values: Any) -> None:
    Subscriber.objects.filter(pk=person.pk).update(**values)


@pytest.mark.parametrize("rhythm, words", [
    ("posting-days", "Your next email: Tuesday, November 24, after 5:00 pm."),
    ("weekly", "Your next email: Friday, November 13, after 5:00 pm."),
    ("daily", "Your next email: on the next day with something new, after 5:00 pm."),
])  # fmt: skip
def test_the_day_depends_on_the_person_s_rhythm(
    person: Subscriber, clock: Clock, rhythm: str, words: str
) -> None:
    changes(person, rhythm=rhythm)
    assert sentences(person, clock("2026-11-10 12:00")) == [words]


def test_after_the_window_of_a_posting_day_the_next_one_is_named(
    person: Subscriber, clock: Clock
) -> None:
    assert "November 24" in sentences(person, clock("2026-11-24 16:59"))[0]
    assert "December 1" in sentences(person, clock("2026-11-24 17:00"))[0]


def test_in_spanish_too(person: Subscriber, clock: Clock) -> None:
    (words,) = sentences(person, clock("2026-11-10 12:00"), "es")
    says = "Su próximo correo: después de las 5:00 p. m. del martes 24 de noviembre."
    assert words.replace("\xa0", " ") == says


@pytest.mark.parametrize("rhythm, words", [
    ("posting-days", "Your next email: Tuesday, December 1, after 5:00 pm."),
    ("daily", "Your next email: Wednesday, November 25, after 5:00 pm."),
])  # fmt: skip
def test_during_a_pause_it_is_the_first_window_after_it(
    person: Subscriber, clock: Clock, rhythm: str, words: str
) -> None:
    changes(person, rhythm=rhythm)
    now = clock("2026-11-20 09:00")
    pause(subscriber=person, until=dt.date(2026, 11, 25))
    assert sentences(person, now) == [words]


def test_it_says_that_the_teacher_sends_no_messages(
    person: Subscriber, offered: District, clock: Clock
) -> None:
    set_offer(classroom=offered.classroom, offered=False, user=offered.teacher)
    assert sentences(person, clock("2026-11-10 12:00"))[0].startswith("No email will come for now")


@pytest.mark.parametrize("rhythm", ["posting-days", "weekly"])
def test_after_the_last_window_of_a_class_no_day_is_promised(
    person: Subscriber, offered: District, clock: Clock, rhythm: str
) -> None:
    changes(person, rhythm=rhythm)
    make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 8))
    (words,) = sentences(person, clock(f"{offered.year.last_day + dt.timedelta(days=14)} 18:00"))
    assert words.startswith("No email")


@pytest.mark.parametrize("rhythm, at, words", [
    ("weekly", "2027-06-07 12:00", "Your next email: Thursday, June 10, after 5:00 pm."),
    ("weekly", "2027-06-10 18:00", "Your next email: Friday, June 11, after 5:00 pm."),
    ("posting-days", "2027-06-02 12:00", "No email is planned yet."),
])  # fmt: skip
def test_the_last_window_of_a_running_class_is_named(
    person: Subscriber, clock: Clock, rhythm: str, at: str, words: str
) -> None:
    changes(person, rhythm=rhythm)
    make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 8))
    assert sentences(person, clock(at)) == [words]


@pytest.mark.parametrize("cause, words", [
    (Cause.HARD_BOUNCE, "came back"),
    (Cause.COMPLAINT, "was marked as spam"),
])  # fmt: skip
def test_a_suppressed_address_shows_the_reason_instead_of_a_day(
    person: Subscriber, clock: Clock, cause: Cause, words: str
) -> None:
    now = clock("2026-11-10 12:00")
    suppress([ProviderReport(PARENT, Channel.EMAIL, cause, now)])
    (told,) = sentences(person, now)
    assert words in told
    assert "November" not in told
    assert PARENT not in told  # the link alone shows no address


def test_urgent_notices_alone_have_no_day(
    person: Subscriber, offered: District, clock: Clock
) -> None:
    Subscription.objects.update(
        scope=Scope.NOTICES, page_uuid=offered.school.translation_key, subscriber=person
    )
    assert sentences(person, clock("2026-11-10 12:00")) == [
        "By email you get urgent notices only, when there is one."
    ]


def test_while_the_district_sends_nothing_no_day_is_promised(
    person: Subscriber, clock: Clock
) -> None:
    now = clock("2026-11-10 12:00")
    pause_sending(user=make_account(Role.ADMINISTRATOR), reason="The provider is down.")
    (told,) = sentences(person, now)
    assert told.startswith("The district is sending no class updates at the moment.")


class TestTexts:
    def test_each_channel_has_its_own_sentence(self, texted: Subscriber, clock: Clock) -> None:
        assert sentences(texted, clock("2026-11-10 12:00")) == [
            "Your next email: Tuesday, November 24, after 5:00 pm.",
            "Your next text: Tuesday, November 24, after 5:00 pm.",
        ]

    def test_a_stopped_number_is_explained_by_the_page_itself(
        self, texted: Subscriber, clock: Clock
    ) -> None:
        now = clock("2026-11-10 12:00")
        suppress([ProviderReport(NUMBER, Channel.TEXT, Cause.STOP, now)])
        assert len(sentences(texted, now)) == 1


class TestOnThePages:
    def pages(self, person: Subscriber) -> list[str]:
        return [
            Client().get(reverse(f"notifications:{name}", args=[token])).content.decode()
            for name, token in (
                ("preferences", preferences_token(person.uuid)),
                ("family_page", family_page_token(person.uuid)),
            )
        ]

    def test_both_name_the_day(self, person: Subscriber, clock: Clock) -> None:
        clock("2026-11-10 12:00")
        for page in self.pages(person):
            assert "Your next email: Tuesday, November 24, after 5:00 pm." in page
            assert "Paused until" not in page

    def test_both_say_how_long_it_is_paused_and_how_to_resume(
        self, person: Subscriber, clock: Clock
    ) -> None:
        clock("2026-11-20 09:00")
        pause(subscriber=person, until=dt.date(2026, 11, 25))
        own, family_page = self.pages(person)
        for page in (own, family_page):
            assert "Paused until Wednesday, November 25" in page
            assert "Your next email: Tuesday, December 1" in page
        assert "End the pause now" in own
        # Others may have this page's link, so the page itself changes nothing.
        assert reverse("notifications:request_link") in family_page
        assert (
            "<form" not in family_page[family_page.index("paused-title") :].split("</section>")[0]
        )

    def test_people_without_subscriptions_see_no_next_email(
        self, person: Subscriber, clock: Clock
    ) -> None:
        now = clock("2026-11-10 12:00")
        Subscription.objects.update(ended_at=now)
        assert all("next email" not in page for page in self.pages(person))
