"""Whether updates that were posted together still say the same: only then one reading is enough
for all of them. Reads only."""

import json
import re
from collections.abc import Iterable
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page, Revision

# What is said in fields that every page has.
SAID = ("title", "seo_title", "search_description", "go_live_at", "expire_at")
# Paragraphs get new ones with every form.
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def words_by_revision(wanted: Iterable[tuple[int, Any]]) -> dict[int, str]:
    """{revision: all that it says, as a text to compare} of pairs of a revision and its page. Two
    that differ in anything that anyone wrote have different texts. One query, none for nothing."""
    pages = dict(wanted)
    if not pages:
        return {}
    rows = Revision.objects.filter(pk__in=pages).values_list("pk", "content")
    return {pk: _words(content, pages[pk]) for pk, content in rows}


def _words(content: dict[str, Any], page: Any) -> str:
    said: dict[str, Any] = {name: content.get(name) for name in SAID}
    for each in page._meta.concrete_fields:
        if each.model is Page or each.primary_key or not each.editable:
            continue
        value = content.get(each.name)
        if isinstance(each, StreamField) and isinstance(value, str):
            value = json.loads(value or "[]")
        said[each.name] = _without_ids(value)
    # What was live before is compared with what waits: new pages are read apart from changed ones.
    said["is new"] = page.live_revision_id is None
    return json.dumps(said, sort_keys=True, default=str)


def _without_ids(value: Any) -> Any:
    """Blocks without their ids, which no two pages share, and without fields left empty, which
    older ones do not name."""
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if isinstance(value, dict):
        is_block = {"type", "value"} <= value.keys()
        return {
            key: _without_ids(each)
            for key, each in value.items()
            if not (is_block and key == "id") and each not in ("", None)
        }
    return _BLOCK_KEY.sub("", value) if isinstance(value, str) else value
