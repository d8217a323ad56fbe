"""A real Varnish before the website, with the file that operators get: it keeps pages, is told what
changed, and shows nobody what is not theirs.

`VARNISHD` names the program where it is not on the path (Debian: `apt-get install varnish`).
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from scripts import processes
from scripts.processes import ROOT
from tests.browser import district
from tests.browser.district import District

from .conftest import place_of_the_loaded

VARNISHD: Final = os.environ.get("VARNISHD") or shutil.which("varnishd")
FILE: Final = ROOT / "docs" / "how-to" / "proxy" / "varnish.vcl"
CLASS: Final = "/juniper-creek/ms-rivera/2026-27/math-3/"
UPDATE, OLDER = f"{CLASS}2026-11-03/", f"{CLASS}2026-10-27/"
BESIDE: Final = "/larkspur-middle/mr-doyle/2026-27/world-geography-7/"
SPANISH: Final = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}
PICTURE: Final = re.compile(r"/media/images/[^\s\"]+")
# The lines end with the process, which waits for no thread.
TOLD: Final = """
import threading
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join()
said(None)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        VARNISHD is None, reason="NO VARNISH ON THIS MACHINE: apt-get install varnish"
    ),
]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def is_kept(self) -> bool:
        """Varnish names the request that it asked for it."""
        return len(self.headers["X-Varnish"].split()) == 2


@dataclass(frozen=True)
class Proxy:
    district: District
    port: int

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        host = self.district.address.partition("//")[2]
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": host, "Accept-Language": "en", **sent})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        return Answer(answer.status, dict(answer.getheaders()), text)

    def of_the_website(self, path: str) -> int:
        """What the website itself says of it."""
        web = Proxy(self.district, int(self.district.address.rpartition(":")[2]))
        return web.ask(path).status

    def keeps(self, path: str, **headers: str) -> bool:
        self.ask(path, **headers)
        return self.ask(path, **headers).is_kept

    def change(self, code: str) -> None:
        """What the lines change is told by the time that this returns."""
        self.district.ask(f"from tests.browser.changes import *\n{code}\n{TOLD}")


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    url, place = place_of_the_loaded(tmp_path_factory)
    port = processes.free_port()
    with (
        TemporaryDirectory(prefix="d-") as name,
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        folder = Path(name)
        monkeypatch.setenv("PAGES_PROXY_PURGE", f"http://127.0.0.1:{port}")
        with district.temporary_district(folder, url, place=place) as running:
            web = running.address.rpartition(":")[2]
            written = FILE.read_text(encoding="utf-8")
            assert '.port = "8000";' in written
            used = folder / "varnish.vcl"
            used.write_text(written.replace('.port = "8000";', f'.port = "{web}";'))
            command = [str(VARNISHD), "-F", "-n", str(folder / "v"), "-f", str(used)]
            command += ["-a", f"127.0.0.1:{port}", "-s", "malloc,32m", "-j", "none"]
            log = folder / "varnish.log"
            with processes.running(command, os.environ, log) as program:
                there = Proxy(running, port)
                _wait_for(there, program, log)
                yield there


def _wait_for(proxy: Proxy, program: object, log: Path) -> None:
    """Until it answers; it compiles its file first."""
    end = time.monotonic() + processes.START_PATIENCE
    while True:
        try:
            if proxy.ask("/health/").status == 200:
                return
        except OSError:
            pass
        assert time.monotonic() < end, processes.end_of(log)
        time.sleep(0.2)


def test_a_page_is_kept_by_language_and_browsers_are_told_to_ask(proxy: Proxy) -> None:
    assert proxy.keeps(CLASS)
    assert proxy.keeps(CLASS, **SPANISH)
    english, spanish = proxy.ask(CLASS), proxy.ask(CLASS, **SPANISH)
    assert '<html lang="en"' in english.text
    assert '<html lang="es"' in spanish.text
    chosen = proxy.ask(CLASS, Cookie="django_language=es; other=1")
    assert '<html lang="es"' in chosen.text
    assert proxy.keeps(f"{CLASS}?lang=es")
    assert english.headers["Cache-Control"] == "no-cache"
    again = proxy.ask(CLASS, If_None_Match=english.headers["ETag"])
    assert (again.status, again.text) == (304, "")


def test_a_change_is_seen_and_the_rest_stays_kept(proxy: Proxy) -> None:
    for path in (CLASS, UPDATE, OLDER, f"{CLASS}?lang=es", "/", BESIDE):
        assert proxy.keeps(path), path
    proxy.change(f"retitle(page_at('{UPDATE}'), 'Thirds and sixths')")
    for path in (CLASS, UPDATE, OLDER, f"{CLASS}?lang=es"):
        assert "Thirds and sixths" in proxy.ask(path).text, path
    assert proxy.ask(BESIDE).is_kept
    proxy.change(f"page_at('{OLDER}').unpublish()")
    assert proxy.ask(OLDER).status == 404
    assert proxy.ask(BESIDE).is_kept
    gone = f"{CLASS}2026-10-06/"
    assert proxy.keeps(gone)
    proxy.change(f"page_at('{gone}').delete()")
    assert proxy.ask(gone).status == 404


def test_what_all_pages_show_is_seen_on_all(proxy: Proxy) -> None:
    for path in (CLASS, "/enrollment/", BESIDE):
        assert proxy.keeps(path), path
    proxy.change(
        "Banner.objects.create(text_en='All schools are closed.', text_es='No hay clases.',"
        " ends_at=timezone.now() + dt.timedelta(days=9))"
    )
    for path in (CLASS, "/enrollment/", BESIDE):
        assert "All schools are closed." in proxy.ask(path).text, path
    assert "No hay clases." in proxy.ask(CLASS, **SPANISH).text


def test_nothing_of_one_visitor_is_kept(proxy: Proxy) -> None:
    for path in ("/search/?q=math", "/admin/login/", "/nothing-here/", "/email/", "/health/"):
        assert not proxy.keeps(path), path
    for cookie in ("sessionid=x", "csrftoken=x", "messages=x"):
        assert not proxy.keeps(CLASS, Cookie=cookie)
    proxy.change(
        f"PageViewRestriction.objects.create(page_id=page_at('{BESIDE}').pk, "
        "restriction_type=PageViewRestriction.LOGIN)"
    )
    assert not proxy.keeps(BESIDE)
    assert proxy.ask(BESIDE).status == 302


def test_a_picture_that_is_taken_down_with_its_page_is_not_in_the_proxy_either(
    proxy: Proxy,
) -> None:
    updates = [path for path in proxy.district.ids if "/2026-27/" in path]
    for path in updates:
        found = PICTURE.search(proxy.ask(path).text)
        if found is None or not proxy.keeps(found[0]):
            continue
        proxy.change(f"take_down(pages=[page_at('{path}')], user=office(), reason='privacy')")
        assert proxy.ask(path).status == 404
        # Another page may show it, too.
        if proxy.of_the_website(found[0]) == 404:
            assert proxy.ask(found[0]).status == 404
            return
    pytest.fail("no picture is on one page alone")


def test_nobody_who_comes_from_outside_throws_pages_away(proxy: Proxy) -> None:
    assert proxy.keeps(CLASS)
    for path in ("/*", CLASS):
        assert proxy.ask(path, method="PURGE", X_Forwarded_Proto="https").status == 405
    assert proxy.ask(CLASS).is_kept
