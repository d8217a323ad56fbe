"""What a cell of the table shows: a shape and a word, never a color alone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from district_cms.web.times import day_text

from ..models import PostingSlot
from .selectors import ClassRow

LABELS = dict(PostingSlot.STANDINGS)
SHAPES: Final = {
    "met": "check",
    "late": "history",
    "scheduled": "calendar-check",
    "with_school": "time",
    "open": "minus",
    "awaited": "warning",
    "missing": "cross",
    "upcoming": "calendar-alt",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """`shape` names an icon; "" where the class has no posting day. `day` is said on a phone.
    `more` is what there is already of an update that has not been posted: "sent back", "draft"."""

    day: str
    word: Any
    shape: str
    standing: str
    more: Any = None


def cells_of(row: ClassRow, days: Sequence[dt.date], newest: dt.date | None = None) -> list[Cell]:
    return [
        Cell(
            day_text(day),
            LABELS.get(standing, ""),
            SHAPES.get(standing, ""),
            standing,
            row.begun if day == newest else None,
        )
        for day, standing in zip(days, row.cells, strict=True)
    ]
