"""What a user of a passed-on link cannot do."""

import datetime as dt
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from notifications.families.tokens import preferences_token, signed_at
from notifications.models import (
    Channel,
    ConsentRecord,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from tests.factories.district import District
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, newest, types_number
from .test_texts import NUMBER, TYPED, code_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(offered: District, family: Family) -> Subscriber:
    family.subscribes(offered.classroom)
    return Subscriber.objects.get()


def page(person: Subscriber, name: str = "notifications:preferences") -> str:
    return reverse(name, args=[preferences_token(person.uuid)])


def with_number(person: Subscriber, number: str = NUMBER) -> VerifiedAddress:
    return VerifiedAddress.objects.create(subscriber=person, channel=Channel.TEXT, address=number)


def read(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_owner_is_told_of_a_number_that_was_added(person: Subscriber, family: Family) -> None:
    answer = types_number(family, person, TYPED)
    done = family.browser.post(answer.url, {"code": code_of()}, follow=True)
    # Back by the same link, and only to the page of the person who added the number.
    assert answer.url.partition("=")[2] in quote(read(done))
    forged = (
        f"{done.request['PATH_INFO']}?own={preferences_token(Subscriber.objects.create().uuid)}"
    )
    assert "Back to your class updates" not in read(Client().get(forged))
    assert VerifiedAddress.objects.get(channel=Channel.TEXT).address == NUMBER
    told = newest()
    assert told.subject == "A phone number was added to your class updates"
    assert "…23" in told.text
    assert NUMBER[-7:] not in told.text


def test_new_links_come_by_mail_and_are_not_shown_on_the_screen(
    person: Subscriber, clock: Clock
) -> None:
    answer = Client().post(page(person, "notifications:renew_links"))
    assert "/email/choose/" not in read(answer).replace(reverse("notifications:request_link"), "")
    assert PARENT not in read(answer)
    assert "Your page for class updates" in newest().subject
    clock("2026-11-10 09:00:02")
    new = newest().text.partition("/email/choose/")[2].partition("/")[0]
    assert "Your class updates" in read(
        Client().get(reverse("notifications:preferences", args=[new]))
    )


def test_a_link_derived_from_another_expires_with_it(person: Subscriber, clock: Clock) -> None:
    token = preferences_token(person.uuid)
    first = signed_at(token)
    clock("2026-12-08 09:00")
    shown = Client().get(reverse("notifications:preferences", args=[token]))
    family_page = shown.context["family_page"]
    assert signed_at(family_page) == first
    shown = Client().get(reverse("notifications:family_page", args=[family_page]))
    calendar = shown.context["calendar_ways"]["address"].split("/")[-2]
    assert signed_at(calendar) == first
    assert dt.datetime(2026, 11, 10, 17, tzinfo=dt.UTC) > first


class TestRemovingANumber:
    def post(self, person: Subscriber, known: VerifiedAddress) -> Any:
        return Client().post(page(person, "texts:remove_number"), {"number": known.pk})

    def test_removing_the_last_number_ends_all_texts_and_is_recorded(
        self, person: Subscriber, offered: District
    ) -> None:
        known = with_number(person)
        Subscription.objects.create(
            subscriber=person,
            channel=Channel.TEXT,
            scope="class",
            page_uuid=offered.classroom.translation_key,
        )
        shown = read(Client().get(page(person)))
        assert "Remove the number …23" in shown
        Client().get(page(person, "texts:remove_number") + f"?number={known.pk}")
        assert VerifiedAddress.objects.filter(pk=known.pk).exists()
        assert self.post(person, known).status_code == 302
        assert [each.channel for each in person.addresses.all()] == ["email"]
        assert [each.channel for each in Subscription.objects.active()] == ["email"]
        assert ConsentRecord.objects.latest("pk").act == "withdrawn"

    def test_nobody_removes_the_number_of_another_or_an_email_address(
        self, person: Subscriber
    ) -> None:
        other = with_number(Subscriber.objects.create())
        self.post(person, other)
        self.post(person, person.addresses.get())
        assert VerifiedAddress.objects.count() == 2
