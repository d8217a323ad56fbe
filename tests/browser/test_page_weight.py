"""What a class page costs a family’s phone, served as in production: one style sheet, compressed
files under names that change with their content, the page from memory."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.processes import ROOT
from tests.browser import district
from tests.browser.district import District

from .conftest import PATIENCE, place_of_the_loaded

# A server as in production is made for it, which takes longer than all that is asked of it.
pytestmark = pytest.mark.slow
CLASS: Final = "/juniper-creek/ms-rivera/2026-27/math-3/"
MOST_BYTES, MOST_REQUESTS = 50 * 1024, 12
MOST_SECONDS: Final = 1.5
PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
LATENCY: Final = 150  # milliseconds
BYTES_A_SECOND: Final = 1_600_000 / 8
SLOWER: Final = 4
# What moved, and when the largest thing stood there, in milliseconds.
NOTING: Final = """
window.moved = 0;
window.largest = 0;
const note = (type, act) => new PerformanceObserver(list => list.getEntries().forEach(act))
  .observe({type, buffered: true});
note("layout-shift", entry => { if (!entry.hadRecentInput) window.moved += entry.value; });
note("largest-contentful-paint", entry => { window.largest = entry.startTime; });
"""


@dataclass
class Phone:
    """A browser that has nothing yet, and what came over the wire, without pictures."""

    page: Page
    sizes: dict[str, int] = field(default_factory=dict)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        self.page.wait_for_load_state("networkidle")


@pytest.fixture(scope="module")
def as_in_production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    url, place = place_of_the_loaded(tmp_path_factory)
    with TemporaryDirectory(prefix="d-") as name:
        folder = Path(name)
        # By an empty one the settings know that there will be one.
        (folder / "static").mkdir()
        (folder / "static" / "staticfiles.json").write_text('{"version": "1.1", "paths": {}}')
        collected = subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": district.SETTINGS,
                "DATABASE_URL": "sqlite://:memory:",
                "VAR_DIR": str(folder),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert collected.returncode == 0, collected.stderr
        with district.temporary_district(folder, url, place=place) as running:
            yield running


@pytest.fixture
def phone(as_in_production: District, chromium: Browser) -> Iterator[Phone]:
    context = chromium.new_context(base_url=as_in_production.address, **PHONE)
    context.set_default_timeout(PATIENCE)
    # The page is drawn for whoever comes first, and the program has read its templates.
    context.request.get(CLASS)
    page = context.new_page()
    page.add_init_script(NOTING)
    found = Phone(page)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    addresses: dict[str, str] = {}
    wire.on(
        "Network.requestWillBeSent",
        lambda sent: addresses.update({sent["requestId"]: sent["request"]["url"]}),
    )

    def arrived(event: dict[str, Any]) -> None:
        address = addresses[event["requestId"]].removeprefix(as_in_production.address)
        # The mark is a picture as well, and the icon of the tab the same file.
        if not address.startswith(("/media/", "data:")) and not address.endswith(".png"):
            found.sizes[address] = int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", arrived)
    yield found
    context.close()


def test_a_class_page_without_pictures_is_light_and_stands_still(phone: Phone) -> None:
    phone.open(CLASS)
    assert CLASS in phone.sizes
    assert any(name.endswith(".css") for name in phone.sizes)
    assert len(phone.sizes) <= MOST_REQUESTS, phone.sizes
    assert sum(phone.sizes.values()) <= MOST_BYTES, phone.sizes
    assert phone.page.evaluate("window.moved") == 0


def test_what_the_search_suggests_comes_when_someone_goes_to_its_box_and_is_light_as_well(
    phone: Phone,
) -> None:
    phone.open(CLASS)
    assert not any("suggestions" in name for name in phone.sizes), phone.sizes
    # What it is for who hears the page: a box with a list.
    box = phone.page.get_by_role("combobox", name="Find a class, teacher or school")
    menu = phone.page.locator(".school-switcher__summary")
    for _each in range(20):  # by the keyboard alone
        phone.page.keyboard.press("Tab")
        if menu.evaluate("menu => menu === document.activeElement"):
            break
    expect(menu).to_have_text("Menu", use_inner_text=True)
    phone.page.keyboard.press("Enter")
    phone.page.keyboard.press("Tab")
    expect(box).to_be_focused()
    offered = phone.page.locator("#menu-search-list option")
    expect(offered.and_(phone.page.locator("[value='Larkspur High']"))).to_have_count(1)
    box.press_sequentially("rivr")
    rivera = "[value='Ms. Rivera, Juniper Creek Elementary']"
    expect(offered.and_(phone.page.locator(rivera))).to_have_count(1)
    phone.page.wait_for_load_state("networkidle")
    assert len(phone.sizes) <= MOST_REQUESTS, phone.sizes
    # The script, the list and what three letters more find; a mark below comes as one gets there.
    brought = {name: size for name, size in phone.sizes.items() if "suggestions" in name}
    assert 0 < sum(brought.values()) <= MOST_BYTES / 10, brought
    box.press("Enter")
    expect(phone.page.get_by_role("link", name="Ms. Rivera").first).to_be_visible()


# A time says nothing on a machine that has something else to do.
def test_a_class_page_stands_there_soon_on_a_slow_phone(phone: Phone) -> None:
    wire = phone.page.context.new_cdp_session(phone.page)
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND / 2,
        },
    )
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    phone.open(CLASS)
    seconds = phone.page.evaluate("window.largest") / 1000
    sys.stdout.write(f"\nlargest contentful paint of a class page: {seconds:.2f} s\n")
    assert 0 < seconds <= MOST_SECONDS
    assert phone.page.evaluate("window.moved") == 0
