"""The entry of the log about what was sent, while something is written beside it."""

import datetime as dt
import threading
import time
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from notifications.models import MessageEvent
from notifications.rules.state import State
from notifications.services import check_sent, note_sent

pytestmark = pytest.mark.django_db(transaction=True)


def event(at: dt.datetime) -> None:
    MessageEvent.objects.create(message=uuid4(), at=at, state=State.DELIVERED)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time on SQLite")
def test_an_event_that_is_being_written_is_not_left_out() -> None:
    """A webhook tells what happened an hour ago, and gets a later number than the one that an
    unfinished transaction has: the entry once named both numbers and one event."""
    now = timezone.now()
    begun, goes_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            event(now)
            begun.set()
            goes_on.wait(10)
        connections.close_all()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    assert begun.wait(10)
    event(now - dt.timedelta(hours=1))
    threading.Thread(target=lambda: (time.sleep(0.5), goes_on.set())).start()
    entry = note_sent(now=now)
    writer.join()
    assert entry is not None
    assert entry.data["events"] == 2
    checked = check_sent()
    assert (checked.events, checked.differs) == (2, "")
