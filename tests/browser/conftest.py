"""A real web server with the demo district behind it, and a browser that misses nothing.

Both are made once for all tests of a process, the district as a copy of one that was loaded once:
a test changes only classes that no other test names, and the server's clock stands on the demo's
own day (`scripts/district.py`).
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from district_cms.demo.pages import DEMO_PASSWORD
from scripts import browser
from tests.browser import district
from tests.browser.district import District

from .watching import Watch

# Milliseconds. Two cores may serve the server, the browser and someone else's work.
PATIENCE = 20_000
WIDE = {"width": 1280, "height": 900}

OpenPage = Callable[..., Page]
People = dict[str, BrowserContext]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    url, place = place_of_the_loaded(tmp_path_factory)
    # Not in pytest's folder of this process: Chromium, which the worker starts for an audit, makes
    # a socket in it, and a socket's path may have about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="d-") as folder:
        try:
            with district.temporary_district(Path(folder), url, place=place) as running:
                yield running
        finally:
            if "LOADED_DISTRICT" not in os.environ:  # `make test` loads it while other tests run
                district.unload(place)


PUBLISH_THE_RULES = """
from district_cms.people.models import User
from district_cms.publishing.models.snapshots import published_snapshot
from district_cms.reports.procedure_page.services import prepare, publish
office = User.objects.get(email="noor.castellane@larkspur.example")
published_snapshot() or publish(actor=office, digest=prepare().digest)
print("done")
"""


@pytest.fixture(scope="session")
def page_of_rules(served: District) -> None:
    """The page of rules, which is off as delivered."""
    served.ask(PUBLISH_THE_RULES)


def place_of_the_loaded(folders: pytest.TempPathFactory) -> tuple[str, Path]:
    """The database of this run, and where the district lies of which each server has a copy."""
    place = Path(os.environ.get("LOADED_DISTRICT") or _place(folders.getbasetemp()))
    return os.environ.get("DATABASE_URL", ""), place


def _place(own: Path) -> Path:
    """Where the district is loaded once for all processes of this run."""
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "loaded"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser; each test opens windows of its own in it, with nothing remembered."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"],
            args=[*browser.launch_arguments(), "--disable-gpu"],
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def signed_in(served: District, chromium: Browser) -> Iterator[People]:
    """One browser profile a person, with the session and the cache that it has by then: the
    editor's scripts are read once and not in every test."""
    people: People = {}
    yield people
    for context in people.values():
        context.close()


@pytest.fixture
def watch(served: District) -> Iterator[Watch]:
    """Fails every test in whose windows something went wrong that the test did not expect."""
    watching = Watch(served.address)
    yield watching
    assert watching.unexpected() == []


@pytest.fixture
def open_page(
    served: District, chromium: Browser, watch: Watch, signed_in: People
) -> Iterator[OpenPage]:
    """Opens a window: `open_page("elena.rivera")` signs that person in, `open_page()` nobody.

    Options are Playwright's own for a new profile; someone who is signed in has none.
    """
    passing: list[BrowserContext] = []
    pages: list[Page] = []

    def new_context(**options: Any) -> BrowserContext:
        options = {"viewport": WIDE, "reduced_motion": "reduce", **options}
        context = chromium.new_context(base_url=served.address, **options)
        context.set_default_timeout(PATIENCE)
        return context

    def open_it(person: str | None = None, **options: Any) -> Page:
        assert not (person and options)
        is_new = person is not None and person not in signed_in
        if person is None:
            context = new_context(**options)
            passing.append(context)
        elif is_new:
            context = signed_in[person] = new_context()
        else:
            context = signed_in[person]
        page = context.new_page()
        pages.append(page)
        watch.look_at(page)
        if person and is_new:
            sign_in(page, person)
        return page

    yield open_it
    for page in pages:
        page.close()
    for context in passing:
        context.close()


def sign_in(page: Page, person: str) -> None:
    """Through the form, as people do. `person` is the part of the address before the @."""
    page.goto("/admin/login/")
    fill_sign_in(page, person)


def fill_sign_in(page: Page, person: str) -> None:
    """Where the sign-in is open already."""
    page.get_by_label("Email").fill(f"{person}@larkspur.example")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
