"""Writing into the outbox: once, with an event, and only if the transaction is committed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from notifications.models import Message, MessageEvent
from notifications.rules.state import State
from notifications.services import cancel_waiting, claim_batch, enqueue_message

from .conftest import Write

pytestmark = pytest.mark.django_db
WINDOW = dt.datetime(2026, 11, 25, 0, tzinfo=dt.UTC)
Queued = Callable[[], list[str]]


def events_of(message: Message) -> list[tuple[str, str]]:
    return list(MessageEvent.objects.filter(message=message.pk).values_list("state", "detail"))


def test_a_message_waits_with_its_first_event(write: Write) -> None:
    message = Message.objects.get(pk=write(address=" Ana.Ruiz@Example.NET").pk)
    assert message.state == State.READY
    assert message.address == "ana.ruiz@example.net"
    assert (message.attempts, message.claims, message.error) == (0, 0, "")
    assert message.language == "en"
    assert message.from_email == "no-reply@larkspur.example"
    assert events_of(message) == [("ready", "")]


def test_the_same_window_and_address_is_one_message_whatever_its_words(write: Write) -> None:
    digest = {"rhythm": "posting-days", "window_start": WINDOW}
    write(**digest)
    again = {"message_class": "subscription", "subject": "Other words", "text": "Others."}
    assert enqueue_message(address="Ana.Ruiz@example.net", **again, **digest) is None
    assert Message.objects.count() == MessageEvent.objects.count() == 1


@pytest.mark.parametrize("difference", [
    {"address": "luis@example.net"},
    {"rhythm": "weekly"},
    {"window_start": WINDOW + dt.timedelta(days=1)},
])  # fmt: skip
def test_another_address_rhythm_or_window_is_another_message(
    write: Write, difference: dict[str, Any]
) -> None:
    digest = {"rhythm": "posting-days", "window_start": WINDOW}
    write(**digest)
    write(**{**digest, **difference})
    assert Message.objects.count() == 2


def test_the_same_key_is_one_message(write: Write) -> None:
    write(dedupe_key="confirm:1")
    same = {"message_class": "staff", "address": "b@example.net", "subject": "s", "text": "t"}
    assert enqueue_message(dedupe_key="confirm:1", **same) is None
    assert Message.objects.count() == 1


def test_without_a_key_the_same_words_may_go_out_twice(write: Write) -> None:
    write()
    write()
    assert Message.objects.count() == 2


def test_a_repeated_key_does_not_spoil_the_transaction_around_it(write: Write) -> None:
    with transaction.atomic():
        write(dedupe_key="one")
        enqueue_message(
            message_class="staff", address="b@example.net", subject="s", text="t", dedupe_key="one"
        )
        write(dedupe_key="two")
    assert Message.objects.count() == 2


def test_the_database_itself_refuses_an_address_in_capitals(write: Write) -> None:
    message = write()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(address="Ana@example.net")


@pytest.mark.parametrize("wrong", [
    {"address": "  "},
    {"text": " \n"},
    {"message_class": "advertising"},
    {"channel": "pigeon"},
    {"subject": "News\nBcc: all@example.net"},
    {"headers": {"List-Id": "a\r\nBcc: b@example.net"}},
    {"reply_to": "a@example.net\nb"},
])  # fmt: skip
def test_an_invalid_message_is_refused(write: Write, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words differ, the type is the promise
        write(**wrong)
    assert not Message.objects.exists()


def test_a_message_is_gone_with_the_transaction_that_wrote_it(write: Write) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not MessageEvent.objects.exists()


def test_one_transaction_asks_the_queue_once_for_many_messages(
    write: Write,
    queued: Queued,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for number in range(30):
            write(address=f"family.{number}@example.net")
    assert queued() == ["notifications.tasks.dispatch"]


def test_a_rolled_back_savepoint_removes_only_its_own_request(write: Write) -> None:
    with transaction.atomic():
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
        assert not connection.run_on_commit
        write()
        assert len(connection.run_on_commit) == 1


def test_waiting_messages_to_an_address_can_be_canceled_by_class(write: Write) -> None:
    wanted = write(message_class="confirmation")
    other = write(address="luis@example.net")
    unwanted = write()
    number = cancel_waiting(
        address="Ana.Ruiz@example.net", message_class="subscription", reason="unsubscribed"
    )
    assert number == 1
    for message in (wanted, other, unwanted):
        message.refresh_from_db()
    assert (wanted.state, other.state, unwanted.state) == ("ready", "ready", "canceled")
    assert unwanted.settled_at is not None
    assert events_of(unwanted)[-1] == ("canceled", "unsubscribed")


def test_messages_someone_waits_for_are_claimed_first(write: Write) -> None:
    digest, staff = write(), write(message_class="staff")
    confirmation, account = write(message_class="confirmation"), write(message_class="account")
    order = [claim_batch(1)[0] for _ in range(4)]
    assert order == [account.pk, confirmation.pk, staff.pk, digest.pk]


def test_a_claimed_message_is_claimed_by_nobody_else(write: Write) -> None:
    messages = {write(address=f"{n}@example.net").pk for n in range(5)}
    first, second = claim_batch(3), claim_batch(3)
    assert (len(first), len(second)) == (3, 2)
    assert {*first, *second} == messages
    assert claim_batch(3) == []


def test_a_message_for_later_is_not_claimed_before(write: Write) -> None:
    write(send_after=timezone.now() + dt.timedelta(minutes=1))
    assert claim_batch() == []
