"""Each role's first screens in the district at size. `make bench ARGS=dash`.

A whole page is the median of a few visits with empty caches, database included, on the clock; the
ledger's queries are those of a visit that read its tables, as the program waits for them, the least
of a few. Figures are counted by then, as they are each morning. A clock on a busy machine says
little: beside each page stands what this program itself computed. No query is written down in these
visits, and no template keeps a copy of what it drew, as they do in tests: a web server does
neither. Query counts are asserted elsewhere, at both sizes (`tests/budgets.py`).
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.template.base import Template
from django.test import Client
from django.test.utils import _TestState

from tests.budgets import forget_what_is_kept, visit
from tests.screens import SCREENS
from tests.world import World

from . import goals

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

VISITS, READS = 5, 5
LEDGER = (
    *("classroom_postingslot", "classroom_classroomstanding", '"classroom_posting"'),
    "classroom_countedday",
)
LEDGER_MS, PAGE_MS = 15, 300
DASHBOARDS = (
    "admin home of the teacher",
    "admin home of the principal",
    "a school's posting days",
    "principal's review queue",
    "classes I follow",
    "admin home of the office",
    "admin home of the administrator",
    "how the district is doing",
    "how a school is doing",
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


@contextmanager
def drawn_as_served() -> Iterator[None]:
    """Without the signal that Django's tests send for each template that is drawn: the client keeps
    a copy of its context then, a tenth of what a screen of the editor computes."""
    in_tests = Template._render
    Template._render = _TestState.saved_data.template_render
    try:
        yield
    finally:
        Template._render = in_tests


def times(client: Client, address: str) -> tuple[float, float]:
    """What one visit took with empty caches: on the clock, and computing. Milliseconds."""
    client.get(address)
    forget_what_is_kept()
    with drawn_as_served():
        begun, computed = time.perf_counter(), time.process_time()
        response = client.get(address, headers={"accept-encoding": "gzip"})
        wall, own = time.perf_counter() - begun, time.process_time() - computed
    assert response.status_code == 200
    return 1000 * wall, 1000 * own


def test_every_dashboard(at_size: World) -> None:
    for name in DASHBOARDS:
        screen = SCREENS[name]
        client = Client()
        assert screen.role is not None
        client.force_login(at_size.accounts[screen.role])
        made = [times(client, screen.address(at_size)) for _visit in range(VISITS)]
        page, own = (statistics.median(taken) for taken in zip(*made, strict=True))
        taken = []
        for _visit in range(READS):
            ledger = LedgerTime()
            with connection.execute_wrapper(ledger):
                client.get(screen.address(at_size))
            taken.append(ledger)
        read = 1000 * min(each.seconds for each in taken)
        say(f"{name}, ledger", f"{read:.1f} ms in {taken[-1].queries} queries")
        goals.at_most(f"{name}, ledger", read, LEDGER_MS, " ms")
        asked = len(visit(screen, at_size).queries)
        say(f"{name}, page", f"{page:.0f} ms, {own:.0f} ms of it computing, {asked} queries")
        goals.at_most(f"{name}, page", page, PAGE_MS, " ms")
