"""SendGrid, against a server on this machine."""

import socket
from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from notifications.providers.base import Accepted, NotProcessed, Outgoing, Rejected, Unclear
from notifications.providers.sendgrid import provider as provider_module
from notifications.providers.sendgrid.provider import SendGridProvider, forget_address
from notifications.suppressions.rules import Cause
from tests.fakes.provider_servers.sendgrid import SEND, SendGridServer
from tests.fakes.provider_servers.serving import LOST_REPLY, RESET, Fault

Mail = Callable[..., Outgoing]


def sends(server: SendGridServer) -> int:
    return sum(asked.path == SEND for asked in server.asked)


def many(mail: Mail, number: int) -> list[Outgoing]:
    return [mail(f"family{place}@example.net") for place in range(number)]


@pytest.mark.parametrize(
    "bad", [["family7@example.net"], ["family0@example.net", "family99@example.net"]]
)
def test_a_bad_address_refuses_only_itself(
    sendgrid: SendGridServer, mail: Mail, bad: list[str]
) -> None:
    sendgrid.refuses.update(bad)
    messages = many(mail, 100)
    answers = SendGridProvider().send_many(messages)
    refused = [
        message.address
        for message, answer in zip(messages, answers, strict=True)
        if isinstance(answer, Rejected)
    ]
    assert refused == bad
    assert {taken.address for taken in sendgrid.taken} == {m.address for m in messages} - set(bad)
    assert max(sendgrid.processed.values()) == 1


def test_a_refusal_without_named_recipients_halves_the_request(
    sendgrid: SendGridServer, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    sendgrid.refuses.add("family7@example.net")
    monkeypatch.setattr(
        "tests.fakes.provider_servers.sendgrid._error",
        lambda message, field: {"message": message, "help": {}},
    )
    messages = many(mail, 100)
    answers = SendGridProvider().send_many(messages)
    assert sum(isinstance(answer, Rejected) for answer in answers) == 1
    assert len(sendgrid.taken) == 99
    assert sends(sendgrid) <= 15  # two for each halving of a hundred


@pytest.mark.parametrize("status", [429, 401, 402, 403, 404, 405, 407])
def test_what_it_certainly_did_not_process_may_be_retried(
    sendgrid: SendGridServer, mail: Mail, status: int
) -> None:
    sendgrid.faults.append(Fault(status=status))
    with pytest.raises(NotProcessed):
        SendGridProvider().send(mail())
    assert not sendgrid.processed


def test_429_says_how_long_to_wait(sendgrid: SendGridServer, mail: Mail) -> None:
    sendgrid.faults.append(Fault(status=429, headers={"Retry-After": "30"}))
    with pytest.raises(NotProcessed) as refused:
        SendGridProvider().send(mail())
    assert refused.value.wait is not None
    assert refused.value.wait.total_seconds() == 30


@pytest.mark.parametrize(
    "fault",
    [RESET, LOST_REPLY, Fault(status=500), Fault(status=502, done=True), Fault(status=503)],
    ids=["reset", "lost", "500", "502 after the work", "503"],
)
def test_a_missing_answer_is_unclear_and_nothing_is_sent_twice(
    sendgrid: SendGridServer, mail: Mail, fault: Fault
) -> None:
    sendgrid.faults.append(fault)
    with pytest.raises(Unclear):
        SendGridProvider().send(mail())
    assert sends(sendgrid) == 1


def test_success_from_another_server_is_not_believed(sendgrid: SendGridServer, mail: Mail) -> None:
    """For example the page of a network that requires signing in first."""
    sendgrid.faults.append(Fault(status=200))
    with pytest.raises(Unclear, match="no answer of SendGrid’s"):
        SendGridProvider().send(mail())
    assert not sendgrid.processed


@pytest.mark.parametrize("url", ["http://", "ftp://x", "https://a b", "http://127.0.0.1:99999"])
def test_an_invalid_server_address_means_that_nothing_was_sent(
    sendgrid: SendGridServer, mail: Mail, settings: Settings, url: str
) -> None:
    settings.SENDGRID_URL = url
    with pytest.raises(NotProcessed) as said:
        SendGridProvider().send(mail())
    assert said.value.unreachable


def test_after_two_missing_answers_sendgrid_rests(
    sendgrid: SendGridServer, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the batch is certainly not processed, because it is not requested."""
    monkeypatch.setattr(provider_module, "SECONDS", 0.2)
    sendgrid.faults.extend([Fault(slow=0.6)] * 2)
    provider = SendGridProvider()
    for _again in range(2):
        with pytest.raises(Unclear):
            provider.send(mail())
    with pytest.raises(NotProcessed) as refused:
        provider.send(mail())
    assert refused.value.wait
    assert sends(sendgrid) == 2


@pytest.mark.parametrize("fault", [RESET, LOST_REPLY], ids=["reset", "lost"])
def test_a_reused_connection_that_breaks_is_unclear_and_nothing_is_sent_twice(
    sendgrid: SendGridServer, mail: Mail, fault: Fault
) -> None:
    provider = SendGridProvider()
    provider.send(mail("first@example.net"))
    sendgrid.faults.append(fault)
    with pytest.raises(Unclear):
        provider.send(mail("second@example.net"))
    assert sends(sendgrid) == 2
    assert isinstance(provider.send(mail("third@example.net")), Accepted)
    assert sendgrid.connections == 2


def test_an_untrusted_certificate_means_that_nothing_was_sent(
    settings: Settings, mail: Mail, sendgrid: SendGridServer
) -> None:
    # A server without TLS: the handshake fails as with a foreign certificate.
    settings.SENDGRID_URL = sendgrid.url.replace("http:", "https:")
    with pytest.raises(NotProcessed, match="no connection"):
        SendGridProvider().send(mail())
    assert sends(sendgrid) == 0


def test_the_proxy_of_the_environment_is_used(
    sendgrid: SendGridServer, mail: Mail, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", sendgrid.url)
    monkeypatch.setenv("no_proxy", "")
    settings.SENDGRID_URL = "http://provider.sendgrid.example"
    assert isinstance(SendGridProvider().send(mail()), Accepted)


def test_without_a_connection_nothing_was_processed(settings: Settings, mail: Mail) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    settings.SENDGRID_URL = f"http://127.0.0.1:{port}"
    settings.MAIL_REGISTERED_SENDERS = ["larkspur.example"]
    with pytest.raises(NotProcessed, match="no connection") as said:
        SendGridProvider().send(mail())
    assert said.value.unreachable


def test_a_lifted_bounce_is_removed_at_sendgrid_too(sendgrid: SendGridServer) -> None:
    sendgrid.suppressed["bounces"].add("ana.ruiz+math@example.net")
    forget_address("ana.ruiz+math@example.net", Cause.HARD_BOUNCE)
    assert not sendgrid.suppressed["bounces"]
