"""Reading pages as they would be with another file in the place of one that they show."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail import blocks


@dataclass(frozen=True, slots=True)
class Assumed:
    """A picture or document as it would be, and the hash of the file that it still has."""

    item: Any
    stored_hash: str


_assumed: ContextVar[Assumed | None] = ContextVar("assumed", default=None)


@contextmanager
def assuming(item: Any, *, stored_hash: str) -> Iterator[None]:
    """Inside, every page that shows `item` is read as if it were stored as it is in memory."""
    token = _assumed.set(Assumed(item, stored_hash))
    try:
        yield
    finally:
        _assumed.reset(token)


def assumed() -> Assumed | None:
    """What is assumed now."""
    return _assumed.get()


def as_assumed(block: Any, value: Any) -> Any:
    """The value of a block with the assumed item in its place; the value itself where nothing is
    assumed."""
    found = _assumed.get()
    if found is None:
        return value
    if isinstance(value, models.Model):
        return found.item if value == found.item else value
    if isinstance(block, blocks.StructBlock) and value is not None:
        return block.meta.value_class(
            block,
            [(name, as_assumed(block.child_blocks[name], part)) for name, part in value.items()],
        )
    return value
