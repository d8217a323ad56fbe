"""The curriculum pages that an update names: read with nothing but what a link to one shows."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from wagtail.blocks import StreamValue

from district_cms.schools.models import CurriculumPage

from ..models import UpdatePage

PAGE: Final = "page"
"""The kind of block that names one, and the part of the block that does."""

Pages = Mapping[int, CurriculumPage]


def linked_keys(update: UpdatePage) -> tuple[int, ...]:
    """The keys of the pages that it names, each once."""
    return tuple(sorted({key for each in update.curriculum.raw_data if (key := _key(each))}))


def linked_pages(keys: Sequence[int]) -> Pages:
    """Those that there are, by their keys. Of each, Django asks for all else when it is wanted. At
    most one query."""
    if not keys:
        return {}
    pages = CurriculumPage.objects.filter(pk__in=keys).only("title", "url_path")
    return {page.pk: page for page in pages}


def with_pages(whole: StreamValue, raw: Sequence[Any], pages: Pages) -> StreamValue:
    """The stream of these raw blocks with the pages in their places, so that it asks for none."""
    without = [
        {**each, "value": {**each["value"], PAGE: None}} if _key(each) else each for each in raw
    ]
    stream: StreamValue = whole.stream_block.to_python(without)
    for child, each in zip(stream, raw, strict=True):
        if key := _key(each):
            child.value[PAGE] = pages.get(key)
    return stream


def _key(raw: Mapping[str, Any]) -> int | None:
    return raw["value"].get(PAGE) if raw["type"] == PAGE else None
