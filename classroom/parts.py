"""The parts of an update, as the procedure names them on the update's day.

The four parts with columns are stored there. The blocks of all other parts are in the stream
`further`, where each names its part; a block `nothing` marks a part as "none this period".
"""

from typing import Any, Final

from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import get_language
from wagtail.blocks.stream_block import StreamValue

from district_cms.procedure.active import active, in_force
from district_cms.procedure.versions import COLUMNS, Part, PartKind, Version, Words

NOTHING: Final = "nothing"
BLOCKS: Final = {PartKind.TEXT: "text", PartKind.DATED: "event"}
"""The block in which a further part of this kind is stored."""


class _Title:
    def __init__(self, part_id: str) -> None:
        self.part_id = part_id

    def __str__(self) -> str:
        part = in_force().part(self.part_id)
        return words(part.title) if part else self.part_id


def words(of: Words) -> str:
    """Returns the words in the reader's language."""
    return of.in_language(get_language())


def title_of(part_id: str) -> Any:
    """Returns the title of a part in the version of today, evaluated when it is displayed."""
    return lazystr(_Title(part_id))


def version_of(update: Any) -> Version:
    """Returns the version of the day on which the update went live, or that of today."""
    live_since = update.first_published_at
    return active().in_force_on(timezone.localdate(live_since)) if live_since else in_force()


def further_choices(kind: PartKind | None = None) -> list[tuple[str, str]]:
    """Returns (id, title) of each further part of this kind that a version names, each once."""
    named = {
        part.id: words(part.title)
        for version in active().versions
        for part in version.further_parts
        if kind in (None, part.kind)
    }
    return list(named.items())


def stream_of(update: Any, part: Part) -> StreamValue:
    """Returns the blocks of a part. No query."""
    if part.has_column:
        return getattr(update, part.id)
    raw = [dict(block) for block in update.further.raw_data]
    of_part = [b for b in raw if b["type"] != NOTHING and b["value"].get("part") == part.id]
    return update.further.stream_block.to_python(of_part)


def none_reason(update: Any, part: Part) -> str | None:
    """Returns why the part says "none this period", "" for no reason; None if it does not say so.

    A part of which the procedure allows no "none" never does."""
    if not part.none_because:
        return None
    if part.has_column:
        reason: str = getattr(update, f"{part.id}_none_reason")
        return reason if getattr(update, f"{part.id}_none") else None
    for block in update.further.raw_data:
        if block["type"] == NOTHING and block["value"].get("part") == part.id:
            return block["value"].get("because") or ""
    return None


COLUMN_FIELDS: Final = tuple(
    name for part in COLUMNS for name in (part, f"{part}_none", f"{part}_none_reason")
)
