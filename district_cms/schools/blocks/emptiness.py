"""Whether a block holds anything for a reader."""

from collections.abc import Iterator, Mapping
from typing import Any

from wagtail.blocks import BooleanBlock, ChoiceBlock, StructValue
from wagtail.rich_text import RichText, get_text_for_indexing


def says_something(value: Any) -> bool:
    """True if a reader could read, follow or see something of `value`, a block's value.

    A block that a teacher added and left empty says nothing; ticks and choices alone do not
    either, since every block has them.
    """
    if isinstance(value, RichText):
        value = value.source
    if isinstance(value, str):
        return bool(get_text_for_indexing(value).strip())
    if isinstance(value, StructValue):
        return any(says_something(item) for item in _without_choices(value))
    if isinstance(value, Mapping):
        return any(says_something(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(says_something(item) for item in value)
    return value is not None and not isinstance(value, bool)


def _without_choices(value: StructValue) -> Iterator[Any]:
    for name, block in value.block.child_blocks.items():
        if not isinstance(block, BooleanBlock | ChoiceBlock):
            yield value.get(name)
