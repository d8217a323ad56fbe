"""Messages that a worker claimed are freed once its absence is known, and not before."""

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from district_cms.web.models import WorkerSign
from district_cms.web.queue import heartbeat
from district_cms.web.queue.heartbeat import EVERY, KEPT, SILENCE, last_sign, living, say_so
from notifications.models import Message
from notifications.rules.state import CLAIM_TIMEOUT, State
from notifications.services import claim_batch, enqueue_message, is_sending, sweep_stale
from notifications.services.dispatch import dispatch_batch
from notifications.tasks import dispatch, sweep
from tests.fakes.providers import Mailbox

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> str:
    """This process is a worker that has just sent a heartbeat."""
    monkeypatch.setitem(heartbeat._own, "name", "a" * 32)
    say_so("a" * 32)
    return "a" * 32


def message(number: int = 1) -> Message:
    made = enqueue_message(
        message_class="staff", address=f"p{number}@larkspur.example", subject="S", text="T"
    )
    assert made is not None
    return made


def state(one: Message) -> str:
    return str(Message.objects.get(pk=one.pk).state)


def test_the_messages_of_a_worker_that_lives_stay_with_it(worker: str) -> None:
    one = message()
    claim_batch()
    now = timezone.now()
    say_so(worker, now=now + CLAIM_TIMEOUT - SECOND)
    assert sweep_stale(now + CLAIM_TIMEOUT - SECOND).freed == 0
    assert state(one) == State.CLAIMED
    assert is_sending(now)


def test_messages_of_a_silent_worker_are_freed_within_a_minute(worker: str) -> None:
    one = message()
    claim_batch()
    now = timezone.now()
    assert sweep_stale(now + SILENCE - SECOND).freed == 0
    assert sweep_stale(now + SILENCE + SECOND).freed == 1
    assert state(one) == State.READY
    assert dt.timedelta(minutes=1) >= SILENCE


def test_messages_it_handed_over_become_unknown_and_are_never_sent_again(worker: str) -> None:
    one = message()
    claim_batch()
    Message.objects.update(state=State.HANDED_OVER, handed_over_at=timezone.now())
    assert sweep_stale(timezone.now() + SILENCE + SECOND).unknown == 1
    assert state(one) == State.UNKNOWN


def test_the_sweep_immediately_queues_freed_messages(
    worker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "notifications.tasks.queue_dispatch", lambda *_turn: asked.append("dispatch")
    )
    message()
    claim_batch()
    WorkerSign.objects.update(seen_at=timezone.now() - SILENCE - SECOND)
    sweep()
    assert asked == ["dispatch"]


def test_a_worker_that_was_only_slow_sends_nothing_twice(worker: str, provider: Mailbox) -> None:
    message()
    slow = claim_batch()
    sweep_stale(timezone.now() + SILENCE + SECOND)
    quick = claim_batch()
    assert slow == quick
    dispatch_batch(quick)
    dispatch_batch(slow)
    assert len(provider.sent) == 1


def test_claims_of_a_task_that_lost_the_database_are_freed_by_the_next_sweep(
    worker: str, provider: Mailbox
) -> None:
    for number in range(3):
        message(number)

    def fails(execute: Any, statement: str, *rest: Any) -> Any:
        if provider.sent and "notifications_message" in statement:
            raise OperationalError("the database is gone")
        return execute(statement, *rest)

    with connection.execute_wrapper(fails), pytest.raises(OperationalError):
        dispatch()
    assert sweep_stale().freed == 0
    renewed = heartbeat.beat(worker)
    swept = sweep_stale()
    assert (swept.freed, swept.unknown) == (2, 1)
    dispatch()
    assert set(Message.objects.values_list("claimed_by", flat=True)) == {worker, renewed}
    assert len({one.id for one in provider.sent}) == len(provider.sent) == 3


def test_claims_without_a_worker_name_are_freed_after_ten_minutes() -> None:
    message()
    claim_batch()
    assert Message.objects.get().claimed_by == ""
    assert sweep_stale(timezone.now() + SILENCE * 2).freed == 0
    assert sweep_stale(timezone.now() + CLAIM_TIMEOUT + SECOND).freed == 1


def test_old_heartbeats_are_deleted_except_the_newest() -> None:
    now = timezone.now()
    say_so("old", now=now - KEPT * 2)
    say_so("older", now=now - KEPT * 3)
    assert last_sign().get().name == "old"
    say_so("new", now=now)
    assert set(WorkerSign.objects.values_list("name", flat=True)) == {"new"}
    assert living(now) == {"new"}
    assert dt.timedelta(seconds=EVERY) * 3 < SILENCE


def test_one_sweep_frees_everything_that_it_left(
    worker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.services.sweep.AT_ONCE", 2)
    for number in range(5):
        message(number)
    claim_batch()
    assert sweep_stale(timezone.now() + SILENCE + SECOND).freed == 5


def test_a_worker_with_a_late_heartbeat_is_not_expected_to_continue(worker: str) -> None:
    one = message()
    claim_batch()
    late = timezone.now() + dt.timedelta(seconds=2 * EVERY)
    assert late < timezone.now() + SILENCE
    assert not is_sending(late)
    assert sweep_stale(late).freed == 0
    assert state(one) == State.CLAIMED
