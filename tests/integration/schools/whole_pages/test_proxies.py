"""Proxies are told which pages changed, and nothing else is theirs to keep."""

import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.urls import reverse
from pytest_django import Settings
from wagtail.contrib.frontend_cache.utils import get_backends

from district_cms.reports.site.condition import condition
from district_cms.schools.banners.models import Banner
from district_cms.schools.routing.whole_pages import proxies, writes
from district_cms.web.models import FailedWork
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.integration.conftest import Clock, moment

from .conftest import Changing, Site

pytestmark = pytest.mark.django_db

BACKEND = "district_cms.schools.routing.whole_pages.proxies.ProxyBackend"
EVERYTHING = "http://localhost/*"


class Proxy(ThreadingHTTPServer):
    """One that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.refuses = False
        super().__init__(("127.0.0.1", 0), Telling)


class Telling(BaseHTTPRequestHandler):
    server: Proxy

    def do_PURGE(self) -> None:
        self.server.told.append(f"http://{self.headers['Host']}{self.path}")
        self.send_response(405 if self.server.refuses else 200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def proxy(settings: Settings) -> Iterator[Proxy]:
    with Proxy() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.PAGES_PROXY_SECONDS = 300
        settings.WAGTAILFRONTENDCACHE = {
            "proxy 1": {
                "BACKEND": BACKEND,
                "LOCATION": f"http://127.0.0.1:{server.server_port}",
            }
        }
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> proxies._Waiting:
    """What is to be told waits until a test tells it: a thread of its own sees none of what the
    transaction around the test has written."""
    found = proxies._Waiting()
    monkeypatch.setattr(proxies, "Thread", Mock)
    monkeypatch.setattr(proxies, "waiting", found)
    return found


def put_up_a_notice() -> None:
    Banner.objects.create(text_en="No school.", ends_at=moment("2026-11-12 15:00"))


def in_all_languages(*pages: object) -> set[str]:
    addresses = [f"http://localhost{page.url}" for page in pages]  # type: ignore[attr-defined]
    return {f"{each}{query}" for each in addresses for query in ("", "?lang=en", "?lang=es")}


def test_where_it_takes_more_to_say_they_are_told_that_everything_changed(
    district: District,
    site: Site,
    changing: Changing,
    proxy: Proxy,
    waiting: proxies._Waiting,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    changes = [
        put_up_a_notice,
        # Of what is gone nobody knows the address.
        update.delete,
    ]
    for change in changes:
        with changing():
            change()
        proxies.tell(set(waiting._since))
        assert proxy.told == [EVERYTHING]
        proxy.told.clear()
        waiting.start_anew()
    monkeypatch.setattr(proxies, "MOST_PAGES", 3)
    proxies.tell({district.classroom.path})
    assert proxy.told == [EVERYTHING]


def test_a_change_is_told_once_every_process_has_looked_for_it(
    waiting: proxies._Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds
        if now[0] == 100 + proxies.TOLD_AFTER:
            now[0] -= 0.1
            waiting.add(["two"])
            now[0] += 0.1

    monkeypatch.setattr(proxies, "monotonic", lambda: now[0])
    monkeypatch.setattr(proxies, "sleep", sleep)
    waiting.add(["one"])
    assert (waiting._due(), now[0]) == ({"one"}, 101.0)
    assert (waiting._due(), now[0]) == ({"two"}, pytest.approx(101.9))
    assert waiting._due() == set()


def test_what_changes_again_and_again_is_told_all_the_same(
    waiting: proxies._Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds / 2
        waiting.add(["busy"])

    monkeypatch.setattr(proxies, "monotonic", lambda: now[0])
    monkeypatch.setattr(proxies, "sleep", sleep)
    waiting.add(["busy"])
    assert waiting._due() == {"busy"}
    assert now[0] <= 100 + 2 * proxies.LONGEST_WAIT
    monkeypatch.setattr(proxies, "sleep", lambda seconds: now.append(now.pop() + seconds))
    assert waiting._due() == {"busy"}  # once more, when it is quiet
    assert waiting._since == waiting._first == {}


def test_a_thread_tells_and_ends_and_another_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[set[str]] = []
    monkeypatch.setattr(proxies, "TOLD_AFTER", 0.01)
    monkeypatch.setattr(proxies, "tell", told.append)
    # A thread of its own sees nothing of the transaction around the test.
    monkeypatch.setattr(proxies, "note_success", Mock())
    waiting = proxies._Waiting()
    for path in ("one", "two"):
        waiting.add([path])
        if thread := waiting._thread:
            thread.join()
    assert told == [{"one"}, {"two"}]
    assert waiting._thread is None


def refuse(*args: object, **kwargs: object) -> None:
    raise OperationalError("too many connections")


def run_once(waiting: proxies._Waiting) -> None:
    """As its thread does, which has a connection of its own to close."""
    due = waiting._due()
    if (error := waiting._tell(due)) is not None:
        waiting._put_off(due, error)


def test_what_the_database_refuses_to_say_is_kept_told_later_and_known_to_health(
    district: District,
    proxy: Proxy,
    waiting: proxies._Waiting,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, paths = [100.0], {district.classroom.path}
    monkeypatch.setattr(proxies, "monotonic", lambda: now[0])
    monkeypatch.setattr(proxies, "sleep", lambda seconds: now.append(now.pop() + seconds))
    waiting.add(paths)
    pauses = []
    with monkeypatch.context() as refusing:
        refusing.setattr(proxies, "addresses_of", refuse)
        for _try in range(6):
            before = now[0]
            run_once(waiting)
            pauses.append(round(now[0] - before))
    assert pauses == [1, 3, 5, 9, 17, 31]
    assert proxy.told == []
    assert condition().failed == 1
    [row] = FailedWork.objects.open()
    assert (row.reason, row.count) == ("database", 6)
    run_once(waiting)
    assert in_all_languages(district.classroom) <= set(proxy.told)
    assert waiting._due() == set()
    assert condition().failed == 0


def test_what_changes_while_something_refused_waits_is_told_at_its_own_time(
    waiting: proxies._Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]

    def sleep(seconds: float) -> None:
        if now[0] == 105:
            waiting.add(["new"])
        now[0] += seconds

    monkeypatch.setattr(proxies, "monotonic", lambda: now[0])
    monkeypatch.setattr(proxies, "sleep", sleep)
    monkeypatch.setattr(proxies, "note_failure", Mock())
    waiting._refused = 20
    waiting._put_off({"refused"}, OperationalError())
    waiting._thread = Mock()
    assert (waiting._due(), now[0]) == ({"new"}, 106.0)
    assert (waiting._due(), now[0]) == ({"refused"}, 131.0)


def test_where_nothing_can_be_noted_either_it_is_kept_all_the_same(
    waiting: proxies._Waiting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(proxies, "note_failure", refuse)
    waiting._put_off({"one"}, OperationalError())
    assert waiting._since.keys() == {"one"}
    assert "could not be noted" in caplog.text


def test_what_was_told_is_not_told_again_where_only_that_cannot_be_noted(
    waiting: proxies._Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[set[str]] = []
    monkeypatch.setattr(proxies, "tell", told.append)
    with monkeypatch.context() as refusing:
        refusing.setattr(proxies, "note_success", refuse)
        assert waiting._tell({"one"}) is None
    noted = Mock()
    monkeypatch.setattr(proxies, "note_success", noted)
    for path in ("two", "three"):
        assert waiting._tell({path}) is None
    assert told == [{"one"}, {"two"}, {"three"}]
    noted.assert_called_once_with(proxies.TELLING)


def test_a_program_that_ends_does_not_wait_for_the_database(
    waiting: proxies._Waiting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(proxies, "main_thread", lambda: threading.Thread())
    waiting._put_off({"one"}, OperationalError())
    assert waiting._since == {}
    assert "The proxies were not told of 1 changes." in caplog.text


def test_a_change_of_which_the_database_does_not_say_where_it_is_shown_is_one_of_everything(
    district: District,
    site: Site,
    changing: Changing,
    proxy: Proxy,
    waiting: proxies._Waiting,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    monkeypatch.setattr(writes, "tell", refuse)
    with changing():
        update.title = "Thirds and sixths"
        update.save_revision().publish()
    assert proxies.EVERYTHING in waiting._since


def test_a_proxy_that_refuses_or_is_not_there_is_named_once(
    proxy: Proxy, caplog: pytest.LogCaptureFixture
) -> None:
    [backend] = get_backends().values()
    proxy.refuses = True
    with caplog.at_level(logging.ERROR, logger="district"):
        backend.purge_batch(["http://localhost/a/", "http://localhost/b/"])
    assert proxy.told == ["http://localhost/a/", "http://localhost/b/"]
    assert len(caplog.records) == 1
    assert "was not told of changes" in caplog.text


# ---------------------------------------------------------------- what is said to them
def seconds(site: Site, address: str) -> str:
    return site.here.get(address).headers["Cache-Control"].rpartition("s-maxage=")[2]


def test_only_a_proxy_that_is_told_of_changes_may_answer_by_itself(
    district: District, site: Site, proxy: Proxy, settings: Settings
) -> None:
    address = district.classroom.url
    said, _is, left = site.here.get(address).headers["Cache-Control"].partition("s-maxage=")
    assert said == "public, max-age=0, must-revalidate, "
    # What it took to draw it is over.
    assert 200 < int(left) < 300
    assert 200 < int(seconds(site, f"{address}?lang=es")) < 300
    # Of the second page of a list nobody tells.
    assert seconds(site, f"{address}?page=2") == "no-cache"
    # Nor of a view, which is no page of the tree: we keep it, and a proxy asks us.
    view = reverse("calendars:schools")
    assert seconds(site, view) == "no-cache"
    assert site.is_kept(view)
    settings.PAGES_PROXY_SECONDS = 0
    assert seconds(site, address) == "no-cache"


def test_no_proxy_shows_a_page_beyond_the_day_or_what_begins_or_ends_on_it(
    district: District,
    site: Site,
    changing: Changing,
    proxy: Proxy,
    waiting: proxies._Waiting,
    clock: Clock,
) -> None:
    address = district.classroom.url
    clock("2026-11-10 23:59:30")
    assert seconds(site, address) == "30"
    clock("2026-11-10 12:00")
    with changing():
        Banner.objects.create(
            text_en="No school.",
            starts_at=moment("2026-11-10 12:01"),
            ends_at=moment("2026-11-10 15:00"),
        )
    assert seconds(site, address) == "60"
