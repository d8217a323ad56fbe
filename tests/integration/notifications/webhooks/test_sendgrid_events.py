"""SendGrid's signed events: what they change, and what is refused."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from notifications.models import (
    Message,
    MessageEvent,
    ProviderEvent,
    Suppression,
    WebhookPayload,
)
from notifications.rules.state import State
from notifications.suppressions.rules import Cause
from tests.fakes.provider_servers.sendgrid import SendGridServer, Signed

from .conftest import Written, as_taken

pytestmark = pytest.mark.django_db

Post = Callable[..., HttpResponse]


def state_of(message: Message) -> str:
    return Message.objects.values_list("state", flat=True).get(pk=message.pk)


def test_an_event_that_comes_again_changes_nothing(
    sendgrid: SendGridServer, written: Written, post_events: Post
) -> None:
    event = sendgrid.event("delivered", as_taken(written()))
    for _again in range(3):
        assert post_events(sendgrid.signed([event, event])).status_code == 200
    assert ProviderEvent.objects.count() == 1
    assert MessageEvent.objects.filter(state=State.DELIVERED).count() == 1


@pytest.mark.parametrize(
    "kind, more, cause",
    [
        ("bounce", {"type": "bounce", "reason": "550 no such user"}, Cause.HARD_BOUNCE),
        ("bounce", {"type": "blocked", "reason": "554 for now"}, None),
        ("spamreport", {}, Cause.COMPLAINT),
        ("dropped", {"reason": "Bounced Address"}, Cause.HARD_BOUNCE),
        ("dropped", {"reason": "Spam Reporting Address"}, Cause.COMPLAINT),
        ("dropped", {"reason": "Too many recipients"}, None),
        ("deferred", {"response": "421 later"}, None),
    ],
)
def test_a_permanent_failure_suppresses_the_address(
    sendgrid: SendGridServer,
    written: Written,
    post_events: Post,
    kind: str,
    more: dict[str, str],
    cause: Cause | None,
) -> None:
    message = written()
    event = sendgrid.event(kind, as_taken(message), **more)
    for _again in range(2):
        post_events(sendgrid.signed([{**event, "sg_event_id": f"event-{_again}"}]))
    found = list(Suppression.objects.values_list("address", "channel", "cause"))
    assert found == ([("ana.ruiz@example.net", "email", cause.value)] if cause else [])


def test_a_forwarding_address_is_not_stored_either(
    sendgrid: SendGridServer, written: Written, post_events: Post
) -> None:
    """An event outlives the address of its message, and never changes."""
    message = written()
    reason = "550 Ana.Ruiz@Example.net passes on to <rosa@home.example>: mailbox full"
    post_events(sendgrid.signed([sendgrid.event("bounce", as_taken(message), reason=reason)]))
    assert (
        MessageEvent.objects.get(state="bounced").detail == "550 … passes on to <…>: mailbox full"
    )


def test_any_server_answer_is_stored_unchanged(
    sendgrid: SendGridServer, post_events: Post, written: Written
) -> None:
    """Many rows are written by one statement, in which one value must not become part of
    another."""
    said = ['a "q" \\ b', "NULL", "{x,y}", "%s %(a)s", "'; DROP TABLE", "a, b", "niño"]
    messages = [written(f"family{place}@example.net") for place in range(len(said))]
    events = [
        sendgrid.event("bounce", as_taken(message), reason=reason, status="")
        for message, reason in zip(messages, said, strict=True)
    ]
    assert post_events(sendgrid.signed(events)).status_code == 200
    kept = dict(Message.objects.values_list("pk", "error"))
    assert [kept[message.pk] for message in messages] == said
    noted = MessageEvent.objects.filter(state=State.BOUNCED).values_list("message", "detail")
    assert dict(noted) == kept


def test_events_of_others_in_the_same_account_are_left_out(
    sendgrid: SendGridServer, written: Written, post_events: Post
) -> None:
    taken = as_taken(written())
    foreign = sendgrid.event("bounce", taken, type="bounce")
    del foreign["delivery_id"]
    opened = sendgrid.event("open", taken)
    assert post_events(sendgrid.signed([foreign, opened])).status_code == 200
    assert not ProviderEvent.objects.exists()
    assert not Suppression.objects.exists()


# ------------------------------------------------------------------------------- refused


def refused(post_events: Post, signed: Signed) -> int:
    """Returns the status of a request that must change nothing."""
    status = post_events(signed).status_code
    assert not ProviderEvent.objects.exists()
    assert not WebhookPayload.objects.exists()
    return status


def test_a_body_that_was_changed_is_refused(
    sendgrid: SendGridServer, written: Written, post_events: Post
) -> None:
    signed = sendgrid.signed([sendgrid.event("delivered", as_taken(written()))])
    forged = Signed(signed.body.replace(b"delivered", b"processed"), signed.headers)
    assert refused(post_events, forged) == 403


def test_a_body_that_was_cut_off_is_refused(
    sendgrid: SendGridServer, written: Written, post_events: Post
) -> None:
    signed = sendgrid.signed([sendgrid.event("delivered", as_taken(written()))])
    assert refused(post_events, Signed(signed.body[:-7], signed.headers)) == 403


@pytest.mark.parametrize("minutes", [-600, -11, 11, 600])
def test_old_or_future_signatures_are_refused(
    sendgrid: SendGridServer, written: Written, post_events: Post, minutes: int
) -> None:
    event = sendgrid.event("delivered", as_taken(written()))
    at = timezone.now() + dt.timedelta(minutes=minutes)
    assert refused(post_events, sendgrid.signed([event], at=at)) == 403


def test_another_key_is_refused(
    sendgrid: SendGridServer, written: Written, post_events: Post, settings: Settings
) -> None:
    signed = sendgrid.signed([sendgrid.event("delivered", as_taken(written()))])
    with SendGridServer() as other:
        settings.SENDGRID_WEBHOOK_KEY = other.public_key
    assert refused(post_events, signed) == 403
    settings.SENDGRID_WEBHOOK_KEY = ""
    assert refused(post_events, signed) == 403


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"[", b'"' + b"[" * 5_000, b"[" * 50_000])
def test_a_signed_body_without_a_list_of_events_is_refused(
    sendgrid: SendGridServer, post_events: Post, body: bytes
) -> None:
    assert refused(post_events, sendgrid.signed(body)) == 400


def test_a_body_that_is_too_large_is_not_read(sendgrid: SendGridServer, post_events: Post) -> None:
    assert refused(post_events, sendgrid.signed(b" " * (2 * 1024 * 1024 + 1))) == 413


def test_only_post_is_allowed(client: Client) -> None:
    assert client.get(reverse("webhooks:sendgrid_events")).status_code == 405


WORDS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
EVENTS = st.dictionaries(
    st.sampled_from(
        ["event", "sg_event_id", "sg_message_id", "delivery_id", "timestamp", "type", "reason"]
    ),
    WORDS | st.sampled_from(["bounce", "dropped", "delivered", "blocked"]) | st.lists(WORDS),
)


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(events=st.lists(EVENTS | WORDS, max_size=5), known=st.booleans())
def test_no_signed_body_causes_an_error(
    sendgrid: SendGridServer, written: Written, post_events: Post, events: list[object], known: bool
) -> None:
    if known:
        taken = as_taken(written(subject="known"))
        some = [each for each in events if isinstance(each, dict)]
        events = [{**sendgrid.event("bounce", taken), **each} for each in some]
    assert post_events(sendgrid.signed(events)).status_code in (200, 400)


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    body=st.binary(max_size=200),
    signature=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=100),
    stamp=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=20)
    | st.just(str(int(dt.datetime.now(dt.UTC).timestamp()))),
)
def test_unsigned_requests_are_refused(
    sendgrid: SendGridServer, post_events: Post, body: bytes, signature: str, stamp: str
) -> None:
    headers = {
        "X-Twilio-Email-Event-Webhook-Signature": signature,
        "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
    }
    assert post_events(Signed(body, headers)).status_code == 403
