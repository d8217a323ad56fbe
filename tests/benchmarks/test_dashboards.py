"""Each role's first screens in the district at size, and the nightly run. `make bench ARGS=dash`.

Prints `name: figure (goal)`. A whole page is the median of a few visits with empty caches, database
included, on the clock; the ledger's queries are those of a visit that read its tables, as the
program waits for them, the least of a few. A clock on a busy machine says little: beside each page
stands what this program itself computed. Nothing is asserted here: query counts are elsewhere, at
both sizes (`tests/budgets.py`).
"""

import datetime as dt
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from classroom.ledger.history import plans_taken_back, reconcile_postings
from classroom.ledger.keeping import refresh_current_year
from classroom.models import ClassroomStanding, PostingSlot
from tests.budgets import visit
from tests.screens import SCREENS
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

VISITS, READS = 3, 5
LEDGER = ("classroom_postingslot", "classroom_classroomstanding", '"classroom_posting"')
LEDGER_MS, PAGE_MS = 15, 300
NIGHT_SECONDS, FIRST_SECONDS, MEGABYTES = 30, 120, 250
DASHBOARDS = (
    "admin home of the teacher",
    "admin home of the principal",
    "a school's posting days",
    "principal's review queue",
    "classes I follow",
    "admin home of the administrator",
    "edit an update",
    "teacher's class in the explorer",
    "write an update",
)
# Moments of the district's school year, in its zone.
AFTER_A_POSTING_DAY, ORDINARY_NIGHT = "2026-11-25T00:07-07:00", "2026-11-26T00:07-07:00"


def say(name: str, figure: str, goal: str = "") -> None:
    sys.stdout.write(f"{name}: {figure}{f' ({goal})' if goal else ''}\n")
    sys.stdout.flush()


class LedgerTime:
    """Adds up what the statements took that read the ledger."""

    def __init__(self) -> None:
        self.seconds, self.queries = 0.0, 0

    def __call__(self, execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, *args)
        finally:
            if any(table in sql for table in LEDGER):
                self.seconds += time.perf_counter() - begun
                self.queries += 1


def test_the_nightly_run(at_size: World) -> None:
    before = _megabytes()
    # Built at noon of a posting day. Each test is undone in the end.
    _night("nightly run, after a posting day", AFTER_A_POSTING_DAY, NIGHT_SECONDS)
    _night("nightly run, ordinary night", ORDINARY_NIGHT, NIGHT_SECONDS)
    PostingSlot.objects.all().delete()
    ClassroomStanding.objects.all().delete()
    _night("first posting days of a year", ORDINARY_NIGHT, FIRST_SECONDS)
    say(
        "nightly run, memory",
        f"{_megabytes() - before} MB more than the {before} MB of this program before",
        f"goal at most {MEGABYTES} MB for a worker",
    )


def test_every_dashboard(at_size: World) -> None:
    for name in DASHBOARDS:
        screen = SCREENS[name]
        made = [visit(screen, at_size) for _visit in range(VISITS)]
        page, own = (
            1000 * statistics.median(getattr(one, what) for one in made) for what in ("wall", "cpu")
        )
        client = Client()
        assert screen.role is not None
        client.force_login(at_size.accounts[screen.role])
        taken = []
        for _visit in range(READS):
            ledger = LedgerTime()
            with connection.execute_wrapper(ledger):
                client.get(screen.address(at_size))
            taken.append(ledger)
        read = 1000 * min(each.seconds for each in taken)
        say(
            f"{name}, ledger",
            f"{read:.1f} ms in {taken[-1].queries} queries",
            f"goal at most {LEDGER_MS} ms",
        )
        say(
            f"{name}, page",
            f"{page:.0f} ms, {own:.0f} ms of it computing, {len(made[-1].queries)} queries",
            f"goal at most {PAGE_MS} ms",
        )


def _night(name: str, moment: str, goal: int) -> None:
    """Print what a night takes, however many tasks it is."""
    now, after, tasks = dt.datetime.fromisoformat(moment), 0, 0
    begun, own = time.perf_counter(), time.process_time()
    reconcile_postings()
    plans_taken_back()
    changed, left = 0, 1
    while left:
        done = refresh_current_year(now=now, after=after)
        after, left, tasks = done.last, done.left, tasks + 1
        changed += done.slots
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    wall, own = time.perf_counter() - begun, time.process_time() - own
    say(
        name,
        f"{wall:.1f} s, {own:.1f} s of it computing, {changed} posting days changed, {tasks} tasks",
        f"goal at most {goal} s",
    )


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
