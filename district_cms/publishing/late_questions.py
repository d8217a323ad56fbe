"""Publishing what was submitted or planned earlier: its questions are asked by today's rules.

Imports no model: Wagtail imports what uses it while its own models load.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_author: ContextVar[str | None] = ContextVar("author of what is published late", default=None)


@contextmanager
def questions_enforced(author: Any) -> Iterator[None]:
    """Inside, publishing raises `gate.AnswersMissing` for an open question of `author`."""
    token = _author.set(author.get_full_name() if author is not None else "")
    try:
        yield
    finally:
        _author.reset(token)


def author_to_ask() -> str | None:
    """The name of whoever has to answer; "" where nobody is known, None where nothing is asked."""
    return _author.get()
