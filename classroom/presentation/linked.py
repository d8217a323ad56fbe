"""The curriculum pages that an update names: read with nothing but what a link to one shows."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from wagtail.blocks import StreamValue

from district_cms.schools.models import CurriculumPage
from district_cms.schools.routing.read_along import partly
from district_cms.web.statements.planned import rows_of
from district_cms.web.statements.written import Statement, WrittenOnce

from ..models import UpdatePage

PAGE: Final = "page"
"""The kind of block that names one, and the part of the block that does."""
_SHOWN: Final = ("pk", "title", "url_path")
_written: Final = WrittenOnce[Statement]()

Pages = Mapping[int, CurriculumPage]


def linked_keys(update: UpdatePage) -> tuple[int, ...]:
    """The keys of the pages that it names, each once."""
    return tuple(sorted({key for each in update.curriculum.raw_data if (key := _key(each))}))


def linked_pages(keys: Sequence[int]) -> Pages:
    """Those that there are, by their keys. Of each, Django asks for all else when it is wanted. At
    most one query."""
    if not keys:
        return {}

    def write() -> Statement:
        # As many keys as are asked for; the statement says nothing of which.
        pages = CurriculumPage.objects.filter(pk__in=range(len(keys)))
        return pages.order_by().values_list(*_SHOWN).query.sql_with_params()

    found = _written.get(len(keys), write)
    assert found is not None
    sql, places = found
    # Each of the kind of number that the statement was written with: it is prepared for these.
    params = [type(place)(key) for place, key in zip(places, keys, strict=True)]
    return {row[0]: _page(*row) for row in rows_of(sql, params)}


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


def _page(pk: int, title: str, url_path: str) -> CurriculumPage:
    known = {"id": pk, "page_ptr_id": pk, "title": title, "url_path": url_path}
    return partly(CurriculumPage, known)
