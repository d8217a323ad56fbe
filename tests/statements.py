"""Which statements that depend on their database each test sends.

A whole run on PostgreSQL (`--whole FILE`) writes it into a file, by which `scripts/heard.py`
chooses what runs on SQLite as well. Seen is what the body of a test sends from its own process; the
making of its district (the same for all tests) and programs of their own are not.
"""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import DataError, IntegrityError, connection

from scripts.suites import ROOT, runs_once

# In PostgreSQL's words and in SQLite's, as Django, modelsearch and we write them.
# SQLite knows no lock of a row, so that a test which takes one and races with nobody says the same.
DEPENDS: Final = {
    "asks PostgreSQL alone": re.compile(r"\bpg_\w+\(", re.I),
    "looks into JSON": re.compile(r"->|#>|@>|<@|\?\||\bjsonb?_\w+\(", re.I),
    "takes dates apart": re.compile(
        r"\bDATE_TRUNC\(|\bEXTRACT\(|AT TIME ZONE|\bdjango_(?:date|time)\w+\(", re.I
    ),
    "searches": re.compile(r"@@|\w+_?tsquery\(|\bMATCH\s+(?:%s|\?)", re.I),
    "writes or updates at a constraint": re.compile(r"\bON CONFLICT\b.*\bDO UPDATE\b", re.I | re.S),
}
# Written wherever a page is saved or a form is sent: both indexes of the search, the counts, the
# posting days and standings of the ledger. What becomes of them is the business of tests that are
# about them.
EVERYWHERE: Final = re.compile(
    r"\bINSERT INTO \W?"
    r"(?:\w*search_indexentry|web_counter|schools_findable"
    r"|classroom_(?:classroomstanding|postingslot|countedday))\b",
    re.I,
)
REFUSED: Final = "breaks a constraint"
# How many values a statement names, and which savepoint it is in, is not what it asks.
LISTS: Final = re.compile(r"\((?:\s*%s\s*,?)+\)(?:\s*,\s*\((?:\s*%s\s*,?)+\))*")
NUMBERS: Final = re.compile(r"\b\d+\b")
SPACE: Final = re.compile(r"\s+")
WORKER_SAYS: Final = "dependent_statements"


@lru_cache(maxsize=20_000)  # a run sends the same few thousand statements over and over
def dependences(sql: str) -> tuple[str, ...]:
    """In which ways a statement depends on its database."""
    if EVERYWHERE.search(sql):
        return ()
    return tuple(what for what, pattern in DEPENDS.items() if pattern.search(sql))


@lru_cache(maxsize=20_000)
def shape(sql: str) -> str:
    """A statement without its values; "" for one that says the same on both databases."""
    if not dependences(sql):
        return ""
    return SPACE.sub(" ", NUMBERS.sub("0", LISTS.sub("(…)", sql))).strip()


class Statements:
    """The plugin: one in each process of the run, and one in that which began them."""

    def __init__(self, config: pytest.Config) -> None:
        self.sent: defaultdict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = {}
        self.note: str | None = config.getoption("whole")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        before = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        module = item.path.relative_to(ROOT)
        if not self.note or any(module.is_relative_to(each) for each in runs_once()):
            yield
            return
        with connection.execute_wrapper(noting(self.sent[item.nodeid])):
            yield

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[WORKER_SAYS] = self._told()
        elif self.note:
            Path(self.note).write_text(json.dumps(self._told()), encoding="utf-8")

    def _told(self) -> dict[str, Any]:
        return {
            test: {"statements": sorted(shapes), "seconds": self.seconds[test]}
            for test, shapes in self.sent.items()
        }

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A process of xdist has ended and hands over what it noted."""
        for test, told in getattr(node, "workeroutput", {}).get(WORKER_SAYS, {}).items():
            self.sent[test].update(told["statements"])
            self.seconds[test] = told["seconds"]


def noting(seen: set[str]) -> Callable[..., Any]:
    """What Django calls around each statement; it notes in `seen` what depends on the database."""

    def note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, at: Any) -> Any:
        if found := shape(str(sql)):
            seen.add(found)
        try:
            return execute(sql, params, many, at)
        except (DataError, IntegrityError) as error:
            seen.add(f"{REFUSED}: {type(error).__name__} {str(sql).split('(')[0]}")
            raise

    return note
