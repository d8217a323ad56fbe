"""Publishing what someone submitted or planned earlier: its questions are asked by today's rules.

Whoever submits or plans a page answers what the gate asks on that day. The rules may be others when
it is approved or its hour comes; then a question can be open that nobody has seen. Inside
`asked_again` such a page does not go live. Imports no model: Wagtail reads what uses it while its
own models load.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_author: ContextVar[str | None] = ContextVar("author of what is published late", default=None)


@contextmanager
def asked_again(author: Any) -> Iterator[None]:
    """Inside, publishing raises `mechanism.AnswersMissing` where a question is open. `author` is
    the account that has to answer it, or None where nobody is known."""
    token = _author.set(author.get_full_name() if author is not None else "")
    try:
        yield
    finally:
        _author.reset(token)


def author_to_ask() -> str | None:
    """The name of whoever has to answer; "" where nobody is known, None where nothing is asked."""
    return _author.get()
