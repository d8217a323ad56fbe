"""A table's cells by the rows and columns that they cover, whether from values or from HTML."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

from lxml.html import HtmlElement

from .dom import Document, role
from .names import Names

_SECTIONS: Final = ("thead", "tbody", "tfoot")
_HEADER_ROLES: Final = ("columnheader", "rowheader")
# Wider or taller cells, and rows further right, are a slip of the pen; the bounds keep work small.
_LARGEST_SPAN: Final = 200
_SPAN: Final = re.compile(r"[0-9]{1,5}")
_LAST_COLUMN: Final = 1000
# As many cells of a row or column as anybody keeps in mind while reading one of them.
_MOST_NEIGHBOURS: Final = 50


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell: its first row and column, its extent, its words, and what it heads."""

    row: int
    column: int
    text: str
    heads_column: bool = False
    heads_row: bool = False
    height: int = 1
    width: int = 1
    element: HtmlElement | None = None

    @property
    def is_header(self) -> bool:
        return self.heads_column or self.heads_row

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.height)

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.width)


class Grid:
    """The cells of one table."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = tuple(cells)

    @classmethod
    def of(cls, table: HtmlElement, document: Document, names: Names) -> "Grid":
        """Lay out an HTML table: `rowspan` and `colspan` push later cells aside."""
        return cls(_lay_out(table, document, names))

    def filled(self) -> tuple[int, int]:
        """Return how many rows and how many columns begin with words in them."""
        said = [cell for cell in self.cells if cell.text]
        return len({cell.row for cell in said}), len({cell.column for cell in said})

    def nameless_headers(self) -> list[Cell]:
        """Return the empty header cells that facts depend on.

        Not the top-left corner; not a heading over an empty column; nor one whose facts have
        another heading in the same direction.
        """
        facts = [cell for cell in self.cells if cell.text and not cell.is_header]
        columns = _covered(facts, lambda cell: cell.columns)
        columns -= _covered(self.cells, lambda cell: cell.columns, lambda cell: cell.heads_column)
        rows = _covered(facts, lambda cell: cell.rows)
        rows -= _covered(self.cells, lambda cell: cell.rows, lambda cell: cell.heads_row)
        return [
            cell
            for cell in self.cells
            if cell.is_header and not cell.text and (cell.row, cell.column) != (0, 0)
            if (cell.heads_column and not columns.isdisjoint(cell.columns))
            or (cell.heads_row and not rows.isdisjoint(cell.rows))
        ]

    def around(self, element: HtmlElement) -> list[str]:
        """Return the words of the cells beside an element's cell, and of the headers above it."""
        own = self._by_element.get(element)
        if own is None:
            return []
        beside = self._by_row.get(own.row, [])[:_MOST_NEIGHBOURS]
        above = self._headers_by_column.get(own.column, [])[:_MOST_NEIGHBOURS]
        return [cell.text for cell in chain(beside, above)]

    @cached_property
    def _by_element(self) -> dict[HtmlElement, Cell]:
        return {cell.element: cell for cell in self.cells if cell.element is not None}

    @cached_property
    def _by_row(self) -> dict[int, list[Cell]]:
        return _indexed(self.cells, lambda cell: cell.rows)

    @cached_property
    def _headers_by_column(self) -> dict[int, list[Cell]]:
        return _indexed((c for c in self.cells if c.heads_column), lambda cell: cell.columns)


def _indexed(cells: Iterable[Cell], extent: Callable[[Cell], range]) -> dict[int, list[Cell]]:
    index: dict[int, list[Cell]] = {}
    for cell in cells:
        for position in extent(cell):
            index.setdefault(position, []).append(cell)
    return index


def _covered(
    cells: Iterable[Cell],
    extent: Callable[[Cell], range],
    which: Callable[[Cell], bool] = lambda _: True,
) -> set[int]:
    """Return the rows or columns that cells with words cover."""
    return set(chain.from_iterable(extent(cell) for cell in cells if cell.text and which(cell)))


def _lay_out(table: HtmlElement, document: Document, names: Names) -> Iterator[Cell]:
    taken: dict[int, int] = {}  # column -> rows that a cell from above still covers
    for row, line in enumerate(_rows(table)):
        elements = [cell for cell in line.iterchildren("td", "th") if document.is_shown(cell)]
        headers_only = all(_may_head(cell) for cell in elements)
        in_head = _parent_tag(line) == "thead"
        covered = {column for column, rows in taken.items() if rows > 0}
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}
        column = 0
        for element in elements:
            while column in covered:
                column += 1
            if column > _LAST_COLUMN:
                break
            width, height = _span(element, "colspan"), _span(element, "rowspan")
            heads_column, heads_row = _direction(element, headers_only or in_head, column)
            yield Cell(
                row,
                column,
                names.name(element),
                heads_column,
                heads_row,
                height,
                width,
                element,
            )
            if height > 1:
                taken.update(dict.fromkeys(range(column, column + width), height - 1))
            column += width


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _SECTIONS:
            yield from child.iterchildren("tr")


def _parent_tag(element: HtmlElement) -> str:
    parent = element.getparent()
    return "" if parent is None else str(parent.tag)


def _span(cell: HtmlElement, attribute: str) -> int:
    span = cell.get(attribute, "").strip()
    if not _SPAN.fullmatch(span):
        return 1
    # rowspan="0" reaches to the end of the section.
    wanted = int(span) or (_LARGEST_SPAN if attribute == "rowspan" else 1)
    return min(wanted, _LARGEST_SPAN)


def _may_head(cell: HtmlElement) -> bool:
    return role(cell) in _HEADER_ROLES or (cell.tag == "th" and not role(cell))


def _direction(cell: HtmlElement, heading_line: bool, column: int) -> tuple[bool, bool]:
    """Return whether the cell heads its column and whether it heads its row."""
    scope = cell.get("scope", "").strip().lower()
    if role(cell) == "columnheader" or scope in ("col", "colgroup"):
        return True, False
    if role(cell) == "rowheader" or scope in ("row", "rowgroup"):
        return False, True
    if not _may_head(cell):
        return False, False
    beside = not heading_line and column == 0
    return not beside, beside
