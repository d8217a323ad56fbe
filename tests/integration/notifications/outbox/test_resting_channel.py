"""While a channel rests, what waits for it is left where it is: of a hundred thousand messages each
claim would be on record, minute by minute, for as long as a provider is down."""

import datetime as dt

import pytest
from django_q.models import OrmQ
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from notifications import tasks
from notifications.models import Message, MessageEvent
from notifications.providers.base import NotProcessed
from notifications.services import claim_batch
from tests.fakes.providers import Mailbox

from .conftest import Write

pytestmark = pytest.mark.django_db

WAITING = 7


@pytest.fixture(autouse=True)
def _waiting(
    write: Write, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    """Seven emails, and a batch with room for two of them."""
    time_machine.move_to("2026-11-24T10:00:00-07:00", tick=False)
    monkeypatch.setattr(tasks, "claim_batch", lambda channel: claim_batch(2, channel=channel))
    for number in range(WAITING):
        write(message_class="staff", address=f"f{number}@example.net")
    OrmQ.objects.all().delete()


def sweep_and_work() -> int:
    """As the worker does each minute; returns how many batches that were."""
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
def test_a_provider_that_is_down_costs_one_batch_a_minute(
    provider: Mailbox, time_machine: TimeMachineFixture, refusal: NotProcessed
) -> None:
    for minute in range(1, 4):
        provider.answers[:] = [refusal]
        assert sweep_and_work() == 1
        assert claims() <= 2 * minute
        time_machine.shift(dt.timedelta(minutes=1, seconds=1))
    assert len(provider.sent) == 3  # so many tries
    # It is back: everything goes out.
    provider.answers.clear()
    time_machine.shift(dt.timedelta(minutes=10))
    sweep_and_work()
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_try_at_a_provider_that_cannot_be_reached_counts(provider: Mailbox) -> None:
    provider.answers[:] = [NotProcessed("no connection", unreachable=True)]
    sweep_and_work()
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [*[0] * 6, 1]


def test_what_is_over_a_minute_s_limit_is_not_claimed(
    provider: Mailbox, settings: Settings, time_machine: TimeMachineFixture
) -> None:
    settings.SENDING_PER_MINUTE = {"email": 2}
    for minute in range(1, 4):
        sweep_and_work()
        assert len(provider.sent) == 2 * minute
        assert claims() == 2 * minute
        time_machine.shift(dt.timedelta(minutes=1))


def test_what_rests_for_a_second_goes_on_by_itself(
    provider: Mailbox, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time_machine.shift(dt.timedelta(seconds=seconds))

    monkeypatch.setattr(tasks.time, "sleep", sleep)
    provider.answers[:] = [NotProcessed("429", wait=dt.timedelta(seconds=2))]
    sweep_and_work()
    assert slept == [2.0]
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}
