"""Finding what has a name: schools, teachers, classes, activities, pages, days, documents.

What fits is read by `rows`, and what of it comes first is decided by `ranking`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..models import SchoolPage
from .asking import Asked
from .keys import DOCUMENT, PAGE, key_of, parts_of
from .ranking import ordering
from .rows import Narrowed, rows_of
from .shown import pages_that_show, things_told
from .sources import Told

# More than anybody reads; of what is asked so loosely the rest is nobody's loss.
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One of what was found, by its key; `path` is that of the page itself, or of the page on which
    the document or the thing stands, "" where there is none. `told` is what its room says of a
    thing."""

    key: str
    path: str = ""
    told: Told | None = None


def page_ids(hits: Sequence[Hit]) -> list[int]:
    """Those that are pages."""
    found = (parts_of(hit.key) for hit in hits)
    return [int(which) for what, which in found if what == PAGE]


def named(question: Asked, narrowed: Narrowed, today: dt.date, most: int = MOST) -> list[Hit]:
    """What everyone may read and is called so, or has to do with it, the best first. One query, one
    more where there are documents among it, and those of a room that has things among it."""
    if not question.needed:
        return []
    found = sorted(rows_of(question, narrowed), key=ordering(question, today))
    shown_on = _documents([row.key for row in found if row.kind == DOCUMENT], narrowed)
    told = things_told([row.key for row in found], today)
    hits = (Hit(row.key, row.path or shown_on.get(row.key, ""), told.get(row.key)) for row in found)
    return [hit for hit in hits if hit.told or _is_shown(hit)][:most]


def _is_shown(hit: Hit) -> bool:
    return bool(hit.path) and parts_of(hit.key)[0] in (PAGE, DOCUMENT)


def _documents(keys: Sequence[str], narrowed: Narrowed) -> dict[str, str]:
    """Of those of these documents that a public page shows, the path of that page."""
    if not keys:
        return {}
    below = ""
    if narrowed.school:
        schools = SchoolPage.objects.filter(pk=narrowed.school)
        below = schools.values_list("path", flat=True).first() or ""
    shown = pages_that_show([int(parts_of(each)[1]) for each in keys], below)
    return {key_of(DOCUMENT, pk): path for pk, path in shown.items()}
