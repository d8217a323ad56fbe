"""A broken or slow channel does not delay equally urgent messages on another."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from notifications import tasks
from notifications.models import Message
from notifications.services import claim_batch, dispatch, dispatch_batch, next_channel, rate_limit
from tests.fakes.providers import Mailbox
from tests.integration.conftest import Clock

from .conftest import Write

pytestmark = pytest.mark.django_db
Work = Callable[[], list[str]]
TEXT = "+14065550102"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Runs the waiting tasks, as the worker does, until none is left; returns the result of each. A
    batch has room for two messages."""
    monkeypatch.setattr(tasks, "claim_batch", lambda channel: claim_batch(2, channel=channel))

    def run() -> list[str]:
        said = []
        while (waiting := OrmQ.objects.order_by("pk").first()) is not None:
            assert len(said) < 9, "it is tried without end"
            args = waiting.task["args"]
            waiting.delete()
            try:
                said.append(tasks.dispatch(*args))
            except ConnectionError as error:
                said.append(str(error))
        return said

    return run


@pytest.fixture(autouse=True)
def _waiting(write: Write, clock: Clock) -> None:
    """Five emails, then one equally urgent text, at an hour when texts may be sent."""
    clock("2026-11-24 10:00")
    for number in range(5):
        write(message_class="staff", address=f"f{number}@example.net")
    write(message_class="staff", channel="text", address="+14065550101")
    OrmQ.objects.all().delete()


def left(channel: str) -> int:
    return Message.objects.filter(channel=channel, state="ready").count()


def test_mails_with_a_broken_provider_do_not_delay_the_texts(
    provider: Mailbox, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = dispatch.make_provider

    def refusing(channel: str) -> object:
        if channel == "email":
            raise ConnectionError("no mail today")
        return make(channel)

    monkeypatch.setattr(dispatch, "make_provider", refusing)
    tasks.sweep()
    assert work() == ["no mail today", "1 accepted"]
    assert (left("email"), left("text")) == (5, 0)
    # The next sweep retries it once.
    tasks.sweep()
    assert work() == ["no mail today"]


def test_equally_urgent_channels_take_turns(provider: Mailbox, work: Work) -> None:
    tasks.sweep()
    assert work() == ["2 accepted", "1 accepted", "2 accepted", "1 accepted"]
    assert [each.channel for each in provider.sent] == [*["email"] * 2, "text", *["email"] * 3]


def test_more_urgent_messages_come_first_on_any_channel(
    provider: Mailbox, work: Work, write: Write
) -> None:
    for number in range(3):
        write(message_class="urgent", channel="text", address=f"+1406555010{number}")
    tasks.sweep()
    work()
    assert [each.message_class for each in provider.sent[:3]] == ["urgent"] * 3


@pytest.mark.parametrize("address, channel", [("ana@example.net", "email"), (TEXT, "text")])
def test_an_urgent_notice_does_not_wait_for_the_end_of_a_batch_under_way(
    provider: Mailbox,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    channel: str,
) -> None:
    """A slow mail server needs a minute for a batch of five hundred."""
    monkeypatch.setattr(dispatch, "LOOK_SECONDS", 0)
    hand_over = dispatch._hand_over

    def interrupted(messages: Sequence[Message], *more: Any) -> Any:
        if not Message.objects.filter(message_class="urgent").exists():
            write(message_class="urgent", address=address, channel=channel)
        return hand_over(messages, *more)

    monkeypatch.setattr(dispatch, "_hand_over", interrupted)
    done = dispatch_batch(claim_batch(channel="email"))
    assert str(done) == "1 accepted, 4 put back"
    assert next_channel("email") == channel
    dispatch_batch(claim_batch(channel=channel))
    assert [sent.address for sent in provider.sent][1] == address


def test_an_urgent_notice_that_cannot_be_sent_now_interrupts_no_batch(
    provider: Mailbox, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "LOOK_SECONDS", 0)
    rate_limit.close("text", until=timezone.now() + dt.timedelta(hours=1))
    write(message_class="urgent", address=TEXT, channel="text")
    assert str(dispatch_batch(claim_batch(channel="email"))) == "5 accepted"


def test_an_urgent_notice_on_a_broken_channel_interrupts_no_batch(
    provider: Mailbox, work: Work, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no batch before the next sweep: until then the others would be claimed and put
    back."""
    monkeypatch.setattr(dispatch, "LOOK_SECONDS", 0)
    make = dispatch.make_provider

    def refusing(channel: str) -> object:
        if channel == "text":
            raise ConnectionError("no texts today")
        return make(channel)

    monkeypatch.setattr(dispatch, "make_provider", refusing)
    write(message_class="urgent", channel="text", address=TEXT)
    OrmQ.objects.all().delete()
    tasks.sweep()
    assert work() == ["no texts today", "2 accepted", "2 accepted", "1 accepted"]
