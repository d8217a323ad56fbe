"""`turn_year` in a process of its own, on a morning in summer and in small pieces.

    python -m tests.crash.year close 40 | state

`close` is killed with -9 before its 40th statement, and with 0 never; it prints how many it made.
`state` prints what closing changes, as JSON without what chance makes.
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
from district_cms.schools.models import SchoolYear  # noqa: E402
from notifications.families import year_end  # noqa: E402
from notifications.models import (  # noqa: E402
    ConsentRecord,
    Message,
    MessageContent,
    Subscription,
)

MORNING = "2027-06-14T15:00+00:00"


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
    rows = {
        "years": SchoolYear.objects.values("pk", "closed_at"),
        "slots": PostingSlot.objects.order_by("classroom", "nominal_date").values(),
        "standings": ClassroomStanding.objects.order_by("classroom").values(),
        "subscriptions": Subscription.objects.order_by("pk").values(),
        "records": ConsentRecord.objects.order_by("subscriber_uuid", "at", "act").values(
            "at", "subscriber_uuid", "act", "channel", "scope", "page_uuid", "source"
        ),
        "messages": Message.objects.order_by("address", "created_at").values(
            "address", "message_class", "channel", "subject", "state", "created_at"
        ),
        "closings": AuditEntry.objects.filter(action="school_year.closed").values("action", "at"),
    }
    counted = {"contents": MessageContent.objects.count()}
    print(json.dumps(counted | {name: list(some) for name, some in rows.items()}, default=str))


if __name__ == "__main__":
    with time_machine.travel(MORNING, tick=False):
        state() if sys.argv[1] == "state" else close(int(sys.argv[2]))
