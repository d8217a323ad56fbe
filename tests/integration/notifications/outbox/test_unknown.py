"""Unknown messages: evidence in any order, and what happens without any."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from notifications.digests.grouping import Digest, Group, Recipient
from notifications.digests.services import Planned, write_all
from notifications.models import DigestItem, Message, MessageContent, MessageEvent
from notifications.providers.base import Evidence, Outgoing, Provider, Records
from notifications.rules.policy import POLICIES
from notifications.rules.state import State
from notifications.services import (
    note_all_evidence,
    resolve_unknown,
    sweep,
)
from notifications.services.enqueue import Draft, Words
from tests.fakes.providers import MemoryProvider, MemoryTextProvider

from .conftest import Write

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 0, 5, tzinfo=dt.UTC)
FAR = dt.timedelta(hours=5)
PAGES = (UUID(int=1), UUID(int=2))


def unknown(message: Message) -> Message:
    Message.objects.filter(pk=message.pk).update(state=State.UNKNOWN, settled_at=timezone.now())
    return message


def note(message: UUID, state: State, detail: str = "") -> State | None:
    return note_all_evidence([Evidence(message, state, NOW, detail=detail)]).get(message)


def state(message: Message) -> str:
    return str(Message.objects.get(pk=message.pk).state)


def digest(again: frozenset[UUID] = frozenset(), window: dt.datetime = NOW) -> Message:
    content = MessageContent.objects.create(text="News")
    words = Words("News", content.pk)
    group = Group(UUID(int=9), PAGES, again)
    planned = Planned(
        Digest(Recipient(uuid4(), "ana@example.net", "en", ()), (group,)),
        Draft("ana@example.net", words, words.name, "en", {}),
    )
    assert len(write_all([planned], window)[0]) == 1
    return Message.objects.get(window_start=window)


@pytest.mark.parametrize("order", [
    [State.ACCEPTED, State.DELIVERED],
    [State.DELIVERED, State.ACCEPTED],
    [State.DELIVERED, State.DELIVERED],
])  # fmt: skip
def test_the_order_of_evidence_does_not_matter(write: Write, order: list[State]) -> None:
    message = unknown(write())
    for one in order:
        note(message.pk, one)
    assert state(message) == "delivered"


def test_repeated_evidence_changes_nothing(write: Write) -> None:
    message = unknown(write())
    assert note(message.pk, State.DELIVERED) is State.DELIVERED
    assert note(message.pk, State.DELIVERED) is None
    assert MessageEvent.objects.filter(message=message.pk, state="delivered").count() == 1


def test_a_bounce_says_why_and_an_address_that_is_not_ours_says_nothing(write: Write) -> None:
    message = unknown(write())
    note(message.pk, State.BOUNCED, "550 gone")
    assert Message.objects.get(pk=message.pk).error == "550 gone"
    assert note(uuid4(), State.DELIVERED) is None


def test_a_provider_cannot_report_our_own_states(write: Write) -> None:
    with pytest.raises(ValueError, match="ready"):
        note(write().pk, State.READY)


def test_a_try_that_only_seemed_lost_is_not_repeated(write: Write) -> None:
    message = write()
    Message.objects.filter(pk=message.pk).update(attempts=1)
    note(message.pk, State.DELIVERED)
    assert not Message.objects.due().exists()


def test_nothing_happens_before_the_time_for_evidence_is_over(write: Write) -> None:
    message = unknown(write())
    soon = timezone.now() + POLICIES["subscription"].evidence - dt.timedelta(minutes=1)
    assert resolve_unknown(soon).number == 0
    assert state(message) == "unknown"


def test_the_provider_s_own_records_are_queried_first(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = unknown(write())
    monkeypatch.setattr(
        MemoryProvider,
        "find_evidence",
        lambda self, messages: Records([Evidence(m.id, State.DELIVERED, NOW) for m in messages]),
    )
    assert resolve_unknown(timezone.now() + FAR).known == 1
    assert state(message) == "delivered"


def test_unavailable_records_delay_sending_again_by_the_same_time(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = unknown(write(message_class="urgent"))
    monkeypatch.setattr(MemoryProvider, "find_evidence", ask_nobody)
    wait = POLICIES["urgent"].evidence
    now = timezone.now()
    assert resolve_unknown(now + wait).number == 0
    assert state(message) == "unknown"
    assert resolve_unknown(now + wait).number == 0
    assert resolve_unknown(now + 2 * wait).sent_again == 1


def test_an_unavailable_provider_delays_no_other(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryTextProvider, "find_evidence", ask_nobody, raising=False)
    text = unknown(write(message_class="urgent", channel="text", address="+14065550123"))
    mail = unknown(write(message_class="urgent"))
    assert resolve_unknown(timezone.now() + POLICIES["urgent"].evidence).sent_again == 1
    assert (state(text), state(mail)) == ("unknown", "resolved")


def ask_nobody(self: Provider, messages: Sequence[Outgoing]) -> Records:
    return Records(unavailable=frozenset(message.id for message in messages))


@pytest.mark.parametrize("kind", ["account", "confirmation", "reply", "notice", "staff"])
def test_messages_people_can_request_again_are_left(write: Write, kind: str) -> None:
    message = unknown(write(message_class=kind))
    assert resolve_unknown(timezone.now() + FAR).left == 1
    assert state(message) == "resolved"
    assert Message.objects.count() == 1


def test_an_urgent_notice_is_sent_once_more_and_not_a_third_time(write: Write) -> None:
    message = unknown(write(message_class="urgent"))
    assert resolve_unknown(timezone.now() + FAR).sent_again == 1
    again = Message.objects.get(again_for=message.pk)
    assert (again.state, again.text, again.address) == ("ready", message.text, message.address)
    unknown(again)
    assert resolve_unknown(timezone.now() + FAR).sent_again == 0
    assert state(again) == "resolved"
    assert Message.objects.count() == 2


def test_a_digest_s_updates_go_into_the_next_one_once(write: Write) -> None:
    first = unknown(digest())
    assert resolve_unknown(timezone.now() + FAR).rolled_on == 1
    assert state(first) == "resolved"
    assert DigestItem.objects.filter(may_repeat=True).count() == 2

    second = unknown(digest(frozenset(PAGES), NOW + dt.timedelta(days=1)))
    items = DigestItem.objects.filter(message_uuid=second.pk)
    assert set(items.values_list("repeats", "may_repeat")) == {(1, False)}

    done = resolve_unknown(timezone.now() + FAR)
    assert (done.rolled_on, done.left) == (0, 1)
    assert not DigestItem.objects.filter(may_repeat=True).exists()


def test_evidence_that_comes_late_stops_the_repeat(write: Write) -> None:
    first = unknown(digest())
    resolve_unknown(timezone.now() + FAR)
    note(first.pk, State.DELIVERED)
    assert state(first) == "delivered"
    assert not DigestItem.objects.filter(may_repeat=True).exists()


def test_urgent_messages_do_not_wait_behind_unavailable_ones(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "ASKED_AT_ONCE", 1)
    monkeypatch.setattr(
        MemoryTextProvider,
        "find_evidence",
        lambda self, asked: Records(unavailable=frozenset(each.id for each in asked)),
    )
    text = {"channel": "text", "address": "+14065550101"}
    old = unknown(write(message_class="notice", **text))
    Message.objects.update(settled_at=timezone.now() - FAR)
    urgent = unknown(write(message_class="urgent", **text))
    done = resolve_unknown(timezone.now() + 2 * POLICIES["urgent"].evidence)
    assert done.sent_again == 1
    assert (state(urgent), state(old)) == ("resolved", "unknown")


def test_failing_records_delay_neither_the_sweep_nor_the_other_channel(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(self: Provider, asked: Sequence[Outgoing]) -> Records:
        raise TypeError("nonsense")

    monkeypatch.setattr(MemoryTextProvider, "find_evidence", breaks)
    text = unknown(write(message_class="notice", channel="text", address="+14065550101"))
    mail = unknown(write(message_class="notice"))
    resolve_unknown(timezone.now() + FAR)
    assert (state(mail), state(text)) == ("resolved", "unknown")
    # Texts are not queried forever.
    resolve_unknown(timezone.now() + 2 * FAR)
    assert state(text) == "resolved"
