"""Twilio's callbacks and inbound texts: authentication, effects, and refusals."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from twilio.request_validator import HMAC_SHA1, HMAC_SHA256

from notifications.models import (
    DigestItem,
    Message,
    ProviderEvent,
    Suppression,
)
from notifications.providers.senders import public_url, status_url
from notifications.rules.state import State
from notifications.suppressions.rules import Cause
from notifications.webhooks import services
from notifications.webhooks.events import InboundText
from notifications.webhooks.services import EVENTS, forget_webhooks
from tests.fakes.provider_servers.twilio import TwilioServer

from .conftest import Written, as_text

pytestmark = pytest.mark.django_db

Call = Callable[..., HttpResponse]
NUMBER = "+14065550123"
BOTH = pytest.mark.parametrize("algorithm", [HMAC_SHA1, HMAC_SHA256])


def state_of(message: Message) -> str:
    return Message.objects.values_list("state", flat=True).get(pk=message.pk)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[InboundText]:
    """Collects the texts that came in; these tests do nothing else with them."""
    texts: list[InboundText] = []
    monkeypatch.setattr(services, "answer_text", texts.append)
    return texts


# ------------------------------------------------------------------------------- statuses


@pytest.mark.parametrize(
    "code, cause",
    [(30003, None), (30005, Cause.NO_NUMBER), (30006, Cause.NO_NUMBER), (21610, Cause.STOP)],
)
def test_a_number_that_gets_no_texts_is_suppressed(
    twilio: TwilioServer, written: Written, call_back: Call, code: int, cause: Cause | None
) -> None:
    message = written(NUMBER)
    twilio.fails[NUMBER] = code
    text = as_text(message, status_url(message.pk))
    assert call_back(twilio.callback(text, "undelivered")).status_code == 200
    assert state_of(message) == State.BOUNCED
    found = list(Suppression.objects.values_list("address", "channel", "cause"))
    assert found == ([(NUMBER, "text", cause.value)] if cause else [])


@pytest.mark.parametrize(
    "code, again", [(30001, True), (30023, True), (30036, True), (30003, False)]
)
def test_updates_of_a_text_without_room_are_in_the_next_one(
    twilio: TwilioServer, written: Written, call_back: Call, code: int, again: bool
) -> None:
    message = written(NUMBER)
    DigestItem.objects.create(
        address=NUMBER, channel="text", message_uuid=message.pk, page_uuid=message.pk
    )
    twilio.fails[NUMBER] = code
    text = as_text(message, status_url(message.pk))
    assert call_back(twilio.callback(text, "undelivered")).status_code == 200
    assert DigestItem.objects.exists() is not again


def test_a_replayed_old_callback_suppresses_nothing(
    twilio: TwilioServer, written: Written, call_back: Call
) -> None:
    """The signature has no date, and old events are deleted."""
    message = written(NUMBER)
    twilio.fails[NUMBER] = 30005
    old = twilio.callback(as_text(message, status_url(message.pk)), "undelivered")
    assert call_back(old).status_code == 200
    Suppression.objects.update(lifted_at=timezone.now())
    long_ago = timezone.now() - EVENTS - dt.timedelta(days=1)
    Message.objects.update(handed_over_at=long_ago)
    ProviderEvent.objects.update(received_at=long_ago)
    forget_webhooks(now=timezone.now())
    assert not ProviderEvent.objects.exists()
    assert call_back(old).status_code == 200
    assert not Suppression.objects.active().exists()


# ------------------------------------------------------------------------------- inbound


def test_a_text_that_fails_is_not_recorded(
    twilio: TwilioServer, call_back: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then Twilio gets no 200, and sends the text again."""

    def broken(text: InboundText) -> None:
        raise RuntimeError("no database")

    works = services.answer_text
    monkeypatch.setattr(services, "answer_text", broken)
    url = public_url(reverse("webhooks:twilio_inbound"))
    callback = twilio.inbound(url, NUMBER, "STOP")
    with pytest.raises(RuntimeError):
        call_back(callback)
    assert not ProviderEvent.objects.exists()
    monkeypatch.setattr(services, "answer_text", works)
    assert call_back(callback).status_code == 200
    assert ProviderEvent.objects.count() == 1


