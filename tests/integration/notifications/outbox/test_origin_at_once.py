"""The log entry about sent messages, while other transactions write."""

import datetime as dt
import threading
import time
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from notifications.models import MessageEvent
from notifications.rules.state import State
from notifications.services import check_sent, note_sent, sent_log

pytestmark = pytest.mark.django_db(transaction=True)


def event(at: dt.datetime) -> None:
    MessageEvent.objects.create(message=uuid4(), at=at, state=State.DELIVERED)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time on SQLite")
def test_an_event_that_is_being_written_is_not_left_out() -> None:
    """A webhook reports an event of an hour ago, and gets a later number than that of an unfinished
    transaction: the entry once covered both numbers and counted one event."""
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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time on SQLite")
def test_senders_do_not_wait_for_a_long_transaction_although_the_entry_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sent_log, "LOCK_SECONDS", 0.2)
    now = timezone.now()
    event(now - dt.timedelta(hours=1))
    begun, goes_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            event(now)
            begun.set()
            goes_on.wait(20)
        connections.close_all()

    entries: list[Any] = []

    def write_the_entry() -> None:
        entries.append(note_sent(now=now))
        connections.close_all()

    threads = [threading.Thread(target=each) for each in (write_slowly, write_the_entry)]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    time.sleep(0.1)  # it waits by now
    asked = time.monotonic()
    event(now)
    waited = time.monotonic() - asked
    assert not entries
    goes_on.set()
    for thread in threads:
        thread.join()
    assert waited < 5
    assert entries[0].data["events"] == 1
