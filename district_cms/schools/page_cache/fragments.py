"""Fragments of pages that each process renders once and caches by their input.

A fragment sees only its values, the language, and what stays the same while the process runs:
templates, translations, addresses of static files. All its values are in the key, so nothing has to
be invalidated. A fragment that reads the database or depends on a version while it is rendered is
not cached.
"""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from copy import copy
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.template import Context, Engine
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from district_cms.web.versions import versions_used

MOST_CHARACTERS: Final = 16_000_000
"""Limit for all fragments and their keys together, per process."""
_OVERHEAD: Final = 300
"""Approximate cost of a fragment beside its characters."""
_PLAIN: Final = frozenset({str, SafeString, int, bool, float, type(None), dt.date, dt.time})


class NotAKey(TypeError):
    """A value of a fragment is not text, a number, a date, or a collection of these."""


class Fragments:
    """The most recently used fragments, for all threads of the process."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most = most
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._length = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable, render: Callable[[], str]) -> SafeString | None:
        """Returns what `render` renders in the current language; None if it may not be cached, so
        that the caller must render it each time."""
        return self.get_value(key, lambda: SafeString(render()))

    def get_value[T](self, key: Hashable, make: Callable[[], T]) -> T | None:
        """Like `get`, for the data that pages are rendered from: text, numbers, dates, and lists,
        tuples and dictionaries of these. Do not change the value."""
        key = get_language(), key
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                cached: T | None = self._entries[key][0]
                return cached
        value = _make_if_constant(make)
        self._store(key, value)
        return value

    def _store(self, key: Hashable, value: Any) -> None:
        # Changes of a template are visible at once.
        if settings.DEBUG:
            return
        length = _length_of(value) + _length_of(key) + _OVERHEAD
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = value, length
            self._length += length
            while self._length > self._most:
                _key, (_value, removed) = self._entries.popitem(last=False)
                self._length -= removed

    def clear(self, **kwargs: Any) -> None:
        with self._lock:
            self._entries.clear()
            self._length = 0


fragments: Final = Fragments()


def render_fragment(template: str, values: Mapping[str, Any]) -> SafeString:
    """Renders the template with only these values, not even the request. Renders it each time if
    one of them cannot be part of a key."""

    def render() -> str:
        return Engine.get_default().get_template(template).render(Context(dict(values)))

    return render_from(values, template, render)


def render_from(
    values: Mapping[str, Any], place: Hashable, render: Callable[[], str]
) -> SafeString:
    """Returns the output of `render`, which must use only these values. `place` distinguishes it
    from other output with the same values."""
    try:
        html = fragments.get((place, key_of(values)), render)
    except NotAKey:
        html = None
    return html if html is not None else SafeString(render())


def key_of(value: Any) -> Hashable:
    """Returns a key that is equal only for values that render the same: `True` is not 1, and safe
    HTML is not plain text. Raises `NotAKey`."""
    kind = type(value)
    if kind in _PLAIN:
        return kind, value
    if kind is dict:
        return kind, tuple(
            [
                # Most are plain; tested here because a function call takes longer.
                (name, (type(each), each) if type(each) in _PLAIN else key_of(each))
                for name, each in value.items()
            ]
        )
    if kind is list or kind is tuple:
        return kind, tuple([key_of(each) for each in value])
    if isinstance(value, Promise):
        # A translation, which may be HTML; the language is part of every key.
        return key_of(str(value))
    if isinstance(value, SimpleLazyObject):
        # Testing its class evaluated it, so its copy is one of the wrapped object.
        return key_of(copy(value))
    frozen = getattr(kind, "__dataclass_params__", None)
    if frozen is not None and frozen.frozen:
        return kind, tuple([key_of(getattr(value, each)) for each in kind.__dataclass_fields__])
    raise NotAKey(f"{kind.__qualname__} cannot be part of a key")


def _make_if_constant[T](make: Callable[[], T]) -> T | None:
    """Returns what `make` makes, None if it read data that can change."""
    queries: list[str] = []

    def note(execute: Any, sql: str, *args: Any) -> Any:
        queries.append(sql)
        return execute(sql, *args)

    with versions_used() as names, connection.execute_wrapper(note):
        value = make()
    return None if names or queries else value


def _length_of(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_length_of, value.values())) + _OVERHEAD
    if isinstance(value, list | tuple):
        return sum(map(_length_of, value))
    return 0
