"""While a channel rests, its waiting messages are not claimed: otherwise each claim of a hundred
thousand messages would be recorded, minute by minute, while a provider is down."""

import datetime as dt

import pytest
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from notifications import tasks
from notifications.models import Message, MessageEvent
from notifications.providers.base import Accepted, NotProcessed
from notifications.services import claim_batch, rate_limit
from tests.fakes.providers import Mailbox, MemoryProvider

from .conftest import Write

pytestmark = pytest.mark.django_db

WAITING = 7


@pytest.fixture(autouse=True)
def _waiting(
    write: Write, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    """Seven emails; a batch has room for two of them."""
    time_machine.move_to("2026-11-24T10:00:00-07:00", tick=False)
    monkeypatch.setattr(tasks, "claim_batch", lambda channel: claim_batch(2, channel=channel))
    for number in range(WAITING):
        write(message_class="staff", address=f"f{number}@example.net")
    OrmQ.objects.all().delete()


def sweep_and_work() -> int:
    """Runs the minute's tasks of the worker; returns the number of batches."""
    tasks.sweep()
    batches = 0
    while (waiting := OrmQ.objects.order_by("pk").first()) is not None:
        args = waiting.task["args"]
        waiting.delete()
        tasks.dispatch(*args)
        batches += 1
        assert batches < 20, "it goes on without end"
    return batches


def claims() -> int:
    return MessageEvent.objects.filter(state="claimed").count()


@pytest.mark.parametrize("refusal", [
    NotProcessed("no connection: TimeoutError", unreachable=True),
    NotProcessed("429 too many requests", wait=dt.timedelta(seconds=40)),
])  # fmt: skip
def test_an_unreachable_provider_costs_one_batch_a_minute(
    provider: Mailbox, time_machine: TimeMachineFixture, refusal: NotProcessed
) -> None:
    for minute in range(1, 4):
        provider.answers[:] = [refusal]
        assert sweep_and_work() == 1
        assert claims() <= 2 * minute
        time_machine.shift(dt.timedelta(minutes=1, seconds=1))
    assert len(provider.sent) == 3  # so many tries
    # The provider is back: everything is sent.
    provider.answers.clear()
    time_machine.shift(dt.timedelta(minutes=10))
    sweep_and_work()
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_try_at_a_provider_that_cannot_be_reached_counts(provider: Mailbox) -> None:
    provider.answers[:] = [NotProcessed("no connection", unreachable=True)]
    sweep_and_work()
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [*[0] * 6, 1]


def test_messages_over_the_minute_s_limit_are_not_claimed(
    provider: Mailbox, settings: Settings, time_machine: TimeMachineFixture
) -> None:
    settings.SENDING_PER_MINUTE = {"email": 2}
    for minute in range(1, 4):
        sweep_and_work()
        assert len(provider.sent) == 2 * minute
        assert claims() == 2 * minute
        time_machine.shift(dt.timedelta(minutes=1))


def test_a_sweep_that_comes_a_moment_early_costs_no_minute(
    provider: Mailbox,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    time_machine: TimeMachineFixture,
) -> None:
    settings.SENDING_PER_MINUTE = {"email": 2}
    slept = sleep_by(time_machine, monkeypatch)
    for minute in range(1, 4):
        sweep_and_work()
        assert len(provider.sent) == 2 * minute
        time_machine.shift(dt.timedelta(seconds=58))
    assert slept == [2.0, 2.0]


def test_a_rest_of_a_second_continues_without_the_sweep(
    provider: Mailbox, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    slept = sleep_by(time_machine, monkeypatch)
    provider.answers[:] = [NotProcessed("429", wait=dt.timedelta(seconds=2))]
    sweep_and_work()
    assert slept == [2.0]
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


BUSY = NotProcessed("no connection: 421", busy=True)


def test_urgent_mail_to_a_busy_server_is_retried_in_a_moment(
    provider: Mailbox,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    time_machine: TimeMachineFixture,
) -> None:
    slept = sleep_by(time_machine, monkeypatch)
    urgent = write(message_class="urgent", address="ana@example.net")
    provider.answers[:] = [BUSY, BUSY, BUSY]
    sweep_and_work()
    assert slept == [5.0, 5.0, 5.0]
    assert provider.sent[3].address == "ana@example.net"
    urgent.refresh_from_db()
    assert (urgent.state, urgent.attempts) == ("accepted", 1)  # the others were none


def test_a_busy_server_that_took_mail_lately_is_retried_in_a_moment(
    provider: Mailbox, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    slept = sleep_by(time_machine, monkeypatch)
    provider.answers[:] = [Accepted(), BUSY]
    sweep_and_work()
    assert slept == [5.0]
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_busy_server_that_took_part_of_the_chunk_is_retried_in_a_moment(
    provider: Mailbox, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    monkeypatch.setattr(MemoryProvider, "most_at_once", 2)
    slept = sleep_by(time_machine, monkeypatch)
    provider.answers[:] = [Accepted(), BUSY]
    sweep_and_work()
    assert slept == [5.0]
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_busy_server_that_took_nothing_lately_rests_for_a_minute(provider: Mailbox) -> None:
    provider.answers[:] = [BUSY]
    assert sweep_and_work() == 1
    assert len(provider.sent) == 1


def test_after_a_rest_only_one_chunk_is_claimed(
    provider: Mailbox, time_machine: TimeMachineFixture
) -> None:
    rate_limit.close("email", until=timezone.now() + dt.timedelta(seconds=5))
    time_machine.shift(dt.timedelta(seconds=6))
    assert len(claim_batch(channel="email")) == MemoryProvider.most_at_once
    time_machine.shift(dt.timedelta(seconds=10))
    assert len(claim_batch(channel="email")) == WAITING - MemoryProvider.most_at_once


def sleep_by(clock: TimeMachineFixture, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Moves the clock when the worker sleeps; collects the durations."""
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.shift(dt.timedelta(seconds=seconds))

    monkeypatch.setattr(tasks.time, "sleep", sleep)
    return slept
