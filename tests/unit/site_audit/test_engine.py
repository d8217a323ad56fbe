"""Whether there is a browser, and what becomes of one that breaks."""

import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from district_cms.site_audit import engine
from district_cms.site_audit.engine import BrowserFailed, BrowserVisitor, SiteAddress

SITE = SiteAddress("https://www.larkspur.example", "http://web:8000")
# Answers as the browser does; hangs and dies when told to.
CHILD = """
import json, sys, time
print(json.dumps({"ready": json.loads(sys.stdin.readline())}), flush=True)
for line in sys.stdin:
    address = json.loads(line)["address"]
    if address.endswith("/hang/"):
        time.sleep(60)
    if address.endswith("/die/"):
        sys.exit(1)
    print(json.dumps({"status": 200, "html": address}), flush=True)
"""


@pytest.fixture
def visitor(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> BrowserVisitor:
    (tmp_path / "child.py").write_text(CHILD)
    settings.BASE_DIR = tmp_path
    settings.CHROMIUM = sys.executable
    monkeypatch.setattr(engine, "_MODULE", "child")
    monkeypatch.setattr(engine, "_END_TIMEOUT", 0.1)
    return BrowserVisitor(SITE)


def test_a_page_is_asked_for_through_the_door(visitor: BrowserVisitor) -> None:
    visit = visitor.visit("https://www.larkspur.example/x/")
    assert (visit.status, visit.html) == (200, "http://www.larkspur.example/x/")
    visitor.close()


@pytest.mark.parametrize("path, problem", [("/hang/", "hung"), ("/die/", "ended")])
def test_a_page_that_breaks_the_browser_costs_itself_alone(
    visitor: BrowserVisitor, path: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = "https://www.larkspur.example"
    with monkeypatch.context() as impatient:
        if problem == "hung":
            impatient.setattr(engine, "_PAGE_TIMEOUT", 0.1)
        assert visitor.visit(f"{root}{path}").problem == problem
    assert visitor.visit(f"{root}/x/").status == 200
    visitor.close()


def test_a_browser_that_does_not_start_is_reported(
    visitor: BrowserVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_MODULE", "no_such_module")
    with pytest.raises(BrowserFailed):
        visitor.visit("https://www.larkspur.example/x/")


@pytest.mark.parametrize("named, found", [
    ("none", None),
    ("no-such-browser", None),
    (sys.executable, sys.executable),
])  # fmt: skip
def test_a_browser_that_is_named_is_taken_and_no_other(
    settings: Settings, named: str, found: str | None
) -> None:
    settings.CHROMIUM = named
    assert engine.find_program() == found


def test_without_its_packages_there_is_no_browser(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CHROMIUM = sys.executable
    assert engine.has_browser()
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    assert not engine.has_browser()
    settings.CHROMIUM = "none"
    monkeypatch.setattr(engine, "find_spec", lambda name: name)
    assert not engine.has_browser()


@pytest.mark.parametrize("address, door, host, asked", [
    (SITE, "web:8000", "www.larkspur.example", "http://www.larkspur.example/x/"),
    (SiteAddress("http://localhost:8000"), "", "localhost:8000", "http://localhost:8000/x/"),
])  # fmt: skip
def test_an_address_and_its_door(address: SiteAddress, door: str, host: str, asked: str) -> None:
    assert (address.door_host, address.host) == (door, host)
    assert address.through_door(f"{address.root}/x/") == asked
