"""Sending through a Django mail backend: what each failure means for the message."""

import email
import email.policy
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured

from notifications.providers import registry
from notifications.providers.base import Accepted, NotProcessed, Outgoing, Rejected, Unclear
from notifications.providers.registry import SandboxProvider
from notifications.providers.smtp import DjangoBackendProvider, as_email
from tests.fakes import mail_backends
from tests.fakes.mail_backends import Script
from tests.fakes.providers import MemoryProvider

MESSAGE = Outgoing(
    id=UUID(int=7),
    channel="email",
    address="ana@example.net",
    from_email="Larkspur <news@larkspur.example>",
    reply_to="rivera@larkspur.example",
    subject="Noticias de Matemáticas",
    text="Fracciones",
    html="<p>Fracciones</p>",
    headers={
        "List-Unsubscribe": "<https://www.larkspur.example/stop/abc/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    message_id="<7@larkspur.example>",
)


@pytest.fixture
def script(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Script:
    fresh = Script()
    monkeypatch.setattr(mail_backends, "script", fresh)
    backend = "tests.fakes.mail_backends.ScriptedBackend"
    settings.MAILERS = {**settings.MAILERS, "delivery": {"BACKEND": backend}}
    return fresh


def test_the_mail_is_the_message_with_its_headers(script: Script) -> None:
    assert DjangoBackendProvider().send(MESSAGE) == Accepted("<7@larkspur.example>")
    mail = script.given[0].message()
    assert mail["To"] == "ana@example.net"
    assert mail["From"] == "Larkspur <news@larkspur.example>"
    assert mail["Reply-To"] == "rivera@larkspur.example"
    assert mail["Subject"] == "Noticias de Matemáticas"
    assert mail["Message-ID"] == "<7@larkspur.example>"
    assert mail["List-Unsubscribe"] == "<https://www.larkspur.example/stop/abc/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip


BEFORE_THE_MESSAGE = [
    ConnectionRefusedError(),
    socket.gaierror(),
    TimeoutError(),
    ssl.SSLError(),
    smtplib.SMTPConnectError(554, b"not you"),
    smtplib.SMTPAuthenticationError(535, b"no"),
    smtplib.SMTPServerDisconnected(),
    UnicodeError("label empty or too long"),  # such as of the host "mail..example"
    OverflowError("port must be 0-65535"),
]


@pytest.mark.parametrize("failure", BEFORE_THE_MESSAGE, ids=lambda f: type(f).__name__)
def test_a_failure_before_the_message_means_not_processed(
    script: Script, failure: BaseException
) -> None:
    script.on_open = failure
    with pytest.raises(NotProcessed) as said:
        DjangoBackendProvider().send(MESSAGE)
    assert said.value.unreachable


@pytest.mark.parametrize("failure", [
    smtplib.SMTPConnectError(421, b"too many connections"),
    smtplib.SMTPAuthenticationError(454, b"temporary"),
], ids=lambda f: type(f).__name__)  # fmt: skip
def test_a_server_without_free_connections_is_busy(script: Script, failure: BaseException) -> None:
    script.on_open = failure
    with pytest.raises(NotProcessed) as said:
        DjangoBackendProvider().send(MESSAGE)
    assert (said.value.busy, said.value.unreachable) == (True, False)
    assert not script.given


@pytest.mark.parametrize("failure", [
    smtplib.SMTPSenderRefused(451, b"later", "news@larkspur.example"),
    smtplib.SMTPRecipientsRefused({"ana@example.net": (450, b"greylisted")}),
    smtplib.SMTPDataError(452, b"no room"),
])  # fmt: skip
def test_a_temporary_refusal_means_not_processed(script: Script, failure: BaseException) -> None:
    script.on_send = failure
    with pytest.raises(NotProcessed, match=r"^4"):
        DjangoBackendProvider().send(MESSAGE)


@pytest.mark.parametrize("failure, reason", [
    (smtplib.SMTPSenderRefused(553, b"not you", "x"), "553 not you"),
    (smtplib.SMTPRecipientsRefused({"a@b": (550, b"no such\nmailbox")}), "550 no such mailbox"),
    (smtplib.SMTPDataError(554, b"spam"), "554 spam"),
    (smtplib.SMTPNotSupportedError(), "the mail server cannot carry this address"),
    (ValueError("Invalid address"), "cannot be written as a mail: ValueError"),
])  # fmt: skip
def test_a_permanent_refusal_is_final(script: Script, failure: BaseException, reason: str) -> None:
    script.on_send = failure
    assert DjangoBackendProvider().send(MESSAGE) == Rejected(reason)


@pytest.mark.parametrize("failure", [
    TimeoutError(), ConnectionResetError(), smtplib.SMTPServerDisconnected(), ssl.SSLError(),
], ids=lambda f: type(f).__name__)  # fmt: skip
def test_a_connection_that_breaks_during_the_conversation_is_unclear(
    script: Script, failure: BaseException
) -> None:
    script.on_send = failure
    with pytest.raises(Unclear, match=type(failure).__name__):
        DjangoBackendProvider().send(MESSAGE)


@pytest.mark.parametrize("says", [0, None])
def test_a_backend_that_does_not_confirm_is_unclear(script: Script, says: int | None) -> None:
    script.says = says
    with pytest.raises(Unclear):
        DjangoBackendProvider().send(MESSAGE)


@pytest.mark.parametrize("failure", [None, TimeoutError(), smtplib.SMTPDataError(554, b"spam")])
def test_the_connection_is_closed_whatever_happens(
    script: Script, failure: BaseException | None
) -> None:
    script.on_send = failure
    with suppress(Unclear):
        DjangoBackendProvider().send(MESSAGE)
    assert script.opened == script.closed == 1


def test_a_missing_server_is_unreachable(settings: Any) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]  # nobody listens there
        settings.MAILERS = {
            **settings.MAILERS,
            "delivery": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
            },
        }
        with pytest.raises(NotProcessed, match="ConnectionRefusedError"):
            DjangoBackendProvider().send(MESSAGE)


