"""Two simultaneous requests of a webhook, on the database with parallel writers."""

import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from notifications.models import Message, ProviderEvent
from notifications.rules.state import State
from tests.fakes.provider_servers.sendgrid import SendGridServer, Signed

from .conftest import Written, as_taken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time on SQLite")
def test_the_same_messages_in_opposite_order_do_not_deadlock(
    sendgrid: SendGridServer, written: Written
) -> None:
    messages = [written(f"family{place}@example.net") for place in range(150)]
    answers: list[int] = []

    def post(signed: Signed, ready: threading.Barrier) -> None:
        ready.wait()
        try:
            answer = Client(raise_request_exception=False).post(
                reverse("webhooks:sendgrid_events"),
                data=signed.body,
                content_type="application/json",
                headers=signed.headers,
            )
            answers.append(answer.status_code)
        finally:
            connections.close_all()

    for number in range(6):
        same = [
            sendgrid.event("delivered", as_taken(message), sg_event_id=f"{number}-{place}")
            for place, message in enumerate(messages)
        ]
        Message.objects.update(state=State.ACCEPTED)
        ready = threading.Barrier(2)
        orders = (same, same[::-1])
        threads = [
            threading.Thread(target=post, args=(sendgrid.signed(order), ready)) for order in orders
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [200] * 12
    assert ProviderEvent.objects.count() == 6 * len(messages)
