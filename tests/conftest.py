"""What holds for every test: how browser tests are found, skipped and ordered, and Hypothesis.

Fixtures live beside the tests that use them (`tests/<kind>/conftest.py`) or in
`tests/factories/`; this file has none.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from scripts import browser

BROWSER_TESTS = Path(__file__).parent / "browser"
NO_BROWSER = "no Chromium on this machine"

# A busy machine must not fail a property: the time that one example takes is not what we test.
settings.register_profile("house", deadline=None)
# A server that runs the suite meets the same examples each time; a developer meets new ones.
settings.register_profile("ci", parent=settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.hookimpl(trylast=True)  # after pytest-django has put the tests in its order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what lies under tests/browser, puts it last, and skips it without a browser.

    Last and in one group: a browser test empties the database when it ends, so that no other
    test may follow it in the same process (`make test` runs two).
    """
    of_browser = [item for item in items if item.path.is_relative_to(BROWSER_TESTS)]
    if not of_browser:
        return
    if "CHROMIUM" not in os.environ:  # `make test` looked already; a bare pytest has not
        os.environ["CHROMIUM"] = browser.find(browser.Machine.here()) or "none"
    missing = os.environ["CHROMIUM"] == "none"
    for item in of_browser:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))
        if missing:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))
    items.sort(key=lambda item: item.path.is_relative_to(BROWSER_TESTS))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly that browser tests were left out: a green line alone would hide it."""
    skipped = [
        report
        for report in terminalreporter.getreports("skipped")
        if "browser" in report.keywords and NO_BROWSER in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_sep("!", "BROWSER TESTS WERE NOT RUN", red=True, bold=True)
        terminalreporter.write_line(
            f"{len(skipped)} browser tests were skipped: {NO_BROWSER}. Install chromium, or name "
            "one with CHROMIUM=/path/to/chromium.",
            red=True,
        )
