"""Which lines of ours, in programs and templates, each test runs, and how long it takes.

`--lines FILE` writes it into a file (one a process of the run, its name at the end), by which
`scripts/before_release.py` chooses which slow tests a whole run need not repeat. A line counts once
a test; what a program of its own runs (a browser's server, a command) is not seen.
"""

from __future__ import annotations

import pickle
import sys
import time
from array import array
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from django.template.base import Node

from scripts.suites import ROOT

OURS = tuple(
    f"{ROOT / room}/" for room in ("classroom", "district_cms", "notifications", "signatures")
)
TEMPLATES = f"{ROOT / 'templates'}/"
TOOL = sys.monitoring.COVERAGE_ID
EVENTS = sys.monitoring.events


class LinesRun:
    """The plugin, in each process that runs tests. Does nothing without `--lines`."""

    def __init__(self, config: pytest.Config) -> None:
        self.note: str | None = config.getoption("lines")
        self.numbers: dict[tuple[str, int], int] = {}
        self.run: dict[str, tuple[float, array[int]]] = {}
        self._now: set[int] = set()
        self._watched: set[CodeType] = set()
        # The one that only hands tests out to others runs none.
        self._here = hasattr(config, "workerinput") or not config.getoption("numprocesses", None)
        if self.note and self._here:
            self._begin()

    def _begin(self) -> None:
        monitoring = sys.monitoring
        monitoring.use_tool_id(TOOL, "lines_run")
        monitoring.register_callback(TOOL, EVENTS.PY_START, self._started)
        monitoring.register_callback(TOOL, EVENTS.LINE, self._line)
        monitoring.set_events(TOOL, EVENTS.PY_START)
        drawn = Node.render_annotated

        def render_annotated(node: Node, context: Any) -> Any:
            origin = getattr(node, "origin", None)
            if origin is not None and str(origin.name).startswith(TEMPLATES):
                self._note(str(origin.name), getattr(node.token, "lineno", 0))
            return drawn(node, context)

        Node.render_annotated = render_annotated  # type: ignore[method-assign]

    def _started(self, code: CodeType, _offset: int) -> Any:
        if code not in self._watched and code.co_filename.startswith(OURS):
            self._watched.add(code)
            sys.monitoring.set_local_events(TOOL, code, EVENTS.LINE)
        return sys.monitoring.DISABLE

    def _line(self, code: CodeType, line: int) -> Any:
        self._note(code.co_filename, line)
        return sys.monitoring.DISABLE

    def _note(self, file: str, line: int) -> None:
        self._now.add(self.numbers.setdefault((file, line), len(self.numbers)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if not (self.note and self._here):
            return (yield)
        self._now.clear()
        sys.monitoring.restart_events()
        before = time.perf_counter()
        try:
            return (yield)
        finally:
            self.run[item.nodeid] = (time.perf_counter() - before, array("I", sorted(self._now)))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.note and self._here:
            worker = getattr(session.config, "workerinput", {}).get("workerid", "only")
            named = [(str(Path(file).relative_to(ROOT)), line) for file, line in self.numbers]
            Path(f"{self.note}.{worker}").write_bytes(pickle.dumps((named, self.run)))
