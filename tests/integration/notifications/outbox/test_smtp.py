"""The adapter for Django's backends, against a mail server that really speaks SMTP."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from notifications.providers.base import Accepted, NotProcessed, Outgoing, Rejected, Unclear
from notifications.providers.django_backend import DjangoBackendProvider
from tests.fakes.smtp_server import HANG_UP, Received, smtp_server

MESSAGE = Outgoing(
    id=UUID(int=7),
    channel="email",
    address="ana@example.net",
    from_email="Larkspur <news@larkspur.example>",
    subject="Noticias de Matemáticas",
    text="Fracciones",
    headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    message_id="<7@larkspur.example>",
)


def send(server: Received, settings: Settings) -> Accepted | Rejected:
    settings.MAILERS = {
        **settings.MAILERS,
        "delivery": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},
        },
    }
    return DjangoBackendProvider().send(MESSAGE)


def test_the_server_gets_the_message_with_its_headers(settings: Settings) -> None:
    with smtp_server() as server:
        assert send(server, settings) == Accepted("<7@larkspur.example>")
    (mail,) = server.messages
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail
    assert "Message-ID: <7@larkspur.example>" in mail
    assert "To: ana@example.net" in mail
    assert server.commands == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


@pytest.mark.parametrize("answers", [
    {"CONNECT": "421 too many connections"},
    {"CONNECT": HANG_UP},
    {"MAIL": "421 closing"},
    {"MAIL": "451 later"},
    {"RCPT": "450 greylisted"},
    {"DATA": "451 later"},
    {".": "452 no room"},
], ids=str)  # fmt: skip
def test_what_the_server_surely_did_not_take_may_be_tried_again(
    settings: Settings, answers: Mapping[str, str]
) -> None:
    with smtp_server(answers) as server, pytest.raises(NotProcessed):
        send(server, settings)
    assert not server.messages


@pytest.mark.parametrize("answers, reason", [
    ({"MAIL": "550 not you"}, "550 not you"),
    ({"RCPT": "550 no such mailbox"}, "550 no such mailbox"),
    ({"DATA": "554 no"}, "554 no"),
    ({".": "554 spam"}, "554 spam"),
])  # fmt: skip
def test_what_the_server_refuses_for_good_is_rejected(
    settings: Settings, answers: Mapping[str, str], reason: str
) -> None:
    with smtp_server(answers) as server:
        assert send(server, settings) == Rejected(reason)


@pytest.mark.parametrize("command", ["RCPT", "DATA", "."])
def test_a_server_that_hangs_up_within_the_conversation_leaves_it_unclear(
    settings: Settings, command: str
) -> None:
    with smtp_server({command: HANG_UP}) as server, pytest.raises(Unclear):
        send(server, settings)


def test_a_server_that_hangs_up_after_taking_the_message_has_it(settings: Settings) -> None:
    with smtp_server({"QUIT": HANG_UP}) as server:
        assert send(server, settings) == Accepted("<7@larkspur.example>")
    assert len(server.messages) == 1
