"""Twilio, through its own library, against a server on this machine."""

import datetime as dt
import socket
import ssl
from collections.abc import Callable

import pytest
import requests
from django.utils import timezone
from pytest_django.fixtures import Settings
from urllib3 import HTTPSConnectionPool
from urllib3.exceptions import MaxRetryError, SSLError

from notifications.providers.base import NotProcessed, Outgoing, Rejected, Unclear
from notifications.providers.twilio import provider as twilio_provider
from notifications.providers.twilio.provider import TwilioProvider
from notifications.rules.state import State
from notifications.suppressions.rules import Cause
from tests.fakes.provider_servers.serving import LOST_REPLY, RESET, TOO_MANY, Fault
from tests.fakes.provider_servers.twilio import TwilioServer

Text = Callable[..., Outgoing]


def of_status(status: int) -> Fault:
    return Fault(status=status)


def creates(server: TwilioServer) -> int:
    return sum(asked.method == "POST" for asked in server.asked)


def test_a_number_sends_where_there_is_no_service(
    twilio: TwilioServer, text: Text, settings: Settings
) -> None:
    settings.TWILIO_MESSAGING_SERVICE_SID = ""
    settings.TWILIO_FROM_NUMBER = twilio.number
    TwilioProvider().send(text())
    (kept,) = twilio.texts.values()
    assert kept.sender == twilio.number


