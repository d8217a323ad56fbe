"""A process of its own on the outbox of the killed-worker test.

    python -m tests.integration.notifications.outbox.outbox_process fill 200 | sweep | report

`fill` writes messages, 50 a transaction, and so asks the real queue; `sweep` is the sweep of a
minute later; `report` prints the states as JSON.
"""

import datetime as dt
import json
import sys

import django
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

django.setup()

from django_q.models import OrmQ  # noqa: E402  # models exist only now

from notifications.models import Message, MessageEvent  # noqa: E402
from notifications.services import enqueue_message, queue_dispatch, sweep_stale  # noqa: E402

AT_ONCE = 50


def fill(number: int) -> None:
    for start in range(0, number, AT_ONCE):
        with transaction.atomic():
            for each in range(start, min(start + AT_ONCE, number)):
                enqueue_message(
                    message_class="subscription",
                    address=f"family.{each}@example.net",
                    subject="News",
                    text="Fractions.",
                    dedupe_key=f"killed-worker:{each}",
                )


def sweep() -> None:
    """A minute later. What the dead worker took from the queue stays locked: nobody waits."""
    OrmQ.objects.filter(lock__gt=timezone.now()).delete()
    print(sweep_stale(timezone.now() + dt.timedelta(minutes=1)))
    if Message.objects.due().exists():
        queue_dispatch()


def report() -> None:
    messages = Message.objects.values_list("pk", "state", "attempts")
    print(
        json.dumps(
            {
                "states": {str(pk): state for pk, state, _attempts in messages},
                "most_attempts": Message.objects.aggregate(most=Max("attempts"))["most"],
                "handed_over": MessageEvent.objects.filter(state="handed_over").count(),
            }
        )
    )


if __name__ == "__main__":
    command, *values = sys.argv[1:]
    {"fill": fill, "sweep": sweep, "report": report}[command](*map(int, values))
