"""A real web server with the demo district behind it, and a browser that misses nothing.

Both are made once for all tests: a test changes only classes that no other test names, and the
server's clock stands on the demo's own day (`scripts/district.py`).
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from district_cms.demo.pages import DEMO_PASSWORD
from scripts import browser, district
from scripts.district import District

from .watching import Watch

# Milliseconds. Two cores may serve the server, the browser and somebody else's work.
PATIENCE = 20_000
WIDE = {"width": 1280, "height": 900}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    folder = tmp_path_factory.mktemp("district")
    with district.temporary_district(folder, os.environ.get("DATABASE_URL", "")) as running:
        yield running


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
def sessions() -> dict[str, Any]:
    """Cookies of the people who signed in already, by name."""
    return {}


@pytest.fixture
def watch(served: District) -> Iterator[Watch]:
    """Fails every test in whose windows something went wrong that the test did not expect."""
    watching = Watch(served.address)
    yield watching
    assert watching.unexpected() == []


@pytest.fixture
def open_page(
    served: District, chromium: Browser, watch: Watch, sessions: dict[str, Any]
) -> Iterator[OpenPage]:
    """Opens a window: `open_page("elena.rivera")` signs that person in, `open_page()` nobody."""
    contexts = []

    def open_it(person: str | None = None, **options: Any) -> Page:
        options = {"viewport": WIDE, "reduced_motion": "reduce", **options}
        known = sessions.get(person) if person else None
        context = chromium.new_context(base_url=served.address, storage_state=known, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.look_at(page)
        context.on("page", watch.look_at)  # windows that the page itself opens
        if person and known is None:
            sign_in(page, person)
            sessions[person] = context.storage_state()
        return page

    yield open_it
    for context in contexts:
        context.close()


def sign_in(page: Page, person: str) -> None:
    """Through the form, as people do. `person` is the part of the address before the @."""
    page.goto("/admin/login/")
    page.get_by_label("E-mail").fill(f"{person}@larkspur.example")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
