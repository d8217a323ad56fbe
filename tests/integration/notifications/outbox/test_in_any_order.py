"""However workers, clocks and answers interleave, each message is with the provider at most once
and none gets stuck. A worker that sleeps on its claim finds it taken by others."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ClassVar
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from pytest_django.fixtures import Settings

from notifications.consent.rules import Decision, Reason
from notifications.models import DigestItem, Message
from notifications.providers.base import Accepted, NotProcessed, Outgoing, Rejected, Unclear
from notifications.rules.state import State
from notifications.services import (
    claim_batch,
    dispatch,
    dispatch_batch,
    enqueue_message,
    resolve_unknown,
    sweep_stale,
)
from notifications.services.outgoing import Contents, words_of
from notifications.services.transitions import move
from tests.fakes.providers import Mailbox, MemoryProvider

from .conftest import Write

pytestmark = pytest.mark.django_db
BEGIN = dt.datetime(2026, 11, 24, 16, 0, tzinfo=dt.UTC)
ANSWERS = ("take", "take", "busy", "no line", "reject", "silent", "lost", "die", "take and die")
Plan = st.lists(st.sampled_from(ANSWERS), max_size=4)
UNDER_WAY = (State.READY, State.CLAIMED, State.HANDED_OVER, State.UNKNOWN)


class Killed(BaseException):
    """The worker dies here."""


class FickleProvider(MemoryProvider):
    """Does what is planned, then accepts everything."""

    plan: ClassVar[list[str]] = []
    taken: ClassVar[Counter[UUID]] = Counter()

    def send(self, message: Outgoing) -> Accepted | Rejected:
        what = self.plan.pop(0) if self.plan else "take"
        if what == "die":
            raise Killed
        if what == "busy":
            raise NotProcessed("429", wait=dt.timedelta(minutes=1))
        if what == "no line":
            raise NotProcessed("no connection")
        if what == "reject":
            return Rejected("550 no such mailbox")
        if what == "silent":
            raise Unclear("time ran out")
        self.taken[message.id] += 1
        if what == "lost":
            raise Unclear("the line broke")
        if what == "take and die":
            raise Killed
        return Accepted(str(message.id))


class Outbox(RuleBasedStateMachine):
    meanwhile: ClassVar[list[Callable[[], None]]] = []

    def __init__(self) -> None:
        super().__init__()
        Message.objects.all().delete()
        FickleProvider.taken.clear()
        self.traveller = time_machine.travel(BEGIN, tick=False)
        self.clock = self.traveller.start()

    @rule(number=st.integers(1, 3))
    def some_are_written(self, number: int) -> None:
        for _each in range(number):
            enqueue_message(message_class="staff", address="ana@example.net", text="A task waits.")

    @rule(plan=Plan)
    def a_worker_sends(self, plan: list[str]) -> None:
        FickleProvider.plan = plan
        with suppress(Killed):
            dispatch_batch(claim_batch())

    @rule(mine=Plan, others=Plan)
    def a_worker_sleeps_before_it_hands_over(self, mine: list[str], others: list[str]) -> None:
        def everyone_else() -> None:
            self.time_passes(11)
            self.the_sweep_comes()
            self.a_worker_sends(others)
            FickleProvider.plan = mine

        self.meanwhile.append(everyone_else)
        self.a_worker_sends([])
        self.meanwhile.clear()

    @rule()
    def a_worker_claims_and_dies(self) -> None:
        claim_batch(2)

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.clock.shift(dt.timedelta(minutes=minutes))

    @rule()
    def the_sweep_comes(self) -> None:
        sweep_stale(timezone.now())
        resolve_unknown(timezone.now())

    @invariant()
    def nothing_is_twice_with_the_provider(self) -> None:
        assert set(FickleProvider.taken.values()) <= {1}

    def teardown(self) -> None:
        try:
            for _hour in range(8):
                self.time_passes(61)
                self.the_sweep_comes()
                self.a_worker_sends([])
            assert not Message.objects.filter(state__in=UNDER_WAY).exists()
            accepted = Message.objects.filter(state=State.ACCEPTED).values_list("pk", flat=True)
            self.nothing_is_twice_with_the_provider()
            assert set(accepted) <= set(FickleProvider.taken)
            # Nobody can say that the others were sent.
            lost = Message.objects.exclude(pk__in=FickleProvider.taken)
            assert set(lost.values_list("state", flat=True)) <= {State.REJECTED, State.RESOLVED}
        finally:
            self.traveller.stop()


def test_nothing_is_sent_twice_lost_or_stuck_in_any_order(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_PROVIDER = f"{__name__}.FickleProvider"

    def interrupted(messages: Sequence[Message]) -> Contents:
        kept = words_of(messages)
        if Outbox.meanwhile:
            Outbox.meanwhile.pop()()
        return kept

    monkeypatch.setattr(dispatch, "words_to_send", interrupted)
    run_state_machine_as_test(
        Outbox, settings=hypothesis_settings(max_examples=15, stateful_step_count=8, deadline=None)
    )


def taken_down_meanwhile(*messages: Message) -> None:
    """Rewritten without an update, and claimed by another worker."""
    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    move(rows, State.READY, detail="written again")
    assert len(claim_batch()) == len(messages)


def test_rewritten_words_are_not_sent_in_their_old_version(
    write: Write, provider: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = write()

    def slow(messages: Sequence[Message]) -> Contents:
        kept = words_of(messages)
        taken_down_meanwhile(message)
        return kept

    monkeypatch.setattr(dispatch, "words_to_send", slow)
    dispatch_batch(claim_batch())
    message.refresh_from_db()
    # The other worker, which has the new words, sends it.
    assert (provider.sent, message.state) == ([], State.CLAIMED)


def test_a_rewritten_message_is_not_canceled_for_its_old_words(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = write()

    def slow(messages: Sequence[Message], now: dt.datetime) -> dict[UUID, Decision]:
        taken_down_meanwhile(message)
        return {one.pk: Decision(Reason.TAKEN_DOWN) for one in messages}

    monkeypatch.setattr(dispatch, "decisions", slow)
    dispatch_batch(claim_batch())
    message.refresh_from_db()
    assert message.state == State.CLAIMED


def test_other_updates_of_a_canceled_digest_are_in_the_next_one(
    write: Write, provider: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = write()
    item: dict[str, Any] = {"address": message.address, "message_uuid": message.pk}
    DigestItem.objects.create(page_uuid=UUID(int=1), **item)
    taken_down = Decision(Reason.TAKEN_DOWN)
    monkeypatch.setattr(dispatch, "decisions", lambda those, now: {those[0].pk: taken_down})
    dispatch_batch(claim_batch())
    assert provider.sent == []
    assert not DigestItem.objects.exists()
