"""The whole crash run: 5,000 digests by email and text, 50 kills, the database restarted.

Only `make crash` runs it; `tests/promises/test_killed_worker.py` is the
small one.
"""

import os
from pathlib import Path

import pytest
from django.db import connection

from tests.crash.walk import Plan, crash

# The provider signs in this process what the website reads in another.
pytestmark = [pytest.mark.django_db, pytest.mark.real_hour]

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
# A part of it by the adapters of SendGrid and Twilio, whose servers stand on this machine and tell
# by signed requests what became of it. They wait as long as in life for an answer that is slow.
BY_ADAPTERS = Plan(
    recipients=int(os.environ.get("CRASH_ADAPTERS", "600")),
    whole=2,
    single=6,
    pause=4.8,
    request_seconds=0.6,
    workers=3,
    adapters=True,
)


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


def test_by_the_adapters_of_both_providers_nothing_is_sent_twice_lost_or_stuck(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = crash(BY_ADAPTERS, tmp_path)
    with capsys.disabled():
        print(
            f"\n{BY_ADAPTERS.recipients} recipients by SendGrid’s and Twilio’s adapters\n{counted}"
        )
    assert (counted.duplicates, counted.lost, counted.stuck) == (0, 0, 0)
    assert counted.kills == BY_ADAPTERS.whole + BY_ADAPTERS.single