# ------------------------------------------------------------------------------- refused


@BOTH
def test_a_changed_or_foreign_request_is_refused(
    twilio: TwilioServer, call_back: Call, heard: list[InboundText], algorithm: str
) -> None:
    url = public_url(reverse("webhooks:twilio_inbound"))
    good = twilio.inbound(url, NUMBER, "START", algorithm=algorithm)
    elsewhere = twilio.inbound("https://elsewhere.example/", NUMBER, "START", algorithm=algorithm)
    fields = {**good.fields, "From": "+14065550199"}
    bad = [
        (dataclasses.replace(good, fields=fields), ""),
        (elsewhere, reverse("webhooks:twilio_inbound")),
        (dataclasses.replace(good, headers={}), ""),
        (dataclasses.replace(good, headers={**good.headers, "X-Twilio-Signature": "ñ"}), ""),
        (dataclasses.replace(good, headers={**good.headers, "X-Twilio-Signature": "x" * 28}), ""),
        (good, reverse("webhooks:twilio_inbound") + "?bodySHA256=0"),
    ]
    for callback, path in bad:
        assert call_back(callback, path=path).status_code == 403
    assert not heard
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("fields", [{"MessageSid": "SM1"}, {"From": "anonymous"}, {"From": ""}])
def test_a_signed_request_without_a_text_from_a_telephone_is_refused(
    twilio: TwilioServer, call_back: Call, heard: list[InboundText], fields: dict[str, str]
) -> None:
    url = public_url(reverse("webhooks:twilio_inbound"))
    good = twilio.inbound(url, NUMBER, "START")
    strange = twilio.signed(url, {**good.fields, **fields}, algorithm=HMAC_SHA1)
    assert call_back(strange).status_code == 400
    assert not heard


def test_a_body_that_is_too_large_is_not_read(
    twilio: TwilioServer, call_back: Call, heard: list[InboundText]
) -> None:
    url = public_url(reverse("webhooks:twilio_inbound"))
    assert call_back(twilio.inbound(url, NUMBER, "x" * 70_000)).status_code == 413
    many = {f"Field{number}": "" for number in range(500)}
    assert call_back(twilio.inbound(url, NUMBER, "x", **many)).status_code == 400
    assert not heard


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    fields=st.dictionaries(
        st.sampled_from(["MessageSid", "MessageStatus", "ErrorCode", "From", "To", "Body", "X"]),
        st.text(st.characters(exclude_categories=["Cs"]))
        | st.sampled_from(["delivered", "SM" + "a" * 32]),
    ),
    to_status=st.booleans(),
)
def test_no_signed_request_causes_an_error(
    twilio: TwilioServer,
    written: Written,
    call_back: Call,
    heard: list[InboundText],
    fields: dict[str, str],
    to_status: bool,
) -> None:
    message = written(NUMBER)
    url = status_url(message.pk) if to_status else public_url(reverse("webhooks:twilio_inbound"))
    answer = call_back(twilio.signed(url, fields, algorithm=HMAC_SHA1))
    assert answer.status_code in (200, 400)


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(token=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1))
def test_a_forged_token_is_refused(
    twilio: TwilioServer, written: Written, call_back: Call, token: str
) -> None:
    token = token.replace("/", "") or "x"
    url = public_url(reverse("webhooks:twilio_status", args=[token]))
    fields = {"MessageSid": "SM" + "a" * 32, "MessageStatus": "delivered"}
    assert call_back(twilio.signed(url, fields, algorithm=HMAC_SHA1)).status_code in (403, 404)
