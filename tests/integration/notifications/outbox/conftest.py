"""A message as most tests need it, and a recorded queue."""

from collections.abc import Callable
from typing import Any

import pytest
from django_q.models import OrmQ

from notifications.models import Message
from notifications.services import enqueue_message

Write = Callable[..., Message]


@pytest.fixture
def write(db: None) -> Write:
    """Writes a message into the outbox, with defaults."""

    def enqueue(**fields: Any) -> Message:
        values = {
            "message_class": "subscription",
            "address": "ana.ruiz@example.net",
            "subject": "News from Math 3",
            "text": "We are learning fractions.",
            **fields,
        }
        message = enqueue_message(**values)
        assert message is not None
        return message

    return enqueue


@pytest.fixture
def queued(db: None) -> Callable[[], list[str]]:
    """The functions that wait in the queue, in order."""
    return lambda: [task.func() for task in OrmQ.objects.order_by("pk")]
