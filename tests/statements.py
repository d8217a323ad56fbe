"""Which statements that depend on their database each module sends, and whether SQLite hears them.

A module of the group `of_others` in `runs_once.toml` runs on PostgreSQL alone, although its tests
send what the two databases read differently: each such statement is sent by a module that runs on
both as well. That is not believed but held: the whole run on PostgreSQL writes down what it sees,
and fails where one of these modules has a statement of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from functools import lru_cache
from typing import Any, Final

import pytest
from django.db import DataError, IntegrityError, connection

from scripts.suites import ROOT, of_others

from .one_database import REFUSED, dependences

# How many values a statement names, and which savepoint it is in, is not what it asks.
LISTS = re.compile(r"\((?:\s*%s\s*,?)+\)(?:\s*,\s*\((?:\s*%s\s*,?)+\))*")
NUMBERS = re.compile(r"\b\d+\b")
SPACE = re.compile(r"\s+")
WORKER_SAYS: Final = "dependent_statements"

Sent = dict[str, set[str]]


@lru_cache(maxsize=20_000)
def shape(sql: str) -> str:
    """A statement without its values; "" for one that says the same on both databases."""
    if not dependences(sql):
        return ""
    return SPACE.sub(" ", NUMBERS.sub("0", LISTS.sub("(…)", sql))).strip()


def only_theirs(sent: Mapping[str, set[str]], others: Set[str]) -> Sent:
    """What modules of `others` sent and no other module did, by module. An empty list of modules
    that run on both means that nothing was held against them."""
    heard = {each for module, shapes in sent.items() if module not in others for each in shapes}
    return {module: own for module in sorted(others & set(sent)) if (own := sent[module] - heard)}


class Statements:
    """The plugin: one in each process of the run, and one in that which began them."""

    def __init__(self, config: pytest.Config) -> None:
        self.sent: defaultdict[str, set[str]] = defaultdict(set)
        self.whole = bool(config.getoption("whole"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        module = item.path.relative_to(ROOT).as_posix()
        if not self.whole or module.startswith("tests/unit"):
            yield
            return
        with connection.execute_wrapper(self._noting(self.sent[module])):
            yield

    @staticmethod
    def _noting(seen: set[str]) -> Callable[..., Any]:
        def note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, at: Any) -> Any:
            if found := shape(str(sql)):
                seen.add(found)
            try:
                return execute(sql, params, many, at)
            except (DataError, IntegrityError) as error:
                seen.add(f"{REFUSED}: {type(error).__name__} {str(sql).split('(')[0]}")
                raise

        return note

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[WORKER_SAYS] = {name: sorted(shapes) for name, shapes in self.sent.items()}
        elif self.whole and only_theirs(self.sent, of_others()):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A process of xdist has ended and hands over what it noted."""
        for name, shapes in getattr(node, "workeroutput", {}).get(WORKER_SAYS, {}).items():
            self.sent[name].update(shapes)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.whole:
            return
        for module, shapes in only_theirs(self.sent, of_others()).items():
            terminalreporter.write_sep("!", f"{module} runs on PostgreSQL alone", red=True)
            terminalreporter.write_line(
                "No test that runs on SQLite as well sends these. Take the module off the list "
                "`of_others` of tests/runs_once.toml, or test it there:"
            )
            for each in sorted(shapes):
                terminalreporter.write_line(f"  {each[:400]}")
