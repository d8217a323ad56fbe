"""Each role's first screens in the district at size. `make bench ARGS=dash`.

A whole page is the median of a few visits with empty caches, database
included, on the clock; the ledger's queries are those of a visit that read its tables, as the
program waits for them, the least of a few. A clock on a busy machine says little: beside each page
stands what this program itself computed. Query counts are asserted elsewhere, at both sizes
(`tests/budgets.py`).
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.budgets import visit
from tests.screens import SCREENS
from tests.world import World

from . import goals

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

VISITS, READS = 3, 5
LEDGER = ("classroom_postingslot", "classroom_classroomstanding", '"classroom_posting"')
LEDGER_MS, PAGE_MS = 15, 300
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


def say(name: str, figure: str) -> None:
    sys.stdout.write(f"{name}: {figure}\n")
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
        say(f"{name}, ledger", f"{read:.1f} ms in {taken[-1].queries} queries")
        goals.at_most(f"{name}, ledger", read, LEDGER_MS, " ms")
        say(
            f"{name}, page",
            f"{page:.0f} ms, {own:.0f} ms of it computing, {len(made[-1].queries)} queries",
        )
        goals.at_most(f"{name}, page", page, PAGE_MS, " ms")
