"""Messages at a provider, and requests of its webhooks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from notifications.models import Message
from notifications.rules.state import State
from notifications.services import enqueue_message
from tests.fakes.provider_servers.sendgrid import Signed, Taken
from tests.fakes.provider_servers.twilio_texts import Callback, Text

Written = Callable[..., Message]


@pytest.fixture
def written(db: None) -> Written:
    """A message that was handed over, with an unknown result."""

    def write(address: str = "ana.ruiz@example.net", **fields: Any) -> Message:
        message = enqueue_message(
            message_class=fields.pop("message_class", "account"),
            address=address,
            channel="text" if address.startswith("+") else "email",
            subject=fields.pop("subject", "Math 3: fractions"),
            text="We are learning fractions.",
            **fields,
        )
        assert message is not None
        state = {"state": State.HANDED_OVER, "handed_over_at": timezone.now()}
        Message.objects.filter(pk=message.pk).update(**state)
        message.refresh_from_db()
        return message

    return write


def as_taken(message: Message) -> Taken:
    """The message as SendGrid has it."""
    return Taken(
        delivery_id=str(message.pk),
        address=message.address,
        subject=message.subject,
        text="",
        html="",
        headers={},
        sender="class-updates@larkspur.example",
        message_id="filterdrecv-1",
        request={},
    )


def as_text(message: Message, callback: str) -> Text:
    """The message as Twilio has it."""
    return Text(
        sid="SM" + message.pk.hex,
        to=message.address,
        sender="MG" + "b" * 32,
        body="",
        callback=callback,
        delivery_id=str(message.pk),
        at=timezone.now(),
    )


@pytest.fixture
def post_events(client: Client) -> Callable[[Signed], HttpResponse]:
    """Posts a request to SendGrid's webhook."""

    def post(signed: Signed, **more: Any) -> HttpResponse:
        return client.post(
            reverse("webhooks:sendgrid_events"),
            data=signed.body,
            content_type="application/json",
            headers={**signed.headers, **more},
        )

    return post


@pytest.fixture
def call_back(client: Client, settings: Settings) -> Callable[[Callback], HttpResponse]:
    """Posts a request of Twilio as it arrives behind the proxy: without its host and scheme."""

    def post(callback: Callback, *, path: str = "") -> HttpResponse:
        return client.post(
            path or callback.url.removeprefix(settings.WEBHOOK_BASE_URL),
            data=callback.body,
            content_type="application/x-www-form-urlencoded",
            headers=dict(callback.headers),
        )

    return post
