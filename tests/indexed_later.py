"""What a test saves is indexed when somebody looks.

At each save Wagtail writes what its search and its "usage" look up: a sixth of the computing of all
tests, of which few look. So in a test and its own fixtures these rows are written when the first
statement reads their tables, each object once. A test that looks finds what it would have found;
one that does not never pays. Where statements are counted, where a test has no transaction of its
own, in what several tests share and in other processes, each save is indexed at once, as it is on a
server.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch import signal_handlers as of_search
from wagtail import signal_handlers as of_references

# The last two are functions of the database that read the first, see `schools.indexes`.
TABLES = ("indexentry", "referenceindex", "schools_texts_with", "schools_texts_of_school")

Execute = Callable[..., Any]


class Later:
    """Stands where a task is enqueued, and enqueues it at once or when it is asked to."""

    def __init__(self, task: Any) -> None:
        self.task = task
        self.waits = False
        self._waiting: dict[tuple[str, ...], None] = {}
        self._done: dict[tuple[str, ...], None] = {}

    def enqueue(self, *names: str) -> None:
        """`names` are the app, the model and the id of what was saved."""
        if not self.waits:
            self.task.enqueue(*names)
            return
        self._waiting.pop(names, None)  # in the order of the last saves
        self._waiting[names] = None

    def catch_up(self) -> None:
        while self._waiting:
            names = next(iter(self._waiting))
            del self._waiting[names]
            self._done[names] = None
            self.task.enqueue(*names)

    def again(self) -> None:
        """A part of the transaction is undone, and what was indexed in it."""
        self._waiting = self._done | self._waiting
        self._done = {}

    def forget(self) -> None:
        """What the test wrote is undone."""
        self._waiting.clear()
        self._done.clear()


class IndexedLater:
    """The plugin; one in each process of the run."""

    def __init__(self) -> None:
        self._later = [
            _stand_in(of_search, "insert_or_update_object_task"),
            _stand_in(of_references, "update_reference_index_task"),
        ]
        self._of_test = ExitStack()
        self._catching_up = False
        _before_counting(self._index_at_once)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if _has_transaction(item):
            self._of_test.enter_context(connection.execute_wrapper(self._look))
            self._wait(True)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        """What several tests share stays when the first of them is undone."""
        waited = self._later[0].waits
        if fixturedef.scope == "function" or not waited:
            return (yield)
        self._wait(False)
        try:
            return (yield)
        finally:
            self._wait(True)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self) -> None:
        self._wait(False)
        self._of_test.close()
        for each in self._later:
            each.forget()

    def _wait(self, waits: bool) -> None:
        for each in self._later:
            each.waits = waits

    def _catch_up(self) -> None:
        self._catching_up = True
        try:
            for each in self._later:
                each.catch_up()
        finally:
            self._catching_up = False

    def _index_at_once(self) -> None:
        self._catch_up()
        self._wait(False)

    def _look(self, execute: Execute, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """What Django calls around each statement."""
        if self._catching_up:
            pass
        elif any(table in sql for table in TABLES):
            self._catch_up()
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            for each in self._later:
                each.again()
        return execute(sql, params, many, context)


def _has_transaction(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    asked = mark is not None or "db" in getattr(item, "fixturenames", ())
    return asked and not (mark and mark.kwargs.get("transaction"))


def _stand_in(module: Any, name: str) -> Later:
    later = Later(getattr(module, name))
    setattr(module, name, later)
    return later


def _before_counting(prepare: Callable[[], None]) -> None:
    begin = CaptureQueriesContext.__enter__

    def prepare_and_begin(self: CaptureQueriesContext) -> CaptureQueriesContext:
        prepare()
        return begin(self)

    CaptureQueriesContext.__enter__ = prepare_and_begin  # type: ignore[method-assign, assignment]
