"""What holds for every test: browser tests, Hypothesis, and mail that cannot leave the house.

All other fixtures live beside the tests that use them (`tests/<kind>/conftest.py`) or in
`tests/factories/`.
"""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation
from hypothesis import settings

from notifications.suppressions import stops
from scripts import browser
from tests.database import django_db_setup as django_db_setup
from tests.fakes.providers import Mailbox, MemoryProvider, MemoryTextProvider, mailbox
from tests.fixed_hour import HOUR, FixedHour
from tests.measured import print_measured
from tests.measured import tell as tell

BROWSER_TESTS = Path(__file__).parent / "browser"
# Their longest test is no part of many: begun last, it would be waited for alone.
BEGUN_FIRST = (
    "test_whole_walk",
    "test_accessibility_editor",
    "test_languages",
    "test_audit",
    "test_page_weight",
)
WAITS_MOST = "test_killed_worker"  # for workers that are killed and begin again
ON_SQLITE = [Path(__file__).parent / name for name in ("unit", "promises")]
WITHOUT_DATABASE = [Path(__file__).parent / name for name in ("architecture", "unit")]
NO_BROWSER = "no Chromium on this machine"

# A busy machine must not fail a property: the time that one example takes is not what we test.
settings.register_profile("house", deadline=None)
# A server that runs the suite meets the same examples each time; a developer meets new ones.
settings.register_profile("ci", parent=settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.fixture(scope="session", autouse=True)
def _nothing_leaves_the_house(django_test_environment: None) -> Iterator[None]:
    """The outbox itself is the real one: Django's test runner has put its own backend there."""
    with override_settings(
        MAILERS={"default": {"BACKEND": "notifications.backends.OutboxEmailBackend"}},
        MAIL_PROVIDER=f"{MemoryProvider.__module__}.{MemoryProvider.__qualname__}",
        TEXT_PROVIDER=f"{MemoryTextProvider.__module__}.{MemoryTextProvider.__qualname__}",
    ):
        yield


@pytest.fixture(autouse=True)
def provider() -> Mailbox:
    """The provider's twin, for every test, empty: what the worker "sent" is in its `sent`."""
    mailbox.clear()
    return mailbox


@pytest.fixture(autouse=True)
def own_stops_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lines outlive the rows of their test, of which the next test's database knows nothing."""
    monkeypatch.setattr(stops, "NAME", f"stops-{os.getpid()}.jsonl")
    stops.stops_path().unlink(missing_ok=True)


@pytest.fixture(scope="session")
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of pictures for all tests of the gate, wherever they stand."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def default_language() -> None:
    """A request leaves its language behind in the process; the next test does not start in it."""
    translation.deactivate()


@cache
def lies_in(module: Path, *folders: Path) -> bool:
    """Asked for each of thousands of tests, of hundreds of modules."""
    return any(map(module.is_relative_to, folders))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks what lies under tests/browser, and what SQLite runs by its folder."""
    if lies_in(item.path, BROWSER_TESTS):
        item.add_marker(pytest.mark.browser)
    if lies_in(item.path, *ON_SQLITE):
        item.add_marker(pytest.mark.sqlite)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--scale", action="store_true", help="run what needs the district at size as well"
    )
    parser.addoption("--slow", action="store_true", help="run what is marked `slow` as well")
    parser.addoption(
        "--at", default=HOUR, help="the hour of the district's day at which every test runs"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(FixedHour(config), "fixed_hour")


@pytest.hookimpl(trylast=True)  # after pytest-django has put the tests in its order
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what this run does not want, and puts browser tests last or skips them."""
    for mark in ("scale", "slow"):
        if config.getoption(mark) or mark in config.getoption("markexpr"):
            continue
        marked = [item for item in items if item.get_closest_marker(mark)]
        config.hook.pytest_deselected(items=marked)
        items[:] = [item for item in items if not item.get_closest_marker(mark)]
    # What needs no database first, though pytest-django would have it last: the one that all others
    # copy is being made meanwhile. Before it what waits: the browser tests' district loads then.
    items.sort(
        key=lambda item: (item.path.stem != WAITS_MOST, not lies_in(item.path, *WITHOUT_DATABASE))
    )
    _browser_tests_last(items)


def _browser_tests_last(items: list[pytest.Item]) -> None:
    """Puts browser tests last, the longest modules first, and skips them where there is no browser.

    Last, because Playwright keeps an event loop running in the process, in which Django refuses to
    use its database: no other test may follow. `make test` gives them a process of their own.
    """
    of_browser = [item for item in items if item.get_closest_marker("browser")]
    if not of_browser:
        return
    if "CHROMIUM" not in os.environ:  # `make test` looked already; a bare pytest has not
        os.environ["CHROMIUM"] = browser.find(browser.Machine.here()) or "none"
    if os.environ["CHROMIUM"] == "none":
        for item in of_browser:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))
    tests_in = Counter(item.path for item in of_browser)

    def turn(item: pytest.Item) -> tuple[bool, int, int]:
        if not item.get_closest_marker("browser"):
            return False, 0, 0
        name = item.path.stem
        first = BEGUN_FIRST.index(name) if name in BEGUN_FIRST else len(BEGUN_FIRST)
        return True, first, -tests_in[item.path]

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What was collected stays until the end: the garbage collector need not look through it, and
    its rounds may be rarer, which saves a twelfth of the computing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what was measured, and says loudly that browser tests were left out: a green line
    alone would hide it."""
    print_measured(terminalreporter)
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
