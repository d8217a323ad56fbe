"""Publishes earlier submitted or scheduled revisions by today's rules: their questions must be
answered.

Imports no model: Wagtail imports this module's users while its own models load.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_author: ContextVar[str | None] = ContextVar("author of what is published late", default=None)


@contextmanager
def questions_enforced(author: Any) -> Iterator[None]:
    """Inside the block, publishing raises `gate.AnswersMissing` for an open question of
    `author`."""
    token = _author.set(author.get_full_name() if author is not None else "")
    try:
        yield
    finally:
        _author.reset(token)


def author_to_ask() -> str | None:
    """Returns the name of the person who has to answer; "" if unknown, None outside
    `questions_enforced`."""
    return _author.get()
