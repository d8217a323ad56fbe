"""Visitors of a site that keeps its pages, and what they would be shown if it did not."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from district_cms.schools.page_cache import middleware
from district_cms.web import versions
from tests.drawn_anew import drawn_anew


class Site:
    """`here` caches its pages; `bare` caches nothing, neither pages nor what they are made of.
    `process` says whether this one is in a transaction."""

    def __init__(self, settings: Settings, process: SimpleNamespace) -> None:
        self._settings, self._process = settings, process
        self.here, self.bare = self._client(8), self._client(0)

    def _client(self, megabytes: int) -> Client:
        """Its middleware is loaded at its first request, with the settings of that moment."""
        self._settings.PAGE_CACHE_MB = megabytes
        client = Client()
        client.handler.load_middleware()
        self._settings.PAGE_CACHE_MB = 8
        return client

    def fresh(self, address: str, **headers: Any) -> Any:
        """By a process that has just been started: `web.versions.CachedValue` reads anew within a
        transaction, and leaves what it holds as it is; so are the pieces of `cached_fragments`."""
        self._process.in_atomic_block = True
        try:
            with drawn_anew():
                return self.bare.get(address, headers=headers)
        finally:
            self._process.in_atomic_block = False


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The transaction around each test is none for those that keep something."""
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(versions, "connection", outside)
    monkeypatch.setattr(middleware, "connection", outside)
    return Site(settings, outside)
