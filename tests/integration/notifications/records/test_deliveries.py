"""The delivery report: who got the digest of a window, who did not, why, and who may see that."""

import datetime as dt
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from notifications.models import (
    DigestRun,
    Message,
    SkippedDigest,
    Subscriber,
    VerifiedAddress,
)
from notifications.rules.state import State
from notifications.services.moving import move
from tests.factories.people import make_account

from .conftest import Write, signed_in

pytestmark = pytest.mark.django_db
WINDOW = dt.datetime(2026, 11, 24, 23, 0, tzinfo=dt.UTC)
BEFORE = WINDOW - dt.timedelta(days=14)
PAGE = f"/admin/deliveries/{int(WINDOW.timestamp())}/"
NONE = f"{PAGE}none/"
Digest = Callable[..., Message]


@pytest.fixture
def digest(write: Write) -> Digest:
    """Writes one message of the window, in the state that a test wants."""

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
    """Five messages of one window, two people without, and one of another window."""
    DigestRun.objects.create(window_start=WINDOW, posting_day=True, written=5, skipped=2)
    digest("ana@example.net")
    digest("bo@example.net", State.DELIVERED)
    digest("cy@example.net", State.BOUNCED, why="550 no such user")
    digest("di@example.net", State.CANCELED, why="the person stopped these messages")
    digest("ed@example.net", State.UNKNOWN)
    digest("old@example.net", window_start=BEFORE)
    skipped("fay@example.net", "nothing_new")
    skipped("", "no_classes")


def test_the_report_says_how_many_and_why(office: Client, sent: None) -> None:
    words = " ".join(office.get(PAGE).content.decode().split())
    for shown in (
        "5 messages were written.",
        "2 were sent.",
        "2 did not get there.",
        "Of 1 we cannot tell.",
        "2 people got none",
        "550 no such user",
        "the person stopped these messages",
        "Nothing new in these classes</a>: 1",
    ):
        assert shown in words
    assert "old@example.net" not in words


def test_the_list_of_windows_leads_to_the_report(office: Client, sent: None) -> None:
    words = office.get(reverse("deliveries:index")).content.decode()
    assert PAGE in words
    assert "November 24" in words


def test_the_list_counts_what_the_report_counts(office: Client, sent: None) -> None:
    # What the run noted is not what stands there today.
    DigestRun.objects.update(written=6, skipped=70)
    (run,) = office.get(reverse("deliveries:index")).context["object_list"]
    assert (run.messages, run.without) == (5, 2)


def test_on_other_days_nobody_waited_for_a_message(office: Client, sent: None) -> None:
    SkippedDigest.objects.all().delete()
    assert "0 people got none" in office.get(PAGE).text
    DigestRun.objects.update(posting_day=False)
    words = office.get(PAGE).text
    assert "This was not a posting day" in words
    assert "0 people got none" not in words


def test_one_status_alone_is_shown(office: Client, sent: None) -> None:
    words = office.get(PAGE, {"state": "bounced"}).content.decode()
    assert "cy@example.net" in words
    assert "ana@example.net" not in words


def test_who_got_none_is_listed_with_the_reason(office: Client, sent: None) -> None:
    words = office.get(NONE).content.decode()
    for shown in ("fay@example.net", "Nothing new in these classes", "No address anymore"):
        assert shown in words
    only = office.get(NONE, {"reason": "no_classes"}).content.decode()
    assert "fay@example.net" not in only


def test_addresses_are_masked_for_whoever_may_only_look(onlooker: Client, sent: None) -> None:
    for page, masked in ((PAGE, "c…@example.net"), (NONE, "f…@example.net")):
        words = onlooker.get(page).content.decode()
        assert masked in words
        assert "cy@" not in words
        assert "fay@" not in words
        assert "export=csv" not in words
        found = onlooker.get(page, {"q": "cy@"}).content.decode()
        assert "There is 1 match" not in found


def test_no_combination_of_filters_tells_an_onlooker_the_language_of_a_family(
    office: Client, onlooker: Client, digest: Digest, sent: None
) -> None:
    digest("hu@example.net", State.BOUNCED, language="es")

    def found(client: Client, **filters: str) -> list[Any]:
        page = client.get(PAGE, {key: value for key, value in filters.items() if value})
        return sorted(row.address for row in page.context["object_list"])

    everyone = {each.pk: each for each in onlooker.get(PAGE).context["object_list"]}
    for state, channel in product(("", "accepted", "bounced"), ("", "email", "text")):
        of_rows = sorted(
            each.address
            for each in everyone.values()
            if state in {"", each.state} and channel in {"", each.channel}
        )
        for language in ("", "en", "es"):
            filters = {"state": state, "channel": channel, "language": language}
            assert found(onlooker, **filters) == of_rows, filters
    assert found(office, language="es", state="bounced") == ["hu@example.net"]
    assert 'name="language"' in office.get(PAGE).text
    assert 'name="language"' not in onlooker.get(PAGE).text


def test_only_who_sees_addresses_gets_a_file(
    office: Client, onlooker: Client, digest: Digest, sent: None
) -> None:
    digest("gil@example.net", State.BOUNCED, why="=1+cmd|calc")
    answer = office.get(PAGE, {"export": "csv", "state": "bounced"})
    lines = b"".join(answer.streaming_content).decode()
    assert answer["Content-Type"] == "text/csv"
    assert "cy@example.net,Email,Could not be delivered,550 no such user" in lines
    assert ",'=1+cmd|calc" in lines
    assert "ana@example.net" not in lines
    Message.objects.update(address_purged_at=WINDOW)
    old = b"".join(office.get(PAGE, {"export": "csv"}).streaming_content).decode()
    assert "Deleted,Email" in old
    assert "example.net" not in old
    entry = AuditEntry.objects.filter(action="deliveries_exported").earliest("pk")
    assert entry.data["rows"] == 2
    refused = onlooker.get(PAGE, {"export": "csv"})
    assert "text/html" in refused["Content-Type"]
    assert b"cy@example.net" not in refused.content


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL])
def test_nobody_else_sees_it(role: Role, school: object, sent: None) -> None:
    client = signed_in(make_account(role, school))
    for address in ("/admin/deliveries/", PAGE, NONE, f"{PAGE}results/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "example.net" not in answer.content.decode()
    assert "/admin/deliveries/" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("key", ["1", "99999999999999999999"])
def test_a_window_that_is_not_there_is_not_found(office: Client, key: str) -> None:
    assert office.get(f"/admin/deliveries/{key}/").status_code == 404


def test_not_even_a_superuser_writes_there(office: Client, sent: None) -> None:
    for way in ("new/", f"edit/{DigestRun.objects.get().pk}/"):
        assert office.get(f"/admin/deliveries/{way}").status_code == 404
    assert office.post(PAGE).status_code == 405


def test_it_asks_the_database_as_often_for_many_as_for_few(
    office: Client, digest: Digest, sent: None, django_assert_max_num_queries: Any
) -> None:
    office.get(PAGE)
    for number in range(20):
        digest(f"{number}@example.net", State.BOUNCED)
        skipped(f"none{number}@example.net", "nothing_new")
    for page in (PAGE, NONE):
        with django_assert_max_num_queries(25):
            assert office.get(page).status_code == 200
