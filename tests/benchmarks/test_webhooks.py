"""What providers tell of a night's messages: how soon it is noted, where there are many.

SendGrid tells by signed batches of 1,000 events, of which most say "processed" or "delivered", each
with its own second; Twilio calls once for each status of each text. `BENCH_WEBHOOKS` is the number
of deliveries that the outbox holds, `BENCH_BATCHES` that of batches; 0 for all of them, two events
a delivery. `BENCH_CALLBACKS` is the number of texts, three calls each.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from notifications.models import (
    Channel,
    Message,
    MessageClass,
    MessageContent,
    ProviderEvent,
    Suppression,
)
from notifications.providers.senders import status_url
from notifications.rules.state import State
from tests.fakes.provider_servers.sendgrid import SendGridServer
from tests.fakes.provider_servers.twilio import TwilioServer
from tests.integration.notifications.conftest import (
    sendgrid,
    twilio,
)
from tests.integration.notifications.webhooks.conftest import as_taken, as_text

from . import goals

__all__ = ["sendgrid", "twilio"]  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)

DELIVERIES = int(os.environ.get("BENCH_WEBHOOKS", "200000"))
BATCHES = int(os.environ.get("BENCH_BATCHES", "60"))
TEXTS = int(os.environ.get("BENCH_CALLBACKS", "300"))
A_BATCH = 1_000
NAMES = UUID(int=21)
MOST_SECONDS = 1.0  # for a batch; SendGrid sends the next one when this one is answered
MOST_QUERIES = 20  # for a batch
MOST_MILLISECONDS = 50.0  # for a callback
# What comes of a hundred deliveries, in the words of the events.
OF_A_HUNDRED = ("bounce", "dropped", "spamreport", "deferred", "deferred")
REASONS = {"bounce": "550 5.1.1 no such user", "dropped": "Bounced Address"}


@dataclass
class Measured:
    seconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    cpu: float = 0.0

    def take(self, post: Callable[[], HttpResponse]) -> None:
        connection.queries_log.clear()  # Django warns of a long one
        started, used = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as captured:
            answer = post()
        self.seconds.append(time.perf_counter() - started)
        self.cpu += time.process_time() - used
        self.queries.append(len(captured))
        assert answer.status_code == 200

    def __str__(self) -> str:
        ordered = sorted(self.seconds)
        late = ordered[int(0.95 * (len(ordered) - 1))]
        return (
            f"median {1000 * statistics.median(ordered):.0f} ms, 95 % {1000 * late:.0f} ms, "
            f"slowest {1000 * ordered[-1]:.0f} ms, at most {max(self.queries)} queries, "
            f"{1000 * self.cpu / len(ordered):.1f} ms of computing each"
        )


@pytest.fixture
def deliveries() -> Iterator[Callable[..., list[Message]]]:
    def write(number: int, channel: Channel, state: State) -> list[Message]:
        """Messages that a provider has, each with the event that says so."""
        content = MessageContent.objects.create(text="We are learning fractions.")
        now = timezone.now()
        made = []
        for numbers in batched(range(number), 5_000):
            made += Message.objects.bulk_create(
                Message(
                    id=uuid5(NAMES, f"{channel} {each}"),
                    message_class=MessageClass.SUBSCRIPTION,
                    priority=50,
                    channel=channel,
                    address=address_of(channel, each),
                    language="en",
                    from_email="class-updates@larkspur.example",
                    subject="Math 3",
                    content=content,
                    state=state,
                    handed_over_at=now,
                    settled_at=now,
                    provider_id="filterdrecv-1" if channel == Channel.EMAIL else "",
                )
                for each in numbers
            )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return made

    yield write
    Message.objects.all().delete()


def address_of(channel: Channel, number: int) -> str:
    return (
        f"family.{number}@example.net" if channel == Channel.EMAIL else f"+1406{5550000 + number}"
    )


def test_batches_of_a_thousand_events(
    sendgrid: SendGridServer,
    deliveries: Callable[..., list[Message]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    messages = deliveries(DELIVERIES, Channel.EMAIL, State.ACCEPTED)
    client, door = Client(), reverse("webhooks:sendgrid_events")
    measured, events, number = Measured(), 0, 0
    for batch in of_a_night(sendgrid, messages):
        signed = sendgrid.signed(batch)

        def post(body: bytes = signed.body, headers: Any = signed.headers) -> HttpResponse:
            return client.post(door, data=body, content_type="application/json", headers=headers)

        measured.take(post)
        events += len(batch)
        number += 1
        if number == BATCHES:
            break
    again = Measured()
    again.take(post)
    with capsys.disabled():
        print(
            f"\nwebhooks: {number:,} batches of {A_BATCH:,} events of {DELIVERIES:,} deliveries: "
            f"{measured}; {events / sum(measured.seconds):,.0f} events a second"
            f"\nwebhooks: the last batch once more: {again}"
        )
        slowest = max(measured.seconds)
        goals.at_most("a batch of 1,000 events, the slowest", slowest, MOST_SECONDS, " s")
        goals.at_most("queries of a batch of 1,000 events", max(measured.queries), MOST_QUERIES)
    assert ProviderEvent.objects.count() == events
    assert Suppression.objects.exists()
    assert max(measured.queries) <= MOST_QUERIES


def of_a_night(server: SendGridServer, messages: Sequence[Message]) -> Iterator[list[Any]]:
    """What SendGrid tells of these, two events each, in batches, in nobody's order."""
    chance = random.Random(7)
    started = int(time.time()) - 3_600
    for some in batched(messages, 50 * A_BATCH):
        events = []
        for place, message in enumerate(some):
            taken = as_taken(message)
            last = OF_A_HUNDRED[place % 100] if place % 100 < len(OF_A_HUNDRED) else "delivered"
            more = {"reason": REASONS[last]} if last in REASONS else {}
            at = started + chance.randrange(3_000)
            events.append(server.event("processed", taken, timestamp=at))
            at += chance.randrange(600)
            events.append(server.event(last, taken, timestamp=at, **more))
        chance.shuffle(events)
        yield from (list(batch) for batch in batched(events, A_BATCH))


def test_callbacks_of_texts_one_by_one(
    twilio: TwilioServer,
    deliveries: Callable[..., list[Message]],
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """At as many deliveries: those by email, of which no callback tells."""
    deliveries(DELIVERIES, Channel.EMAIL, State.ACCEPTED)
    messages = deliveries(TEXTS, Channel.TEXT, State.HANDED_OVER)
    twilio.fails = {messages[place].address: 30003 for place in range(0, len(messages), 50)}
    client, measured = Client(), Measured()
    for message in messages:
        text = as_text(message, status_url(message.pk))
        last = "undelivered" if message.address in twilio.fails else "delivered"
        for status in ("queued", "sent", last):
            callback = twilio.callback(text, status)

            def post(callback: Any = callback) -> HttpResponse:
                return client.post(
                    callback.url.removeprefix(settings.WEBHOOK_BASE_URL),
                    data=callback.body,
                    content_type="application/x-www-form-urlencoded",
                    headers=dict(callback.headers),
                )

            measured.take(post)
    with capsys.disabled():
        print(f"\nwebhooks: {3 * TEXTS:,} callbacks of texts, one by one: {measured}")
        late = 1000 * sorted(measured.seconds)[int(0.95 * (len(measured.seconds) - 1))]
        goals.at_most("a callback of a text (95 %)", late, MOST_MILLISECONDS, " ms")
    assert Message.objects.filter(channel=Channel.TEXT, state=State.DELIVERED).exists()
