"""Visitors of a site that caches its pages, and of one that does not."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from district_cms.schools.page_cache import middleware
from district_cms.web import versions
from tests.drawn_anew import drawn_anew


class Site:
    """`here` caches its pages; `bare` caches nothing, neither pages nor fragments. `process` sets
    whether this process is in a transaction."""

    def __init__(self, settings: Settings, process: SimpleNamespace) -> None:
        self._settings, self._process = settings, process
        self.here, self.bare = self._client(8), self._client(0)

    def _client(self, megabytes: int) -> Client:
        """Loads its middleware at the first request, with the settings of that moment."""
        self._settings.PAGE_CACHE_MB = megabytes
        client = Client()
        client.handler.load_middleware()
        self._settings.PAGE_CACHE_MB = 8
        return client

    def fresh(self, address: str, **headers: Any) -> Any:
        """A new process: `web.versions.CachedValue` reads again within a transaction and keeps its
        cached value, and so do `cached_fragments`."""
        self._process.in_atomic_block = True
        try:
            with drawn_anew():
                return self.bare.get(address, headers=headers)
        finally:
            self._process.in_atomic_block = False


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Ignores the transaction around each test, for code that caches."""
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(versions, "connection", outside)
    monkeypatch.setattr(middleware, "connection", outside)
    return Site(settings, outside)
