"""Fragments of pages that each process renders once, and caches by what they were rendered from.

A fragment sees nothing but what it is given, the language, and what is the same as long as the
process runs: templates, translations, addresses of the site's own files. All that it is given is
its key, so that nothing has to be invalidated. What asks the database while it is rendered, or
depends on a version, is rendered each time.
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
"""Of all fragments and their keys together, in each process."""
EACH: Final = 300
"""About what a fragment costs beside its characters."""
_PLAIN: Final = frozenset({str, SafeString, int, bool, float, type(None), dt.date, dt.time})


class NotAKey(TypeError):
    """Something that a fragment is given is neither text nor number nor day, nor made of them."""


class Fragments:
    """The fragments that were asked for last, for all threads of the process."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._length = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, draw: Callable[[], str]) -> SafeString | None:
        """What `draw` says in the present language; None where that may not be kept, so that
        whoever asks has to draw it each time."""
        return self.get_value(key, lambda: SafeString(draw()))

    def get_value[T](self, key: Hashable, make: Callable[[], T]) -> T | None:
        """The same of what pages are drawn from: text, numbers, days, and lists, tuples and
        dictionaries of them. Nobody changes it."""
        key = get_language(), key
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T | None = self._kept[key][0]
                return found
        made = _alone(make)
        self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: Any) -> None:
        # Whoever changes a template sees it at once.
        if settings.DEBUG:
            return
        length = _length_of(made) + _length_of(key) + EACH
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = made, length
            self._length += length
            while self._length > self._most:
                _key, (_made, gone) = self._kept.popitem(last=False)
                self._length -= gone

    def clear(self, **kwargs: Any) -> None:
        with self._lock:
            self._kept.clear()
            self._length = 0


fragments: Final = Fragments()


def render_fragment(template: str, values: Mapping[str, Any]) -> SafeString:
    """The template drawn with these values and nothing else, not even the request. Each time, where
    one of them is no part of a key."""

    def draw() -> str:
        return Engine.get_default().get_template(template).render(Context(dict(values)))

    return render_from(values, template, draw)


def render_from(values: Mapping[str, Any], place: Hashable, draw: Callable[[], str]) -> SafeString:
    """What `draw` says, which sees these values alone. By `place` it is known from what others
    draw from the same values."""
    try:
        drawn = fragments.get((place, key_of(values)), draw)
    except NotAKey:
        drawn = None
    return drawn if drawn is not None else SafeString(draw())


def key_of(value: Any) -> Hashable:
    """What is equal only for the same, drawn in the same way: `True` is not 1, and text that is
    HTML already not the same as text. Raises `NotAKey`."""
    kind = type(value)
    if kind in _PLAIN:
        return kind, value
    if kind is dict:
        return kind, tuple(
            [
                # Most are plain: asked for here, because a call of a function takes longer.
                (name, (type(each), each) if type(each) in _PLAIN else key_of(each))
                for name, each in value.items()
            ]
        )
    if kind is list or kind is tuple:
        return kind, tuple([key_of(each) for each in value])
    if isinstance(value, Promise):
        # A translation, which the language decides that is a part of every key; it may be HTML.
        return key_of(str(value))
    if isinstance(value, SimpleLazyObject):
        # It was asked for its class by now, so that its copy is one of what it stands for.
        return key_of(copy(value))
    frozen = getattr(kind, "__dataclass_params__", None)
    if frozen is not None and frozen.frozen:
        return kind, tuple([key_of(getattr(value, each)) for each in kind.__dataclass_fields__])
    raise NotAKey(f"{kind.__qualname__} is no part of a key")


def _alone[T](make: Callable[[], T]) -> T | None:
    """What it makes; None if it has read what can change."""
    asked: list[str] = []

    def note(execute: Any, sql: str, *args: Any) -> Any:
        asked.append(sql)
        return execute(sql, *args)

    with versions_used() as names, connection.execute_wrapper(note):
        made = make()
    return None if names or asked else made


def _length_of(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_length_of, value.values())) + EACH
    if isinstance(value, list | tuple):
        return sum(map(_length_of, value))
    return 0
