"""Whether a block or a plain page has any content."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from wagtail.blocks import BooleanBlock, ChoiceBlock, StreamValue, StructValue
from wagtail.models import Page
from wagtail.rich_text import RichText, get_text_for_indexing

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _

from ..models import StandardPage

PAGE_EMPTY: Final = "page-empty"
RULES: Final[tuple[Rule, ...]] = (
    # No clause requires it; it helps readers, so it never blocks.
    Rule(
        PAGE_EMPTY,
        "",
        "warning",
        _("This page has a title and nothing else."),
        _("Families who open it would find nothing."),
        _("Write an introduction, or add something under “Body”. Or confirm that it is right."),
        clause="website-anchor",
    ),
)


def empty_page_findings(page: Page) -> Iterator[Finding]:
    """Yields a question for a plain page without content, nothing for other pages. No query."""
    if not isinstance(page, StandardPage) or says_something(page.introduction):
        return
    if not stream_says_something(page.body):
        yield describe(Fault(PAGE_EMPTY), field="body")


def says_something(value: Any) -> bool:
    """Returns True if a block's `value` has anything to read, follow or see.

    An empty block has no content, and neither have checkboxes and choices alone, since every block
    has them.
    """
    if isinstance(value, RichText):
        value = value.source
    if isinstance(value, str):
        return _has_words(value)
    if isinstance(value, StructValue):
        return any(says_something(item) for item in _without_choices(value))
    if isinstance(value, Mapping):
        return any(says_something(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(says_something(item) for item in value)
    return value is not None and not isinstance(value, bool)


@lru_cache(maxsize=1000)
def _has_words(html: str) -> bool:
    return bool(get_text_for_indexing(html).strip())


def stream_says_something(stream: StreamValue) -> bool:
    """Returns True if any block of the stream has content."""
    return any(says_something(child.value) for child in stream)


def _without_choices(value: StructValue) -> Iterator[Any]:
    for name, block in value.block.child_blocks.items():
        if not isinstance(block, BooleanBlock | ChoiceBlock):
            yield value.get(name)
