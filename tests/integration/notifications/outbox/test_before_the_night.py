"""A text of the evening does not ring at night: the provider gives up before."""

import datetime as dt
from uuid import uuid4

import pytest
from time_machine import TimeMachineFixture

from notifications.models import (
    DigestItem,
    Message,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.providers.base import Evidence
from notifications.rules.state import State
from notifications.services import claim_batch, dispatch_batch, note_all_evidence
from tests.fakes.providers import Mailbox

from .conftest import Write

pytestmark = pytest.mark.django_db
NINE = dt.datetime(2026, 11, 25, 4, tzinfo=dt.UTC)  # in the evening, in Denver
EIGHT = NINE + dt.timedelta(hours=11)


def text(write: Write, **fields: object) -> Message:
    return write(
        **{"message_class": "staff", "channel": "text", "address": "+14065550101", **fields}
    )


def test_a_text_of_the_evening_is_given_up_when_the_night_begins(
    write: Write, provider: Mailbox, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-24T20:30:00-07:00", tick=False)
    message = text(write)
    dispatch_batch(claim_batch())
    assert provider.sent[0].expires_at == NINE
    message.refresh_from_db()
    assert message.expires_at is not None
    assert message.expires_at > NINE  # until then it may be tried again, in the morning


def test_a_text_that_would_arrive_in_the_night_waits_for_its_end(
    write: Write, provider: Mailbox, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-24T20:59:00-07:00", tick=False)
    message = text(write)
    dispatch_batch(claim_batch())
    message.refresh_from_db()
    assert (message.state, message.send_after, provider.sent) == ("ready", EIGHT, [])


def test_a_telephone_of_two_people_has_the_night_that_begins_first(
    write: Write, provider: Mailbox, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-24T20:30:00-07:00", tick=False)
    for begin in (dt.time(0), dt.time(21)):
        person = Subscriber.objects.create(quiet_from=begin, quiet_until=dt.time(8))
        VerifiedAddress.objects.create(subscriber=person, channel="text", address="+14065550101")
        Subscription.objects.create(
            subscriber=person, channel="text", scope="class", page_uuid=uuid4()
        )
    late = Subscriber.objects.get(quiet_from=dt.time(0))
    text(write, subscriber_uuid=late.uuid)
    dispatch_batch(claim_batch())
    assert provider.sent[0].expires_at == NINE


@pytest.mark.parametrize("fields", [
    {"message_class": "urgent"},
    {"message_class": "staff", "channel": "email", "address": "ana@example.net"},
], ids=str)  # fmt: skip
def test_messages_without_quiet_hours_are_not_given_up_for_the_night(
    write: Write, provider: Mailbox, time_machine: TimeMachineFixture, fields: dict[str, str]
) -> None:
    time_machine.move_to("2026-11-24T20:59:00-07:00", tick=False)
    message = text(write, **fields)
    dispatch_batch(claim_batch())
    assert provider.sent[0].expires_at == message.expires_at


def test_updates_of_a_text_that_was_given_up_are_in_the_next_one(write: Write) -> None:
    message = text(write, message_class="subscription")
    Message.objects.update(state=State.ACCEPTED)
    DigestItem.objects.create(
        address=message.address, channel="text", message_uuid=message.pk, page_uuid=message.pk
    )
    gone = Evidence(message.pk, State.BOUNCED, message.created_at, given_up=True)
    note_all_evidence([gone])
    assert not DigestItem.objects.exists()
