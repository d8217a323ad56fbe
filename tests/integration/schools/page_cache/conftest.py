"""Visitors of a site that keeps its pages, and what they would be shown if it did not."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from district_cms.schools.page_cache import middleware
from district_cms.web import versions
from tests.drawn_anew import drawn_anew

Changing = Callable[[], AbstractContextManager[None]]


class Site:
    """`here` caches its pages; `bare` caches nothing, neither pages nor what they are made of.
    `process` says whether this one is in a transaction; `compared` are the addresses that `is_true`
    was asked for, by the status of the answer."""

    def __init__(self, settings: Settings, process: SimpleNamespace) -> None:
        self._settings, self._process = settings, process
        self.compared: dict[int, set[str]] = defaultdict(set)
        self.here, self.bare = self._client(8), self._client(0)

    def _client(self, megabytes: int) -> Client:
        """Its middleware is loaded at its first request, with the settings of that moment."""
        self._settings.PAGE_CACHE_MB = megabytes
        client = Client()
        client.handler.load_middleware()
        self._settings.PAGE_CACHE_MB = 8
        return client

    def is_kept(self, address: str) -> bool:
        """Whether `here` answers without asking the database for anything but the versions."""
        with CaptureQueriesContext(connection) as queries:
            assert self.here.get(address).status_code == 200
        return all("web_cacheversion" in query["sql"] for query in queries)

    def is_true(self, address: str, **headers: Any) -> bool:
        """Whether what is kept is what a fresh drawing says, for which everything is read anew."""
        answer = self.here.get(address, headers=headers)
        self.compared[answer.status_code].add(address)
        return _said(answer) == _said(self.fresh(address, **headers))

    def fresh(self, address: str, **headers: Any) -> Any:
        """By a process that has just been started: `web.versions.CachedValue` reads anew within a
        transaction, and leaves what it holds as it is; so are the pieces of `drawn_once`."""
        self._process.in_atomic_block = True
        try:
            with drawn_anew():
                return self.bare.get(address, headers=headers)
        finally:
            self._process.in_atomic_block = False


def _said(answer: Any) -> tuple[int, bytes, str]:
    return answer.status_code, answer.content, answer.headers.get("Location", "")


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The transaction around each test is none for those that keep something."""
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(versions, "connection", outside)
    monkeypatch.setattr(middleware, "connection", outside)
    return Site(settings, outside)


@pytest.fixture
def changing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Changing:
    """What is written inside is committed at its end, and half a second passes. What the test wrote
    before is as committed: changes would be told together with it, and never."""

    @contextmanager
    def committed() -> Iterator[None]:
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield
        versions._poll.ask_again()

    return committed
