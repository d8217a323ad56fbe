"""The parts of an update as its class's page shows them, drawn once for what stands in them.

By the blocks' own content, and not by the update's key: whatever way it changed, it is drawn anew.
What names a document, a picture or, in a text, a page asks the database while it is drawn, and is
not kept. The curriculum pages that a part names are given, and are part of what it is kept by.
"""

import json
from collections.abc import Callable, Collection
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue

from district_cms.schools.blocks.emptiness import stream_says_something
from district_cms.schools.page_cache.fragments import digest, fragments

from ..models import UpdatePage
from ..models.update import PARTS
from .linked import Pages, with_pages

NEVER_DRAWN: Final = "events"
"""A class's page gathers the dates of several updates instead."""
LINKING: Final = "curriculum"


def drawn_parts(page: UpdatePage, blocks: Collection[str], pages: Pages) -> list[dict[str, Any]]:
    """As `update_parts.parts_of`, with `drawn` where the part is kept: then it has no `stream`. Of
    the lesson only `blocks`, so that a block that is left out costs no query. `pages` are those of
    `linked.linked_pages`."""
    return [_part(page, key, title, blocks, pages) for key, title in PARTS]


def _part(
    page: UpdatePage, key: str, title: Any, blocks: Collection[str], pages: Pages
) -> dict[str, Any]:
    whole = getattr(page, key)
    raw = [dict(each) for each in whole.raw_data if key != "lesson" or each["type"] in blocks]
    language = page.content_language

    named = pages if key == LINKING else {}
    links = [(pk, one.title, one.get_url()) for pk, one in sorted(named.items())]
    written = digest(json.dumps([raw, links], cls=DjangoJSONEncoder))

    def stream() -> StreamValue:
        # Anew, so that it asks again for what it names.
        if key == LINKING:
            return with_pages(whole, raw, named)
        return whole.stream_block.to_python(raw)

    def says() -> str:
        return "yes" if stream_says_something(stream()) else ""

    def draw() -> str:
        return str(stream().render_as_block({"content_lang": language}))

    kept = fragments.get(("update says", key, written), says)
    drawn = _kept((key, written, language), draw) if raw and kept is not None else None
    shown = stream() if raw and drawn is None and key != NEVER_DRAWN else None
    something = bool(kept) if kept is not None else stream_says_something(shown or stream())
    return {
        "key": key,
        "title": title,
        # What the card leaves out, such as a picture, is still something.
        "none": len(raw) == len(whole) and not something,
        "none_reason": getattr(page, f"{key}_none_reason"),
        "drawn": drawn,
        "stream": shown,
    }


def _kept(key: tuple[str, ...], draw: Callable[[], str]) -> SafeString | None:
    return fragments.get(("update part", *key), draw) if key[0] != NEVER_DRAWN else None
