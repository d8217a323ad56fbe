"""Infers the title or headings of a table that lacks them. Pure.

Returns a result only if the rows allow no other reading; otherwise the author must say it.
"""

from collections.abc import Sequence
from typing import Final

from ..words import squeeze

Rows = Sequence[Sequence[object]]

_LONGEST_TITLE: Final = 120
"""The longest title, in characters, in a row of the table."""


def title_in_first_row(data: Rows | None) -> str:
    """Returns the title typed into the first row, above the headings; "" if there is none.

    It is alone in its row, or repeated in each of its cells, as a pasted cell over all columns is.
    The row below must hold the headings: each filled, each different, none with a number.
    """
    rows = _words(data)
    if len(rows) < 3 or len(rows[0]) < 2:
        return ""
    title, *beside = rows[0]
    alone = not any(beside) or set(beside) == {title}
    if not (title and alone) or len(title) > _LONGEST_TITLE:
        return ""
    return title if _read_as_headings(rows[1]) and title not in rows[1] else ""


def headings_in_first_row(data: Rows | None) -> bool:
    """True if the first row heads the columns: words above a column of numbers, or an empty corner
    before the names of the columns."""
    rows = _words(data)
    if len(rows) < 2 or len(rows[0]) < 2 or title_in_first_row(data):
        return False
    corner, *names = rows[0]
    first = rows[0] if corner else names
    below = [row for row in rows[1:] if any(row)]
    if not below or not _read_as_headings(first):
        return False
    said_below = {cell for row in below for cell in row if cell}
    if not said_below.isdisjoint(first):
        return False
    columns = list(zip(*below, strict=True))
    counted = any(all(_has_digit(cell) for cell in column) for column in columns)
    return counted or (not corner and all(columns[0]) and len(names) > 1)


def _words(data: Rows | None) -> list[list[str]]:
    """Returns the rows as words, all as wide as the widest."""
    rows = [
        ["" if cell is None else squeeze(str(cell)) for cell in row or ()] for row in data or ()
    ]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _read_as_headings(cells: Sequence[str]) -> bool:
    return (
        all(cells) and len(set(cells)) == len(cells) and not any(_has_digit(cell) for cell in cells)
    )


def _has_digit(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)
