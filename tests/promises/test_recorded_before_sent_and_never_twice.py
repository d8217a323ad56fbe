"""A message is recorded before it is sent, may end as “unknown”, and never goes out twice."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from time_machine import TimeMachineFixture

from notifications.models import Message
from notifications.providers.base import Outgoing, Rejected, Unclear
from notifications.rules.state import State
from notifications.services import claim_batch, dispatch, dispatch_batch, sweep_stale
from tests.fakes.providers import Mailbox, MemoryProvider
from tests.integration.notifications.outbox.conftest import Write

pytestmark = pytest.mark.django_db

LATER = dt.timedelta(hours=1)


class Killed(BaseException):
    """The worker dies here. Not an `Exception`: nothing of ours may catch it."""


def states() -> list[str]:
    return list(Message.objects.order_by("created_at").values_list("state", flat=True))


def send_all() -> dispatch.Dispatched:
    return dispatch_batch(claim_batch())


def test_the_database_knows_before_the_provider_is_called_and_is_not_held(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = write()
    depth = len(connection.savepoint_ids)
    seen = []

    def look(self: MemoryProvider, outgoing: Outgoing) -> Rejected:
        row = Message.objects.get(pk=message.pk)
        # No transaction of ours beside the one that the test itself runs in.
        seen.append((row.state, row.attempts, len(connection.savepoint_ids) - depth))
        return Rejected("seen")

    monkeypatch.setattr(MemoryProvider, "send", look)
    send_all()
    assert seen == [(State.HANDED_OVER, 1, 0)]


def test_what_is_unclear_is_unknown_and_never_sent_again(
    write: Write, provider: Mailbox, time_machine: TimeMachineFixture
) -> None:
    message = write()
    provider.answers.append(Unclear("TimeoutError"))
    send_all()
    time_machine.move_to(timezone.now() + dt.timedelta(days=2))
    sweep_stale()
    send_all()
    message.refresh_from_db()
    assert (message.state, message.error) == ("unknown", "TimeoutError")
    assert len(provider.sent) == 1


def test_the_worker_dies_while_the_provider_has_it_and_it_becomes_unknown(
    write: Write, provider: Mailbox
) -> None:
    first, second = write(), write(address="luis@example.net")
    provider.answers.append(Killed())
    with pytest.raises(Killed):
        send_all()
    assert states() == ["handed_over", "ready"]
    assert sweep_stale().unknown == 0
    assert sweep_stale(timezone.now() + LATER).unknown == 1
    send_all()
    for message in (first, second):
        message.refresh_from_db()
    assert (first.state, second.state) == ("unknown", "accepted")
    assert len(provider.to(first.address)) == len(provider.to(second.address)) == 1


def test_the_worker_dies_before_it_writes_the_answer_down_and_nothing_is_sent_twice(
    write: Write, provider: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = write()

    def die(*args: object, **kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(dispatch, "settle_all", die)
        with pytest.raises(Killed):
            send_all()
    sweep_stale(timezone.now() + LATER)
    send_all()
    message.refresh_from_db()
    assert message.state == State.UNKNOWN
    assert len(provider.sent) == 1


def test_a_worker_that_was_thought_dead_does_not_send_what_another_has_sent(
    write: Write, provider: Mailbox
) -> None:
    message = write()
    slow = claim_batch()
    sweep_stale(timezone.now() + LATER)
    send_all()
    assert str(dispatch_batch(slow)) == "nothing to send"
    assert len(provider.sent) == 1
    message.refresh_from_db()
    assert message.state == State.ACCEPTED
