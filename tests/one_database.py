"""Watches what `runs_once.toml` names: nothing there may depend on which database it runs on.

Imports tell little: a test that presses "Publish" names no lock and takes five. So the SQL itself
is read, as each test sends it. Seen is what the body of a test sends from its own process; the
making of its district (the same for all tests) and programs of their own are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection

from scripts.suites import ROOT, watched

# In PostgreSQL's words and in SQLite's, as Django, modelsearch and we write them.
# SQLite knows no lock of a row, so that a test which takes one and races with nobody says the same.
DEPENDS = {
    "asks PostgreSQL alone": re.compile(r"\bpg_\w+\(", re.I),
    "looks into JSON": re.compile(r"->|#>|@>|<@|\?\||\bjsonb?_\w+\(", re.I),
    "takes dates apart": re.compile(
        r"\bDATE_TRUNC\(|\bEXTRACT\(|AT TIME ZONE|\bdjango_(?:date|time)\w+\(", re.I
    ),
    "searches": re.compile(r"@@|\w+_?tsquery\(|\bMATCH\s+(?:%s|\?)", re.I),
    "writes or updates at a constraint": re.compile(r"\bON CONFLICT\b.*\bDO UPDATE\b", re.I | re.S),
}
# Written wherever a page is saved or a form is sent: both indexes of the search, the counts, the
# posting days and standings of the ledger. What becomes of them is the business of tests that run
# on both.
EVERYWHERE = re.compile(
    r"\bINSERT INTO \W?"
    r"(?:\w*search_indexentry|web_counter|schools_findable"
    r"|classroom_(?:classroomstanding|postingslot|countedday))\b",
    re.I,
)
REFUSED = "breaks a constraint"


@lru_cache(maxsize=20_000)  # a run sends the same few thousand statements over and over
def dependences(sql: str) -> tuple[str, ...]:
    """In which ways a statement depends on its database."""
    if EVERYWHERE.search(sql):
        return ()
    return tuple(what for what, pattern in DEPENDS.items() if pattern.search(sql))


def is_named(path: Path) -> bool:
    """Whether the list names a file or a folder above it as one that asks plain SQL."""
    return any(path.is_relative_to(ROOT / each) for each in watched())


def watcher(seen: set[str]) -> Callable[..., Any]:
    """What Django calls around each statement; it notes in `seen`."""

    def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        seen.update(dependences(str(sql)))
        try:
            return execute(sql, params, many, context)
        except (DataError, IntegrityError):
            seen.add(REFUSED)
            raise

    return watch


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fails a test on the list that asked the database for something of its own."""
    if not is_named(item.path):
        yield
        return
    seen: set[str] = set()
    with connection.execute_wrapper(watcher(seen)):
        yield
    if seen:
        pytest.fail(
            f"tests/runs_once.toml names this module, and the test {', '.join(sorted(seen))}: "
            "take it off the list.",
            pytrace=False,
        )
