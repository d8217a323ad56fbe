"""`python -m tests.crash.notice write 40 | state`: an urgent notice, written in its own process.

`write` is killed with -9 before its 40th statement, and with 0 never; it prints their number.
"""

import json
import os
import signal
import sys
from itertools import count
from typing import Any

import django
from django.db import connection

django.setup()

from notifications.models import Message, UrgentNotice  # noqa: E402  # models exist only now
from notifications.notices.writing import write_block  # noqa: E402


def write(last: int) -> None:
    numbers = count(1)

    def counted(execute: Any, *statement: Any) -> Any:
        if next(numbers) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*statement)

    with connection.execute_wrapper(counted):
        while write_block(UrgentNotice.objects.get(), size=5):
            pass
    print(next(numbers))


def state() -> None:
    rows = Message.objects.filter(message_class="urgent").order_by("channel", "address")
    sent = [list(row) for row in rows.values_list("channel", "address", "state")]
    print(json.dumps([UrgentNotice.objects.get().standing, sent]))


if __name__ == "__main__":
    state() if sys.argv[1] == "state" else write(int(sys.argv[2]))
