"""What tests counted and people want to read: lines that the run prints at its end, whichever
process counted them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

KEY = "measured"

type Tell = Callable[[str], None]


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Call it with a line for the end of the run."""
    return lambda line: request.node.user_properties.append((KEY, line))


def print_measured(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints them, in the order of the tests: a process of xdist has no terminal of its own."""
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if report.when == "call"
    ]
    told = [
        (report.nodeid, line)
        for report in reports
        for key, line in report.user_properties
        if key == KEY
    ]
    if told:
        terminalreporter.write_sep("-", "what was measured")
        for _test, line in sorted(told, key=lambda each: each[0]):
            terminalreporter.write_line(line)
