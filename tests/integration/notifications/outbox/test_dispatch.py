"""Sending: once, without holding the database, and with a truthful record of every result."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from time_machine import TimeMachineFixture

from notifications import tasks
from notifications.consent.rules import Decision, Reason
from notifications.models import Message, MessageEvent
from notifications.providers.base import (
    Accepted,
    Evidence,
    NotProcessed,
    Outgoing,
    Rejected,
    Unclear,
)
from notifications.rules.state import MOST_CLAIMS, State
from notifications.services import (
    claim_batch,
    dispatch,
    dispatch_batch,
    note_all_evidence,
    sweep_stale,
)
from notifications.services.outgoing import Marks, words_of
from notifications.services.results import settle_all
from tests.fakes.providers import Mailbox

from .conftest import Write

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
Queued = Callable[[], list[str]]
LATER = dt.timedelta(hours=1)


Objection = Callable[[Message], Reason | None]


@pytest.fixture
def objecting(monkeypatch: pytest.MonkeyPatch) -> Callable[[Objection], None]:
    """Replaces the results of `decisions`, for each message."""

    def put(asked: Objection) -> None:
        def decisions(messages: Iterable[Message], now: dt.datetime) -> dict[UUID, Decision]:
            return {one.pk: Decision(asked(one)) for one in messages}

        monkeypatch.setattr(dispatch, "decisions", decisions)

    return put


def states() -> list[str]:
    return list(Message.objects.order_by("created_at").values_list("state", flat=True))


def events_of(message: Message) -> list[str]:
    return list(MessageEvent.objects.filter(message=message.pk).values_list("state", flat=True))


def send_all() -> dispatch.Dispatched:
    return dispatch_batch(claim_batch())


def test_an_accepted_message_has_its_whole_history(write: Write, provider: Mailbox) -> None:
    message = write()
    done = send_all()
    message.refresh_from_db()
    assert str(done) == "1 accepted"
    assert message.state == State.ACCEPTED
    assert (message.attempts, message.claims, message.provider) == (1, 1, "memory")
    assert message.provider_id == f"memory-{message.pk}"
    assert None not in (message.claimed_at, message.handed_over_at, message.settled_at)
    assert events_of(message) == ["ready", "claimed", "handed_over", "accepted"]
    assert len(provider.sent) == 1


def test_the_provider_gets_the_stored_message_and_its_id(write: Write, provider: Mailbox) -> None:
    message = write(
        html="<p>Fractions</p>",
        from_email="Larkspur <news@larkspur.example>",
        reply_to="rivera@larkspur.example",
        headers={"List-Unsubscribe": "<https://www.larkspur.example/stop/x/>"},
    )
    send_all()
    assert provider.sent == [
        Outgoing(
            id=message.pk,
            channel="email",
            address="ana.ruiz@example.net",
            from_email="Larkspur <news@larkspur.example>",
            reply_to="rivera@larkspur.example",
            subject="News from Math 3",
            text="We are learning fractions.",
            html="<p>Fractions</p>",
            headers={"List-Unsubscribe": "<https://www.larkspur.example/stop/x/>"},
            message_id=f"<{message.pk}@larkspur.example>",
            message_class="subscription",
            language="en",
            expires_at=message.expires_at,
        )
    ]


def test_sending_within_a_transaction_is_refused(write: Write, provider: Mailbox) -> None:
    write()
    claimed = claim_batch()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        dispatch_batch(claimed)
    assert not provider.sent


def test_a_rejected_message_is_not_tried_again(write: Write, provider: Mailbox) -> None:
    message = write()
    provider.answers.append(Rejected("550 no such mailbox: ana.ruiz@example.net"))
    send_all()
    message.refresh_from_db()
    assert (message.state, message.error) == ("rejected", "550 no such mailbox: …")
    assert claim_batch() == []


def test_only_unprocessed_messages_are_retried_after_a_wait(
    write: Write, provider: Mailbox, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-24T17:00:00-07:00", tick=False)
    message = write()
    provider.answers += [NotProcessed("429"), NotProcessed("429")]
    for minutes in (2, 4):
        send_all()
        message.refresh_from_db()
        assert (message.state, message.error) == ("ready", "429")
        assert message.send_after == timezone.now() + dt.timedelta(minutes=minutes)
        assert claim_batch() == []
        time_machine.shift(dt.timedelta(minutes=minutes))
    send_all()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == ("accepted", 3, "")
    assert len(provider.sent) == 3
    assert len({outgoing.message_id for outgoing in provider.sent}) == 1


@pytest.mark.parametrize("message_class", ["staff", "notice", "urgent"])
def test_a_provider_that_is_down_for_half_a_day_ends_no_message(
    write: Write, provider: Mailbox, time_machine: TimeMachineFixture, message_class: str
) -> None:
    message = write(message_class=message_class)
    ends = timezone.now() + dt.timedelta(hours=12)
    while (now := timezone.now()) < ends:
        provider.answers = [NotProcessed("down")]
        send_all()
        message.refresh_from_db()
        assert message.state == "ready"
        assert now < message.send_after <= timezone.now() + dt.timedelta(hours=1)
        time_machine.move_to(message.send_after)
    provider.answers = []
    send_all()
    message.refresh_from_db()
    assert (message.state, message.error) == ("accepted", "")
    assert message.attempts > 15


def test_it_is_given_up_when_it_would_be_too_late(
    write: Write, provider: Mailbox, time_machine: TimeMachineFixture
) -> None:
    message = write(message_class="account")
    begun = timezone.now()
    while message.state == "ready":
        provider.answers = [NotProcessed("busy")]
        send_all()
        message.refresh_from_db()
        last = timezone.now()
        time_machine.move_to(message.send_after)
    assert dt.timedelta(minutes=58) < last - begun < dt.timedelta(minutes=60)
    assert (message.state, message.attempts) == ("rejected", 7)
    assert message.error == "given up after 7 tries: busy"


def test_a_worker_that_dies_after_many_tries_does_not_end_the_message(
    write: Write, provider: Mailbox, time_machine: TimeMachineFixture
) -> None:
    message = write()
    for _ in range(MOST_CLAIMS + 1):
        provider.answers = [NotProcessed("down")]
        send_all()
        message.refresh_from_db()
        time_machine.move_to(message.send_after)
    claim_batch()
    swept = sweep_stale(timezone.now() + LATER)
    assert (swept.freed, swept.given_up) == (1, 0)


@pytest.mark.parametrize(
    "evidence", [State.ACCEPTED, State.REJECTED, State.DELIVERED, State.BOUNCED]
)
def test_evidence_may_resolve_what_was_unknown(
    write: Write, provider: Mailbox, evidence: State
) -> None:
    message = write()
    provider.answers.append(Unclear("TimeoutError"))
    send_all()
    assert note_all_evidence([Evidence(message.pk, evidence, timezone.now())]) == {
        message.pk: evidence
    }
    message.refresh_from_db()
    assert message.state == evidence


def test_a_message_that_is_no_longer_wanted_is_canceled_at_the_last_moment(
    write: Write, provider: Mailbox, objecting: Callable[[Objection], None]
) -> None:
    stopped, wanted = write(), write(address="luis@example.net")
    objecting(lambda message: Reason.STOPPED if message.address.startswith("ana") else None)
    send_all()
    stopped.refresh_from_db()
    assert (stopped.state, stopped.attempts) == ("canceled", 0)
    assert events_of(stopped) == ["ready", "claimed", "canceled"]
    assert [outgoing.id for outgoing in provider.sent] == [wanted.pk]


def test_a_failing_consent_check_delays_only_its_own_message(
    write: Write, provider: Mailbox, objecting: Callable[[Objection], None]
) -> None:
    broken, fine = write(), write(address="luis@example.net")

    def fail(message: Message) -> None:
        if message.pk == broken.pk:
            raise LookupError

    objecting(fail)
    with pytest.raises(LookupError):
        send_all()
    assert states() == ["claimed", "accepted"]
    fine.refresh_from_db()
    assert (fine.state, fine.claims) == ("accepted", 1)
    assert [outgoing.id for outgoing in provider.sent] == [fine.pk]


def test_the_worker_dies_after_the_claim_and_the_message_is_sent_once_later(
    write: Write, provider: Mailbox
) -> None:
    message = write()
    claim_batch()
    assert sweep_stale().freed == 0
    assert sweep_stale(timezone.now() + LATER).freed == 1
    send_all()
    message.refresh_from_db()
    assert (message.state, message.claims, message.attempts) == ("accepted", 2, 1)
    assert len(provider.sent) == 1


def test_the_answer_of_a_worker_that_was_thought_dead_still_counts(write: Write) -> None:
    message = write()
    (pk,) = claim_batch()
    messages = list(Message.objects.all())
    dispatch._hand_over(messages, Marks(words_of(messages)), "memory")
    sweep_stale(timezone.now() + LATER)
    settled = settle_all(messages, {pk: Accepted("late")}, channel="email")
    assert settled == {pk: State.ACCEPTED}
    message.refresh_from_db()
    assert (message.state, message.provider_id) == ("accepted", "late")


def test_a_message_that_kills_every_worker_is_given_up(write: Write) -> None:
    message = write()
    for _ in range(MOST_CLAIMS):
        claim_batch()
        swept = sweep_stale(timezone.now() + LATER)
    assert (swept.freed, swept.given_up) == (0, 1)
    message.refresh_from_db()
    assert (message.state, message.claims) == ("rejected", MOST_CLAIMS)


def test_a_batch_that_takes_too_long_puts_the_rest_back(
    write: Write, provider: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        write(address=f"{number}@example.net")
    # Patches this module only; everything else in the process uses the real clock.
    clock = SimpleNamespace(monotonic=lambda: 30.0 * len(provider.sent))
    monkeypatch.setattr(dispatch, "time", clock)
    done = send_all()
    assert str(done) == "2 accepted, 1 put back"
    assert states() == ["accepted", "accepted", "ready"]
    assert Message.objects.get(state="ready").claims == 0


def test_one_task_sends_one_batch_and_queues_the_next(
    write: Write, provider: Mailbox, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "claim_batch", lambda channel: claim_batch(2, channel=channel))
    for number in range(3):
        write(address=f"{number}@example.net")
    assert tasks.dispatch() == "2 accepted"
    assert queued() == ["notifications.tasks.dispatch"]
    assert tasks.dispatch() == "1 accepted"
    assert queued() == ["notifications.tasks.dispatch"]
    assert tasks.dispatch() == "nothing to send"


def test_the_sweep_starts_sending_what_has_become_due(
    write: Write, queued: Queued, time_machine: TimeMachineFixture
) -> None:
    write(send_after=timezone.now() + dt.timedelta(minutes=5))
    tasks.sweep()
    assert queued() == []
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=5))
    tasks.sweep()
    assert queued() == ["notifications.tasks.dispatch"]


def test_the_sweep_adds_no_second_chain_to_one_that_is_sending(
    write: Write, queued: Queued
) -> None:
    write()
    claim_batch()
    write(address="luis@example.net")
    assert tasks.sweep() == "0 freed, 0 unknown, 0 given up"
    assert queued() == []


@pytest.mark.parametrize("answer", [
    NotProcessed("ana.ruiz@example.net busy"),
    Unclear("ana.ruiz@example.net lost"),
    Rejected("ana.ruiz@example.net unknown"),
])  # fmt: skip
def test_no_log_names_a_person(
    write: Write, provider: Mailbox, caplog: pytest.LogCaptureFixture, answer: object
) -> None:
    message = write(subject="About Sam")
    provider.answers += [answer]  # type: ignore[list-item]
    with caplog.at_level(logging.DEBUG):
        send_all()
        sweep_stale(timezone.now() + LATER)
    said = "\n".join(f"{r.getMessage()} {r.exc_text or ''}" for r in caplog.records)
    assert "ana.ruiz" not in said
    assert "Sam" not in said
    message.refresh_from_db()
    assert "ana.ruiz" not in message.error
    assert not MessageEvent.objects.filter(detail__contains="ana.ruiz").exists()