@pytest.mark.parametrize("name, wanted", [
    ("sandbox", SandboxProvider),
    ("django", DjangoBackendProvider),
    ("tests.fakes.providers.MemoryProvider", MemoryProvider),
])  # fmt: skip
def test_the_setting_names_the_provider(settings: Any, name: str, wanted: type) -> None:
    settings.MAIL_PROVIDER = name
    assert type(registry.make_provider("email")) is wanted


@pytest.mark.parametrize("name", ["pigeon", "no.such.module", "collections.Counter"])
def test_an_invalid_provider_setting_fails_with_its_name(settings: Any, name: str) -> None:
    settings.MAIL_PROVIDER = name
    with pytest.raises(ImproperlyConfigured, match=name):
        registry.make_provider("email")


def test_the_sandbox_sends_nothing_and_accepts_everything() -> None:
    assert SandboxProvider().send(MESSAGE) == Accepted(f"sandbox-{MESSAGE.id}")
    assert not SandboxProvider.reaches_people


def test_a_long_unsubscribe_address_stays_readable_for_mailboxes() -> None:
    """On one line: split into encoded words, no mail program would find its one-click address."""
    long = "https://www.larkspur.example/updates/stop/" + "a1-_:" * 60 + "/"
    mail = as_email(replace(MESSAGE, headers={"List-Unsubscribe": f"<{long}>"}))
    # As Django's SMTP backend calls it.
    whole = mail.message(policy=email.policy.SMTP).as_bytes()
    assert f"\r\nList-Unsubscribe: <{long}>\r\n".encode() in whole
    assert whole.isascii()
    assert whole.count(b"\n") == whole.count(b"\r\n")
    read = email.message_from_bytes(whole, policy=email.policy.default)
    assert read["Subject"] == MESSAGE.subject
