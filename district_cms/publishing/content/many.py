"""Checking many pages one after the other: what all of them need is asked once.

    with asked_once():
        for page in read_together(pages):
            page.publish_findings()

A page's own checks ask the database for what its streams name, for the district's choices and for
who works here. Beside hundreds of others it would be the same questions hundreds of times.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from wagtail.fields import StreamField

_answers: ContextVar[dict[str, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, `once` keeps its answers. Not for longer than a batch: they may change."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once[Answer](question: str, ask: Callable[[], Answer]) -> Answer:
    """What `ask` returns; within `asked_once` it is called the first time only."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return cast("Answer", answers[question])


def read_together[Read](pages: Iterable[Read]) -> list[Read]:
    """The same pages, with all that their streams name: one query for each kind of block that names
    something, whatever the number of pages."""
    found = list(pages)
    by_type: dict[Any, list[Any]] = defaultdict(list)
    for page in found:
        by_type[type(page)].append(page)
    for model, same in by_type.items():
        for field in model._meta.concrete_fields:
            if isinstance(field, StreamField):
                _read_streams(field, same)
    return found


def _read_streams(field: StreamField, pages: list[Any]) -> None:
    raw = [list(getattr(page, field.name).raw_data) for page in pages]
    for page, value in zip(pages, field.stream_block.bulk_to_python(raw), strict=True):
        setattr(page, field.name, value)
