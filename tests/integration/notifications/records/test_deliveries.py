"""The delivery report: who got the digest of a window, who did not and why, and who may see
that."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.people.roles import Role
from notifications.models import (
    DigestRun,
    Message,
    SkippedDigest,
    Subscriber,
    VerifiedAddress,
)
from notifications.rules.state import State
from notifications.services.transitions import move
from tests.factories.people import make_account

from .conftest import Write, signed_in

pytestmark = pytest.mark.django_db
WINDOW = dt.datetime(2026, 11, 24, 23, 0, tzinfo=dt.UTC)
BEFORE = WINDOW - dt.timedelta(days=14)
PAGE = f"/admin/deliveries/{int(WINDOW.timestamp())}/"
Digest = Callable[..., Message]


@pytest.fixture
def digest(write: Write) -> Digest:
    """Writes one message of the window, in a given state."""

    def make(
        address: str, state: State = State.ACCEPTED, *, why: str = "", **fields: Any
    ) -> Message:
        values = {"rhythm": "posting-days", "window_start": WINDOW, **fields}
        message = write(address=address, **values)
        if state in {State.CANCELED}:
            move(Message.objects.filter(pk=message.pk), state, detail=why)
        else:
            Message.objects.filter(pk=message.pk).update(state=state, error=why)
        return message

    return make


def skipped(address: str, reason: str) -> None:
    person = Subscriber.objects.create()
    if address:
        VerifiedAddress.objects.create(subscriber=person, address=address)
    SkippedDigest.objects.create(subscriber_uuid=person.uuid, window_start=WINDOW, reason=reason)


@pytest.fixture
def sent(digest: Digest) -> None:
    """Five messages of one window, two people without a message, and one message of another
    window."""
    DigestRun.objects.create(window_start=WINDOW, posting_day=True, written=5, skipped=2)
    digest("ana@example.net")
    digest("bo@example.net", State.DELIVERED)
    digest("cy@example.net", State.BOUNCED, why="550 no such user")
    digest("di@example.net", State.CANCELED, why="the person stopped these messages")
    digest("ed@example.net", State.UNKNOWN)
    digest("old@example.net", window_start=BEFORE)
    skipped("fay@example.net", "nothing_new")
    skipped("", "no_classes")


def test_other_days_count_nobody_without_a_message(office: Client, sent: None) -> None:
    SkippedDigest.objects.all().delete()
    assert "This was not a posting day" not in office.get(PAGE).text
    DigestRun.objects.update(posting_day=False)
    assert "This was not a posting day" in office.get(PAGE).text


def test_the_office_sees_who_got_it_and_why_others_did_not(office: Client, sent: None) -> None:
    page = " ".join(office.get(PAGE).text.split())
    for words in ("cy@example.net", "550 no such user", "Nothing new in these classes: 1"):
        assert words in page
    assert "old@example.net" not in page
    assert "cy@" not in office.get(PAGE, {"state": "delivered"}).text


def test_addresses_are_masked_for_accounts_that_may_only_look(onlooker: Client, sent: None) -> None:
    words = onlooker.get(PAGE).content.decode()
    assert "c…@example.net" in words
    assert "cy@" not in words
    assert "export=csv" not in words
    found = onlooker.get(PAGE, {"q": "cy@"}).content.decode()
    assert "There is 1 match" not in found


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL])
def test_nobody_else_sees_it(role: Role, school: object, sent: None) -> None:
    client = signed_in(make_account(role, school))
    for address in ("/admin/deliveries/", PAGE, f"{PAGE}results/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "example.net" not in answer.content.decode()
    assert "/admin/deliveries/" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("key", ["1", "99999999999999999999"])
def test_an_unknown_window_is_404(office: Client, key: str) -> None:
    assert office.get(f"/admin/deliveries/{key}/").status_code == 404
