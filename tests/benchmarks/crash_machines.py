"""Two machines on a posting day, and kill -9 of every part of them.

Only `make crash` runs it; `tests/crash/test_two_machines.py` is the small one.
"""

import os
from pathlib import Path

import pytest

from tests.crash.machines import NO_REDIS
from tests.crash.posting_day import Day, posting_day

pytestmark = [pytest.mark.django_db, pytest.mark.real_hour]

DAY = Day(
    editors=int(os.environ.get("CRASH_EDITORS", "12")),
    readers=int(os.environ.get("CRASH_READERS", "20")),
    families=int(os.environ.get("CRASH_FAMILIES", "2000")),
    kills=int(os.environ.get("CRASH_MACHINES", "16")),
    pause=8.0,
)


def test_nothing_acknowledged_is_lost_and_nothing_is_sent_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = posting_day(DAY, tmp_path)
    with capsys.disabled():
        print(f"\n{DAY.editors} editors, {DAY.readers} readers, {DAY.families} families\n{result}")
        if not result.kills["redis"]:
            print(f"!!!! {NO_REDIS}")
    outbox = result.outbox
    assert (result.lost, result.behind) == (0, [])
    assert (outbox.duplicates, outbox.lost, outbox.stuck) == (0, 0, 0)
    assert result.acknowledged > DAY.editors * DAY.kills
    assert result.published
    assert {"web", "worker", "database"} <= result.kills.keys()
