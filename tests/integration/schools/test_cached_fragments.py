"""What a piece of a page is kept by, and what is never kept."""

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
def nothing_kept() -> Iterator[None]:
    fragments.clear()
    yield
    fragments.clear()


@pytest.mark.parametrize(
    "value", [object(), {1}, dt.datetime(2026, 11, 24, tzinfo=dt.UTC), [object()], b"text"]
)
def test_what_can_change_without_being_another_value_is_no_key(value: Any) -> None:
    with pytest.raises(NotAKey):
        key_of(value)


def test_a_piece_is_cached_fragments_for_the_same_and_anew_for_anything_else() -> None:
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


def test_text_is_escaped_though_the_same_letters_were_kept_as_html() -> None:
    words = "<b>Fractions</b>"
    safe = render_fragment(LINE, {"update": {"title": mark_safe(words), "url": "/a/"}})
    text = render_fragment(LINE, {"update": {"title": words, "url": "/a/"}})
    assert words in safe
    assert words not in text


def test_a_translation_is_what_it_says_in_the_language_of_the_reader() -> None:
    title = gettext_lazy("Teachers and classes")
    english = render_fragment(LINE, {"update": {"title": title, "url": "/a/"}})
    with override("es"):
        assert "Maestros y clases" in render_fragment(
            LINE, {"update": {"title": title, "url": "/a/"}}
        )
    assert render_fragment(LINE, {"update": {"title": title, "url": "/a/"}}) is english


def test_a_translation_that_is_html_is_not_the_same_as_its_letters() -> None:
    words = "<b>Fractions</b>"
    translated = lazy(mark_safe, SafeString)(words)
    assert words in render_fragment(LINE, {"update": {"title": translated, "url": "/a/"}})
    assert words not in render_fragment(LINE, {"update": {"title": words, "url": "/a/"}})


def test_something_else_than_text_numbers_and_days_is_drawn_each_time() -> None:
    class Title:
        said = "Fractions"

        def __str__(self) -> str:
            return self.said

    title = Title()
    assert "Fractions" in render_fragment(LINE, {"update": {"title": title, "url": "/a/"}})
    title.said = "Decimals"
    assert "Decimals" in render_fragment(LINE, {"update": {"title": title, "url": "/a/"}})


@pytest.mark.django_db
def test_what_asks_the_database_is_drawn_each_time() -> None:
    def number() -> str:
        return str(CacheVersion.objects.count())

    assert fragments.get("rows", number) is None
    CacheVersion.objects.create(name="a test", token="1")
    assert fragments.get("rows", number) is None


@pytest.mark.django_db
def test_what_stands_on_a_version_is_drawn_each_time_and_noted_by_whoever_draws_the_page(
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


def test_an_error_is_not_kept() -> None:
    def fails() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fragments.get("piece", fails)
    assert fragments.get("piece", lambda: "drawn") == "drawn"


def test_while_templates_are_written_nothing_is_kept() -> None:
    with override_settings(DEBUG=True):
        assert fragments.get("piece", lambda: "before") == "before"
        assert fragments.get("piece", lambda: "after") == "after"
    assert len(fragments) == 0


def test_the_pieces_longest_unread_go_first_where_there_is_no_room() -> None:
    few = Fragments(most=4 * (cached_fragments._OVERHEAD + 100))
    for number in range(4):
        few.get(number, lambda: "x" * 90)
    few.get(0, lambda: "drawn again")
    few.get(5, lambda: "y" * 90)
    assert few.get(0, lambda: "drawn again") == "x" * 90
    assert few.get(1, lambda: "drawn again") == "drawn again"
    few.get("large", lambda: "z" * 10_000)
    assert len(few) == 0
