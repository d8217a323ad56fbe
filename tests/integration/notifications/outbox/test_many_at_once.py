"""Sending at size: many messages per request and statement, with each recipient's own links."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DataError, connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from notifications import tasks
from notifications.models import (
    ContentPart,
    Message,
    MessageContent,
    MessageEvent,
    SendingLimit,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.models.contents import parts_of
from notifications.providers.base import Accepted, NotProcessed, Rejected, Unclear
from notifications.rules.filling import tag
from notifications.services import claim_batch, dispatch, dispatch_batch
from notifications.services.enqueue import Draft, Words, enqueue_many
from notifications.services.outgoing import Marks, PartsInMemory, words_of
from tests.fakes.providers import MemoryBatchProvider, mailbox

from .conftest import Write

pytestmark = pytest.mark.django_db
Batch = type[MemoryBatchProvider]


@pytest.fixture
def batch(settings: Settings) -> Iterator[Batch]:
    settings.MAIL_PROVIDER = "tests.fakes.providers.MemoryBatchProvider"
    MemoryBatchProvider.requests.clear()
    yield MemoryBatchProvider
    MemoryBatchProvider.requests.clear()


def words(name: str = "Math 3") -> Words:
    content = MessageContent()
    content.text = f"New\n{tag('parts_text', content.nonce)}\nStop: {tag('stop', content.nonce)}"
    content.html = f"{tag('parts_html', content.nonce)}<a href='{tag('stop', content.nonce)}'>"
    content.headers = {"List-Unsubscribe": f"<{tag('stop', content.nonce)}>"}
    content.save()
    part = ContentPart.objects.create(text=f"News of {name}", html=f"<b>{name}</b>")
    return Words(f"News of {name}", content.pk, (str(part.pk),))


def write_many(number: int, shared: Words | None = None, begin: int = 0) -> list[Message]:
    shared = shared or words()
    drafts = [
        Draft(f"f{each}@example.net", shared, shared.name, "en", {"stop": f"https://x/{each}/"})
        for each in range(begin, begin + number)
    ]
    ids = enqueue_many(drafts, message_class="staff")  # type: ignore[arg-type]
    return list(Message.objects.filter(pk__in=ids))


def states() -> list[str]:
    return sorted(Message.objects.values_list("state", flat=True))


def send_all() -> Any:
    return dispatch_batch(claim_batch())


def test_equal_digests_share_one_request_and_each_has_its_own_links(batch: Batch) -> None:
    write_many(30)
    assert str(send_all()) == "30 accepted"
    (request,) = batch.requests
    assert len(request) == 30
    assert len({(one.text, one.html, one.subject, one.shared) for one in request}) == 1
    assert "https://x" not in request[0].text
    for one in mailbox.sent:
        number = one.address.removeprefix("f").partition("@")[0]
        link = f"https://x/{number}/"
        assert one.text == f"New\nNews of Math 3\nStop: {link}"
        assert one.html == f"<b>Math 3</b><a href='{link}'>"
        assert one.headers == {"List-Unsubscribe": f"<{link}>"}


def test_different_digests_have_different_requests(batch: Batch) -> None:
    write_many(5)
    write_many(5, words("Band 6"), begin=5)
    send_all()
    assert sorted(len(request) for request in batch.requests) == [5, 5]
    assert len({one.subject for one in batch.requests[0]}) == 1


def test_the_record_shows_what_each_recipient_got(batch: Batch) -> None:
    message = Message.objects.get(pk=write_many(1)[0].pk)
    assert message.text == "New\nNews of Math 3\nStop: https://x/0/"
    assert message.headers == {"List-Unsubscribe": "<https://x/0/>"}


def test_an_unreachable_provider_is_not_tried_for_each_message(batch: Batch) -> None:
    mailbox.answers += [NotProcessed("no connection")] * 400
    write_many(300)
    done = send_all()
    assert len(batch.requests) == 1
    assert (done.counts["ready"], done.put_back) == (200, 100)
    assert states() == ["ready"] * 300


def test_a_rate_limited_provider_rests_and_no_try_is_counted(
    batch: Batch, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-24T17:00:00-07:00", tick=False)
    mailbox.answers += [NotProcessed("429", wait=dt.timedelta(seconds=30))] * 10
    write_many(10)
    send_all()
    again_at = timezone.now() + dt.timedelta(seconds=30)
    assert set(Message.objects.values_list("state", "attempts", "send_after")) == {
        ("ready", 0, again_at)
    }
    assert SendingLimit.objects.get().closed_until == again_at
    write_many(1, begin=20)  # a new one waits as well
    assert str(send_all()) == "1 put back"
    time_machine.shift(dt.timedelta(seconds=31))
    assert str(send_all()) == "11 accepted"


def test_answers_of_all_kinds_are_written_down_for_each(batch: Batch) -> None:
    mailbox.answers += [
        Rejected("no such mailbox"),
        Unclear("lost"),
        Accepted("x"),
        NotProcessed("busy"),
    ]
    write_many(5)
    send_all()
    assert states() == ["accepted", "accepted", "ready", "rejected", "unknown"]


def test_a_failing_adapter_keeps_the_answers_before_the_failure(batch: Batch) -> None:
    write_many(2)
    write_many(2, words("Band 6"), begin=5)
    mailbox.answers += [Accepted("a"), Accepted("b"), KeyError("a fault of the adapter")]
    with pytest.raises(KeyError):
        send_all()
    assert states() == ["accepted", "accepted", "handed_over", "handed_over"]


def test_a_minute_s_limit_is_shared_and_the_rest_waits(
    batch: Batch, settings: Settings, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-24T17:00:00-07:00", tick=False)
    settings.SENDING_PER_MINUTE = {"email": 25}
    write_many(60)
    first, second = claim_batch(30), claim_batch(30)  # two workers
    assert str(dispatch_batch(first)) == "25 accepted, 5 put back"
    assert str(dispatch_batch(second)) == "30 put back"
    assert claim_batch() == []
    time_machine.shift(dt.timedelta(seconds=60))
    assert str(send_all()) == "25 accepted, 10 put back"
    assert set(Message.objects.filter(state="ready").values_list("claims", flat=True)) == {0}


def test_an_expired_message_is_not_sent(batch: Batch, time_machine: TimeMachineFixture) -> None:
    write_many(3)
    time_machine.move_to(timezone.now() + dt.timedelta(days=8))
    assert str(send_all()) == "3 canceled"
    assert not mailbox.sent


@pytest.mark.parametrize("zone, sent", [("America/Denver", False), ("Pacific/Honolulu", True)])
def test_a_text_waits_for_the_end_of_the_recipient_s_night(
    write: Write, time_machine: TimeMachineFixture, zone: str, sent: bool
) -> None:
    time_machine.move_to("2026-11-24T21:30:00-07:00", tick=False)
    message = write(
        message_class="staff",
        channel="text",
        address="+14065550101",
        time_zone=zone,
    )
    send_all()
    message.refresh_from_db()
    assert (message.state == "accepted") is sent
    if not sent:
        assert message.send_after == dt.datetime(2026, 11, 25, 15, tzinfo=dt.UTC)
        assert message.claims == 0


def test_a_text_waits_for_the_end_of_the_hours_that_its_person_chose(
    write: Write, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-24T17:05:00-07:00", tick=False)
    person = Subscriber.objects.create(quiet_from=dt.time(16), quiet_until=dt.time(19))
    message = write(
        message_class="staff",
        channel="text",
        address="+14065550101",
        subscriber_uuid=person.uuid,
    )
    send_all()
    message.refresh_from_db()
    assert message.send_after == dt.datetime(2026, 11, 25, 2, tzinfo=dt.UTC)


def test_a_shared_telephone_is_quiet_in_the_hours_of_everyone_who_gets_texts_there(
    write: Write, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-24T17:05:00-07:00", tick=False)
    people = [
        Subscriber.objects.create(quiet_from=dt.time(begin), quiet_until=dt.time(end))
        for begin, end in ((22, 6), (16, 19))
    ]
    for person in people:
        VerifiedAddress.objects.create(subscriber=person, channel="text", address="+14065550101")
        Subscription.objects.create(
            subscriber=person, channel="text", scope="class", page_uuid=person.uuid
        )
    message = write(
        message_class="staff",
        channel="text",
        address="+14065550101",
        subscriber_uuid=people[0].uuid,
    )
    send_all()
    message.refresh_from_db()
    assert message.send_after == dt.datetime(2026, 11, 25, 2, tzinfo=dt.UTC)


def test_an_urgent_text_does_not_wait(write: Write, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-11-24T23:30:00-07:00", tick=False)
    write(
        message_class="urgent",
        channel="text",
        address="+14065550101",
        time_zone="America/Denver",
    )
    assert str(send_all()) == "1 accepted"


def test_a_message_claimed_by_others_is_skipped_and_the_others_are_sent(batch: Batch) -> None:
    ids = [message.pk for message in write_many(3)]
    claim_batch()
    claimed = list(Message.objects.all())
    Message.objects.filter(pk=ids[1]).update(state="canceled")
    begun = dispatch._hand_over(claimed, Marks(words_of(claimed)), "memory")
    assert sorted(begun) == sorted([ids[0], ids[2]])
    assert states() == ["canceled", "handed_over", "handed_over"]
    assert set(Message.objects.values_list("attempts", flat=True)) == {0, 1}
    assert MessageEvent.objects.filter(state="handed_over").count() == 2


def test_a_value_too_long_for_its_column_is_refused_and_not_cut(batch: Batch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite keeps text of any length")
    long = words("x" * 999)
    with pytest.raises(DataError):
        write_many(1, long)


def test_the_oldest_cached_parts_are_dropped_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    memory = PartsInMemory(2)
    one, two, three = (
        str(ContentPart.objects.create(text="Math 3", html="<b>3</b>").pk) for _each in range(3)
    )
    assert memory.of([[one], [one]]) == parts_of([[one]])
    assert memory.of([[one, two]]) == parts_of([[one, two]])
    assert set(memory.of([[three]])) == {three}
    with django_assert_num_queries(0):
        memory.of([[two, three]])
    with django_assert_num_queries(1):
        assert set(memory.of([[one, two]])) == {one, two}


def test_after_a_rest_of_a_second_the_same_task_continues(
    batch: Batch, queued: Callable[[], list[str]]
) -> None:
    mailbox.answers += [NotProcessed("429", wait=dt.timedelta(seconds=0.3))] * 10
    write_many(10)
    tasks.dispatch()
    assert queued() == ["notifications.tasks.dispatch"]
    assert str(send_all()) == "10 accepted"


def test_after_a_longer_rest_the_sweep_resumes_sending(
    batch: Batch, queued: Callable[[], list[str]], time_machine: TimeMachineFixture
) -> None:
    mailbox.answers += [NotProcessed("429", wait=dt.timedelta(seconds=30))] * 10
    write_many(10)
    tasks.dispatch()
    assert queued() == []
    time_machine.move_to(timezone.now() + dt.timedelta(seconds=31))
    tasks.sweep()
    assert queued() == ["notifications.tasks.dispatch"]


def test_any_words_and_links_arrive_unchanged(batch: Batch) -> None:
    odd = ["NULL", 'a "b"', "a\\b", "\\", "{a,b}", " a ", "’ñ 😀", "'; DROP"]
    for name in odd:
        write_many(1, words(name))
    assert sorted(Message.objects.values_list("subject", flat=True)) == sorted(
        f"News of {name}" for name in odd
    )
