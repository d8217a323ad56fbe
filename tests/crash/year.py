"""`python -m tests.crash.year close 40 | state`: `turn_year` in a process of its own, in summer.

`close` is killed with -9 before its 40th statement, and with 0 never; it prints their number.
"""

import json
import os
import signal
import sys
from itertools import count
from typing import Any

import django
import time_machine
from django.core.management import call_command
from django.db import connection

django.setup()

from classroom.ledger import refresh  # noqa: E402  # models exist only now
from classroom.models import ClassroomStanding, PostingSlot  # noqa: E402
from district_cms.audit_log.models import AuditEntry  # noqa: E402
from notifications.families import year_end  # noqa: E402
from notifications.models import ConsentRecord, Message, Subscription  # noqa: E402


def close(last: int) -> None:
    refresh.CLASSES_A_WRITE, year_end.AT_ONCE = 1, 2  # type: ignore[misc]
    numbers = count(1)

    def counted(execute: Any, *statement: Any) -> Any:
        if next(numbers) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*statement)

    with connection.execute_wrapper(counted):
        call_command("turn_year", "2026-27", stdout=sys.stderr)
    print(next(numbers))


def state() -> None:
    records = ConsentRecord.objects.order_by("subscriber_uuid", "at", "act", "page_uuid")
    messages = Message.objects.filter(message_class="year_end").order_by("address")
    rows: list[Any] = [
        messages.values_list("address", "channel", "subject", "state"),
        PostingSlot.objects.order_by("classroom", "nominal_date").values(),
        ClassroomStanding.objects.order_by("classroom").values(),
        Subscription.objects.order_by("pk").values(),
        records.values("at", "subscriber_uuid", "act", "page_uuid", "source"),
        AuditEntry.objects.filter(action="school_year.closed").values("at"),
    ]
    print(json.dumps([list(some) for some in rows], default=str))


if __name__ == "__main__":
    with time_machine.travel("2027-06-14T15:00+00:00", tick=False):
        state() if sys.argv[1] == "state" else close(int(sys.argv[2]))
