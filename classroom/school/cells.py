"""What a cell of the table shows: a shape and a word, never a color alone."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.admin.templatetags.wagtailadmin_tags import icon

from district_cms.web.times import day_text

from ..ledger.at_deadline.rules import TO_EXPLAIN
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
    """`icon` is drawn already, "" where the class has no posting day. `day` is said on a phone.
    `more` is what there is already of an update that has not been posted: "sent back", "draft";
    that one for the next day was handed in since; or that someone said why there is none."""

    day: str
    word: Any
    icon: str
    standing: str
    more: Any = None


def cells_of(
    rows: Iterable[ClassRow],
    days: Sequence[dt.date],
    newest: dt.date | None = None,
    explained: Collection[tuple[uuid.UUID, dt.date]] = (),
) -> Iterator[tuple[ClassRow, list[Cell]]]:
    """Each row with its cells; `newest` is the day of which a draft is said, `explained` has the
    classes and days of which someone said why there was no update in time.

    A screen has hundreds of cells of a dozen days and eight looks: these are made once.
    """
    columns = [(day, day_text(day), day == newest) for day in days]
    for row in rows:
        yield (
            row,
            [
                Cell(
                    text,
                    LABELS.get(standing, ""),
                    _icon(SHAPES[standing]) if standing in SHAPES else "",
                    standing,
                    _("explained")
                    if standing in TO_EXPLAIN and (row.classroom.translation_key, day) in explained
                    else _more(row)
                    if is_newest
                    else None,
                )
                for (day, text, is_newest), standing in zip(columns, row.cells, strict=True)
            ],
        )


def _more(row: ClassRow) -> Any:
    return _("one for the next day is in") if row.is_in_since else row.begun


@lru_cache(maxsize=len(SHAPES))
def _icon(name: str) -> str:
    """As Wagtail draws it; it says nothing in any language."""
    return render_to_string("wagtailadmin/shared/icon.html", icon(name))
