"""The keys of cached fragments, and what is never cached."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import override_settings
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy, override

from district_cms.schools.page_cache import fragments as cached_fragments
from district_cms.schools.page_cache.fragments import (
    Fragments,
    NotAKey,
    fragments,
    key_of,
    render_fragment,
)
from district_cms.web import versions
from district_cms.web.models import CacheVersion
from district_cms.web.versions import CachedValue, versions_used

LINE = "components/update_line.html"


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    fragments.clear()
    yield
    fragments.clear()


@pytest.mark.parametrize(
    "value", [object(), {1}, dt.datetime(2026, 11, 24, tzinfo=dt.UTC), [object()], b"text"]
)
def test_mutable_objects_cannot_be_keys(value: Any) -> None:
    with pytest.raises(NotAKey):
        key_of(value)


def test_a_fragment_is_cached_for_equal_values_only() -> None:
    line = {"title": "Fractions", "url": "/a/", "period_start": dt.date(2026, 11, 24)}
    first = render_fragment(LINE, {"update": line})
    assert render_fragment(LINE, {"update": dict(line)}) is first
    for other in (
        {**line, "title": "Decimals"},
        {**line, "url": "/moved/"},
        {**line, "period_start": dt.date(2026, 11, 25)},
        {**line, "language": "es"},
    ):
        assert render_fragment(LINE, {"update": other}) != first
    with override("es"):
        assert render_fragment(LINE, {"update": line}) != first
    assert render_fragment(LINE, {"update": line}) is first


def test_text_is_escaped_even_if_the_same_html_is_cached() -> None:
    words = "<b>Fractions</b>"
    safe = render_fragment(LINE, {"update": {"title": mark_safe(words), "url": "/a/"}})
    text = render_fragment(LINE, {"update": {"title": words, "url": "/a/"}})
    assert words in safe
    assert words not in text


def test_a_translation_is_keyed_by_its_text_in_the_readers_language() -> None:
    title = gettext_lazy("Teachers and classes")
    english = render_fragment(LINE, {"update": {"title": title, "url": "/a/"}})
    with override("es"):
        assert "Maestros y clases" in render_fragment(
            LINE, {"update": {"title": title, "url": "/a/"}}
        )
    assert render_fragment(LINE, {"update": {"title": title, "url": "/a/"}}) is english


def test_a_translation_with_html_differs_from_plain_text() -> None:
    words = "<b>Fractions</b>"
    translated = lazy(mark_safe, SafeString)(words)
    assert words in render_fragment(LINE, {"update": {"title": translated, "url": "/a/"}})
    assert words not in render_fragment(LINE, {"update": {"title": words, "url": "/a/"}})


def test_fragments_with_other_values_are_rendered_each_time() -> None:
    class Title:
        said = "Fractions"

        def __str__(self) -> str:
            return self.said

    title = Title()
    assert "Fractions" in render_fragment(LINE, {"update": {"title": title, "url": "/a/"}})
    title.said = "Decimals"
    assert "Decimals" in render_fragment(LINE, {"update": {"title": title, "url": "/a/"}})


@pytest.mark.django_db
def test_fragments_that_query_the_database_are_rendered_each_time() -> None:
    def number() -> str:
        return str(CacheVersion.objects.count())

    assert fragments.get("rows", number) is None
    CacheVersion.objects.create(name="a test", token="1")
    assert fragments.get("rows", number) is None


@pytest.mark.django_db
def test_fragments_that_use_a_version_are_rendered_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(versions, "connection", SimpleNamespace(in_atomic_block=False))
    kept = CachedValue("a test", lambda: "said")
    for _visit in range(2):
        with versions_used() as names:
            drawn = fragments.get("version", kept.get)
            assert drawn is None
            kept.get()
        assert names == {"a test"}


def test_an_error_is_not_cached() -> None:
    def fails() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fragments.get("piece", fails)
    assert fragments.get("piece", lambda: "drawn") == "drawn"


def test_nothing_is_cached_with_debug() -> None:
    with override_settings(DEBUG=True):
        assert fragments.get("piece", lambda: "before") == "before"
        assert fragments.get("piece", lambda: "after") == "after"
    assert len(fragments) == 0


def test_least_recently_used_fragments_are_evicted_first() -> None:
    few = Fragments(most=4 * (cached_fragments._OVERHEAD + 100))
    for number in range(4):
        few.get(number, lambda: "x" * 90)
    few.get(0, lambda: "drawn again")
    few.get(5, lambda: "y" * 90)
    assert few.get(0, lambda: "drawn again") == "x" * 90
    assert few.get(1, lambda: "drawn again") == "drawn again"
    few.get("large", lambda: "z" * 10_000)
    assert len(few) == 0