def test_a_text_is_not_tried_after_it_expires(twilio: TwilioServer, text: Text) -> None:
    soon = timezone.now() + dt.timedelta(minutes=10)
    TwilioProvider().send(text(expires_at=soon))
    (kept,) = twilio.texts.values()
    assert 590 <= kept.asked["ValidityPeriod"] <= 600
    late = text(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert TwilioProvider().send(late) == Rejected("it came too late to be sent")
    assert creates(twilio) == 1


@pytest.mark.parametrize(
    "code, cause",
    [
        (21610, Cause.STOP),
        (21211, Cause.NO_NUMBER),
        (21614, Cause.NO_NUMBER),
        (21612, None),
        (21617, None),
        (99999, None),
    ],
)
def test_a_refusal_says_whether_the_number_is_the_reason(
    twilio: TwilioServer, text: Text, code: int, cause: Cause | None
) -> None:
    twilio.errors["+14065550123"] = code
    answer = TwilioProvider().send(text())
    assert isinstance(answer, Rejected)
    assert answer.cause == cause


@pytest.mark.parametrize("fault", [TOO_MANY, *map(of_status, (401, 402, 404, 407))])
def test_what_it_certainly_did_not_process_may_be_retried(
    twilio: TwilioServer, text: Text, fault: Fault
) -> None:
    twilio.faults.append(fault)
    with pytest.raises(NotProcessed) as refused:
        TwilioProvider().send(text())
    assert creates(twilio) == 1
    # Only after "too many requests" does Twilio rest for everybody.
    assert bool(refused.value.wait) is (fault is TOO_MANY)


@pytest.mark.parametrize("code", [21212, 21601, 21603, 21606, 21607, 21609, 21703, 21705])
def test_a_fault_of_the_set_up_waits_for_the_operator(
    twilio: TwilioServer, text: Text, code: int
) -> None:
    twilio.errors["+14065550123"] = code
    with pytest.raises(NotProcessed):
        TwilioProvider().send(text())


@pytest.mark.parametrize(
    "fault",
    [RESET, LOST_REPLY, *map(of_status, (500, 200, 302)), Fault(status=502, done=True)],
)
def test_a_missing_answer_is_unclear_and_nothing_is_sent_twice(
    twilio: TwilioServer, text: Text, fault: Fault
) -> None:
    twilio.faults.append(fault)
    with pytest.raises(Unclear):
        TwilioProvider().send(text())
    assert creates(twilio) == 1


def test_without_a_connection_nothing_was_processed(
    twilio: TwilioServer, text: Text, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings.TWILIO_URL = f"http://127.0.0.1:{door.getsockname()[1]}"
    with pytest.raises(NotProcessed, match="no connection") as said:
        TwilioProvider().send(text())
    assert said.value.unreachable


def test_no_more_texts_are_handed_over_while_twilio_s_queue_is_full(
    twilio: TwilioServer, text: Text
) -> None:
    """An urgent notice to more numbers than Twilio’s queue has room for reaches all of them."""
    twilio.errors["+14065550123"] = 21611
    with pytest.raises(NotProcessed) as said:
        TwilioProvider().send(text())
    assert said.value.wait == dt.timedelta(minutes=1)


@pytest.mark.parametrize("url", ["api.twilio.com", "http://", "ftp://x", "http://127.0.0.1:99999"])
def test_an_invalid_server_address_means_that_nothing_was_sent(
    twilio: TwilioServer, text: Text, settings: Settings, url: str
) -> None:
    settings.TWILIO_URL = url
    with pytest.raises(NotProcessed) as said:
        TwilioProvider().send(text())
    assert said.value.unreachable


def test_a_proxy_that_is_down_means_that_nothing_was_sent(
    twilio: TwilioServer, text: Text, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{door.getsockname()[1]}")
    monkeypatch.setenv("no_proxy", "")
    settings.TWILIO_URL = "https://api.twilio.example"
    with pytest.raises(NotProcessed) as said:
        TwilioProvider().send(text())
    assert said.value.unreachable


def test_an_untrusted_certificate_means_that_nothing_was_sent(
    twilio: TwilioServer, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise requests.exceptions.SSLError(MaxRetryError(pool, "/", SSLError(failure)))

    pool = HTTPSConnectionPool("api.twilio.example")
    monkeypatch.setattr(requests.Session, "send", refuse)
    failure: Exception = ssl.SSLCertVerificationError()
    with pytest.raises(NotProcessed):
        TwilioProvider().send(text())
    failure = ssl.SSLError("the line broke")
    with pytest.raises(Unclear):
        TwilioProvider().send(text())


def test_a_text_with_a_lost_answer_is_found_in_twilio_s_records(
    twilio: TwilioServer, text: Text
) -> None:
    provider = TwilioProvider()
    twilio.faults.extend([LOST_REPLY, RESET])
    taken, not_taken = text(), text("+14065550124")
    for message in (taken, not_taken):
        with pytest.raises(Unclear):
            provider.send(message)
    (found,) = provider.find_evidence([taken, not_taken]).evidence
    assert (found.message, found.state) == (taken.id, State.ACCEPTED)
    assert found.provider_id in twilio.texts


def test_one_text_at_twilio_is_evidence_of_one_of_two_equal_messages(
    twilio: TwilioServer, text: Text
) -> None:
    provider = TwilioProvider()
    provider.send(text())
    assert len(provider.find_evidence([text(), text()]).evidence) == 1


def test_yesterday_s_text_with_the_same_words_is_no_evidence(
    twilio: TwilioServer, text: Text
) -> None:
    TwilioProvider().send(text())
    (kept,) = twilio.texts.values()
    kept.at -= dt.timedelta(days=1)
    today = text(handed_over_at=timezone.now())
    assert TwilioProvider().find_evidence([today]).evidence == []
    kept.at = timezone.now() - dt.timedelta(seconds=2)  # its seconds have no parts
    (found,) = TwilioProvider().find_evidence([today]).evidence
    assert found.message == today.id


def test_unavailable_records_are_not_queried_for_every_number(
    twilio: TwilioServer, text: Text
) -> None:
    messages = [text(f"+1406555010{last}") for last in range(5)]
    for message in messages:
        TwilioProvider().send(message)
    twilio.auth_token = "another"
    looked = TwilioProvider().find_evidence(messages)
    assert looked.unavailable == {message.id for message in messages}
    assert sum(asked.method == "GET" for asked in twilio.asked) == 1


def test_records_are_read_for_a_few_seconds_only(
    twilio: TwilioServer, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep that reads them has a time limit, and frees what dead workers left."""
    monkeypatch.setattr(twilio_provider, "SECONDS_ALL", -1.0)
    message = text()
    assert TwilioProvider().find_evidence([message]).unavailable == {message.id}
    assert not twilio.asked
