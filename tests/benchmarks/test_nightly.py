"""The work at night in the district at size. `make bench ARGS=nightly`.

Each night is a process of its own, as a worker is one, on a copy of the district. The check of live
pages lists all of them, and looks at `BENCH_AUDIT_PAGES` (2,000) of them; what all would take is
worked out from these. Times are goals; of them only the longest piece of the check is asserted.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.database import server_url
from tests.world import World

from . import goals

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

ROOT = Path(__file__).parents[2]
MEGABYTES, NIGHT_SECONDS, TASK_SECONDS = 250, 30, 120
LOOKED_AT = int(os.environ.get("BENCH_AUDIT_PAGES", "2000"))
CHANGED = 300
# Moments of the district's school year, in its zone. It is built at noon of a posting day.
AFTER_A_POSTING_DAY, ORDINARY_NIGHT = "2026-11-25T00:07-07:00", "2026-11-26T00:07-07:00"
FIRST_CHECK, SECOND_CHECK = "2026-11-25T01:23-07:00", "2026-11-26T01:23-07:00"


def night(call: str, media: Path) -> dict[str, Any]:
    said = subprocess.run(
        [
            *(sys.executable, "manage.py", "shell", "--no-imports", "--command"),
            f"from tests.benchmarks import nights; nights.{call}",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": server_url(),
            "DJANGO_SETTINGS_MODULE": "district_cms.settings.browser",
            "VAR_DIR": str(media.parent),
        },
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return found


def say(name: str, figure: str) -> None:
    sys.stdout.write(f"{name}: {figure}\n")
    sys.stdout.flush()


@pytest.mark.parametrize(
    ("name", "moment", "anew", "goal"),
    [
        ("ledger, after a posting day", AFTER_A_POSTING_DAY, False, NIGHT_SECONDS),
        ("ledger, ordinary night", ORDINARY_NIGHT, False, NIGHT_SECONDS),
        ("ledger, first posting days of a year", ORDINARY_NIGHT, True, TASK_SECONDS),
    ],
)
def test_the_ledger(
    at_size: World,
    tmp_path: Path,
    name: str,
    moment: str,
    anew: bool,
    goal: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = night(f"ledger({moment!r}, anew={anew})", tmp_path / "media")
    with capsys.disabled():
        say(
            name,
            f"{found['wall']:.1f} s, {found['own']:.1f} s of it computing, {found['changed']} "
            f"posting days changed, {len(found['pieces'])} tasks, the longest "
            f"{found['longest']:.1f} s",
        )
        # An ordinary run whole; of the first posting days of a year each task: the queue's limit.
        took = found["longest"] if anew else found["wall"]
        goals.at_most(f"{name}{', a task' if anew else ''}", took, goal, " s")
        _say_memory(name, found)
    assert found["at_most"] <= MEGABYTES


def test_the_check_of_live_pages(
    at_size: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = night(f"audit({FIRST_CHECK!r}, pages={LOOKED_AT})", tmp_path / "media")
    each, own = (first[took] / first["looked_at"] for took in ("looking", "looking_own"))
    queries = first["asked"] / first["looked_at"]
    second = night(f"audit({SECOND_CHECK!r}, changed={CHANGED})", tmp_path / "media")
    with capsys.disabled():
        say(
            "check of live pages, listing",
            f"{first['listed']} pages in {first['listing']:.1f} s, the longest piece "
            f"{first['longest']:.1f} s",
        )
        longest = max(first["longest"], second["longest"])
        goals.at_most("check of live pages, a piece", longest, TASK_SECONDS, " s")
        say(
            "check of live pages, a page",
            f"{1000 * each:.1f} ms, {1000 * own:.1f} ms of it computing, {queries:.2f} queries; "
            f"all of them the first time about {each * first['listed'] / 60:.0f} minutes",
        )
        goals.at_most("check of live pages, queries a page", queries, 1)
        say(
            "check of live pages, the next night",
            f"{second['wall']:.1f} s, {second['own']:.1f} s of it computing; "
            f"{second['looked_at']} of {second['listed']} pages looked at, {CHANGED} of them "
            "changed",
        )
        for found in (first, second):
            _say_memory("check of live pages", found)
    assert CHANGED <= second["looked_at"] < first["listed"] // 10
    assert queries <= 1
    assert max(first["at_most"], second["at_most"]) <= MEGABYTES
    assert max(first["longest"], second["longest"]) < TASK_SECONDS


def _say_memory(name: str, found: dict[str, Any]) -> None:
    say(f"{name}, memory", f"at most {found['at_most']} MB, {found['before']} MB of it before")
    goals.at_most(f"{name}, memory", found["at_most"], MEGABYTES, " MB")
