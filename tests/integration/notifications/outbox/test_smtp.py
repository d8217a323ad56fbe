"""The adapter for Django's backends, against a real SMTP server."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from notifications.providers import smtp
from notifications.providers.base import Accepted, NotProcessed, Outgoing, Rejected, Unclear
from notifications.providers.smtp import DjangoBackendProvider
from notifications.rules.filling import tag
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
    deliver_to(server, settings)
    return DjangoBackendProvider().send(MESSAGE)


def deliver_to(server: Received, settings: Settings) -> None:
    settings.MAILERS = {
        **settings.MAILERS,
        "delivery": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},
        },
    }


def test_the_server_gets_the_message_with_its_headers(settings: Settings) -> None:
    with smtp_server() as server:
        assert send(server, settings) == Accepted("<7@larkspur.example>")
    (mail,) = server.messages
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail
    assert "Message-ID: <7@larkspur.example>" in mail
    assert "To: ana@example.net" in mail
    assert server.commands == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


def test_nothing_leaves_under_a_name_that_is_not_the_district_s(settings: Settings) -> None:
    settings.MAIL_REGISTERED_SENDERS = ["larkspur.example"]
    with smtp_server() as server:
        deliver_to(server, settings)
        foreign = replace(MESSAGE, from_email="Larkspur <news@elsewhere.example>")
        answers = DjangoBackendProvider().send_many([foreign, MESSAGE])
    assert isinstance(answers[0], Rejected)
    assert "registered senders" in answers[0].reason
    assert answers[1] == Accepted("<7@larkspur.example>")
    assert len(server.messages) == 1


def test_bounces_go_to_the_registered_sender(settings: Settings) -> None:
    settings.MAIL_REGISTERED_SENDERS = ["larkspur.example"]
    with smtp_server() as server:
        send(server, settings)
    assert server.envelopes == ["news@larkspur.example"]
    assert "Return-Path" not in server.messages[0]


@pytest.mark.parametrize("answers", [
    {"CONNECT": "421 too many connections"},
    {"CONNECT": HANG_UP},
    {"MAIL": "421 closing"},
    {"MAIL": "451 later"},
    {"RCPT": "450 greylisted"},
    {"DATA": "451 later"},
    {".": "452 no room"},
], ids=str)  # fmt: skip
def test_what_the_server_certainly_did_not_take_may_be_retried(
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
def test_a_permanent_refusal_is_rejected(
    settings: Settings, answers: Mapping[str, str], reason: str
) -> None:
    with smtp_server(answers) as server:
        assert send(server, settings) == Rejected(reason)


def test_a_server_that_requires_signing_in_is_tried_once_and_rejects_nothing(
    settings: Settings,
) -> None:
    with smtp_server({"MAIL": "530 5.7.0 Authentication required"}) as server:
        deliver_to(server, settings)
        answers = DjangoBackendProvider().send_many(several(3))
    assert [type(each) for each in answers] == [NotProcessed] * 3
    assert server.commands.count("EHLO") == 1


@pytest.mark.parametrize("command", ["RCPT", "DATA", "."])
def test_a_server_that_hangs_up_during_the_conversation_is_unclear(
    settings: Settings, command: str
) -> None:
    with smtp_server({command: HANG_UP}) as server, pytest.raises(Unclear):
        send(server, settings)


def test_a_server_that_hangs_up_after_taking_the_message_has_it(settings: Settings) -> None:
    with smtp_server({"QUIT": HANG_UP}) as server:
        assert send(server, settings) == Accepted("<7@larkspur.example>")
    assert len(server.messages) == 1


def several(number: int) -> list[Outgoing]:
    return [
        replace(
            MESSAGE, id=UUID(int=each), address=f"f{each}@example.net", message_id=f"<{each}@x>"
        )
        for each in range(number)
    ]


def test_twenty_messages_go_over_one_connection(settings: Settings) -> None:
    with smtp_server() as server:
        deliver_to(server, settings)
        answers = DjangoBackendProvider().send_many(several(20))
    assert answers == [Accepted(f"<{each}@x>") for each in range(20)]
    assert server.commands.count("EHLO") == 1
    assert DjangoBackendProvider.most_at_once == 20


def test_each_gets_its_own_links(settings: Settings) -> None:
    stop = tag("stop_url", "0123456789abcdef")
    shared = [
        replace(each, text=f"Stop: {stop}", substitutions={stop: f"https://x/{each.address}/"})
        for each in several(2)
    ]
    with smtp_server() as server:
        deliver_to(server, settings)
        DjangoBackendProvider().send_many(shared)
    assert [f"https://x/f{each}@example.net/" in server.messages[each] for each in (0, 1)] == [
        True
    ] * 2


@pytest.mark.parametrize("answer, wanted", [
    ({"DATA": "554 spam"}, Rejected),
    ({"DATA": "451 later"}, NotProcessed),
    ({"DATA": HANG_UP}, Unclear),
    ({"RCPT": "421 closing"}, NotProcessed),
], ids=str)  # fmt: skip
def test_after_a_refusal_a_new_connection_is_opened_and_each_message_has_its_own_answer(
    settings: Settings, answer: Mapping[str, str], wanted: type
) -> None:
    with smtp_server(answer) as server:
        deliver_to(server, settings)
        answers = DjangoBackendProvider().send_many(several(3))
    assert [type(each) for each in answers] == [wanted] * 3
    assert server.commands.count("EHLO") == 3


def test_without_a_server_no_message_is_processed(settings: Settings) -> None:
    with smtp_server({"CONNECT": HANG_UP}) as server:
        deliver_to(server, settings)
        answers = DjangoBackendProvider().send_many(several(3))
    assert [type(each) for each in answers] == [NotProcessed] * 3


@pytest.mark.parametrize("options", [
    {"host": "mail..example"}, {"use_tls": True, "use_ssl": True},
], ids=str)  # fmt: skip
def test_with_impossible_settings_no_message_is_processed(
    settings: Settings, options: Mapping[str, object]
) -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    delivery = {"BACKEND": backend, "OPTIONS": options}
    settings.MAILERS = {**settings.MAILERS, "delivery": delivery}
    answers = DjangoBackendProvider().send_many(several(2))
    assert [type(each) for each in answers] == [NotProcessed] * 2
    assert not DjangoBackendProvider().check_account()[0].ok


def test_messages_not_started_in_time_are_not_processed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 1.0, 2.0, 31.0])
    monkeypatch.setattr(smtp, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with smtp_server() as server:
        deliver_to(server, settings)
        answers = DjangoBackendProvider().send_many(several(4))
    assert [type(each) for each in answers] == [Accepted, Accepted, NotProcessed, NotProcessed]
