"""Both providers as servers on this machine, with the settings that lead there."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from notifications.providers.base import Outgoing
from tests.fakes.provider_servers.sendgrid import SendGridServer
from tests.fakes.provider_servers.twilio import TwilioServer


@pytest.fixture
def sendgrid(settings: Settings) -> Iterator[SendGridServer]:
    with SendGridServer() as server:
        settings.SENDGRID_API_KEY = server.api_key
        settings.SENDGRID_URL = server.url
        settings.SENDGRID_WEBHOOK_KEY = server.public_key
        settings.MAIL_REGISTERED_SENDERS = ["larkspur.example"]
        yield server


@pytest.fixture
def twilio(settings: Settings) -> Iterator[TwilioServer]:
    with TwilioServer() as server:
        settings.TWILIO_ACCOUNT_SID = server.account_sid
        settings.TWILIO_AUTH_TOKEN = server.auth_token
        settings.TWILIO_SHARED_KEY = server.shared_key
        settings.TWILIO_MESSAGING_SERVICE_SID = server.service_sid
        settings.TWILIO_URL = server.url
        settings.WEBHOOK_BASE_URL = "https://www.larkspur.example"
        yield server


@pytest.fixture
def mail() -> Callable[..., Outgoing]:
    """A mail as most tests need it; equal mails differ in id and address only."""

    def make(address: str = "ana.ruiz@example.net", **fields: Any) -> Outgoing:
        pk = uuid.uuid4()
        values: dict[str, Any] = {
            "id": pk,
            "channel": "email",
            "address": address,
            "from_email": "Larkspur Valley <class-updates@larkspur.example>",
            "subject": "Math 3: fractions",
            "text": "We are learning fractions.",
            "html": "<p>We are learning fractions.</p>",
            "headers": {
                "List-Unsubscribe": f"<https://www.larkspur.example/email/stop/{pk}/>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
            "message_id": f"<{pk}@larkspur.example>",
            "shared": "one",
            **fields,
        }
        return Outgoing(**values)

    return make


@pytest.fixture
def text() -> Callable[..., Outgoing]:
    def make(address: str = "+14065550123", **fields: Any) -> Outgoing:
        values: dict[str, Any] = {
            "id": uuid.uuid4(),
            "channel": "text",
            "address": address,
            "from_email": "",
            "subject": "",
            "text": "Juniper Creek, Math 3: fractions. Reply STOP to stop.",
            **fields,
        }
        return Outgoing(**values)

    return make
