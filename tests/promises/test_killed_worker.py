"""Real workers, killed with -9 in the middle of 200 digests; others finish.

`make crash` is the long one.
"""

from pathlib import Path

import pytest
from django.db import connection

from tests.crash.walk import Plan, crash
from tests.measured import Tell

SMALL = Plan(
    recipients=200,
    whole=0,
    single=2,
    pause=2.0,
    request_seconds=0.2,
    workers=2,
    most_at_once=5,
    hurry=True,
)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="takes a minute: once is enough")
@pytest.mark.django_db
def test_killed_three_times_with_a_provider_that_fails_nothing_is_sent_twice_lost_or_stuck(
    tmp_path: Path, tell: Tell
) -> None:
    counted = crash(SMALL, tmp_path)
    tell(f"outbox: {SMALL.recipients} recipients on {connection.vendor}\n{counted}")
    assert (counted.duplicates, counted.lost, counted.stuck) == (0, 0, 0)
    assert counted.kills == 3
    assert counted.did["answer"] > 0
