"""The whole crash run: 5,000 digests by email and text, 50 kills, the database restarted.

Only `make crash` runs it; `tests/integration/notifications/outbox/test_killed_worker.py` is the
small one.
"""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests.crash.walk import Plan, crash

pytestmark = pytest.mark.django_db

WHOLE = Plan(
    recipients=int(os.environ.get("CRASH_RECIPIENTS", "5000")),
    whole=int(os.environ.get("CRASH_WHOLE", "10")),
    single=int(os.environ.get("CRASH_SINGLE", "40")),
    pause=4.8,
    request_seconds=1.2,
    restart=True,
    workers=3,
)
MINUTES = 10


def test_nothing_is_sent_twice_lost_or_stuck(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert connection.vendor == "postgresql"
    counted = crash(WHOLE, tmp_path)
    with capsys.disabled():
        print(f"\n{WHOLE.recipients} recipients, most by email, every fifth by text\n{counted}")
    assert (counted.duplicates, counted.lost, counted.stuck) == (0, 0, 0)
    assert counted.kills == WHOLE.whole + WHOLE.single
    assert counted.seconds < MINUTES * 60
