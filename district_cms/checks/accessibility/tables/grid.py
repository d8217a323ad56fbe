"""The cells of a table by the rows and columns that they cover, from values or from HTML."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

from ..dom import Document, Element, role
from ..names import Names

_SECTIONS: Final = ("thead", "tbody", "tfoot")
_CELL_TAGS: Final = ("td", "th")
_HEADER_ROLES: Final = ("columnheader", "rowheader")
_CELL_ROLES: Final = ("cell", "gridcell", *_HEADER_ROLES)
# Larger spans, and rows further right, are typing errors; the limits keep the work small.
_LARGEST_SPAN: Final = 100
_SPAN: Final = re.compile(r"[0-9]{1,5}")
_LAST_COLUMN: Final = 200
# The number of headers that one cell may name.
_MOST_NAMED: Final = 50
# The number of cells in a row or column that readers keep in mind while reading one of them.
_MOST_NEIGHBORS: Final = 50


@dataclass(slots=True, eq=False)  # not frozen: creating a frozen cell takes five times as long
class Cell:
    """One cell: its first row and column, its extent, its words, and what it heads."""

    row: int
    column: int
    text: str
    heads_column: bool = False
    heads_row: bool = False
    height: int = 1
    width: int = 1
    element: Element | None = None
    named_headers: tuple[str, ...] = ()
    in_foot: bool = False

    @property
    def identifier(self) -> str:
        return "" if self.element is None else self.element.get("id", "")

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
    def of(cls, table: Element, document: Document, names: Names) -> "Grid":
        """Builds the grid of an HTML table: `rowspan` and `colspan` push later cells aside."""
        return cls(_lay_out(table, document, names))

    def filled(self) -> tuple[int, int]:
        """Returns how many rows and how many columns have words."""
        cells = [cell for cell in self.cells if cell.text]
        return len({cell.row for cell in cells}), len({cell.column for cell in cells})

    def nameless_headers(self) -> list[Cell]:
        """Returns the empty header cells that data cells depend on.

        Skips the top-left corner, a heading above an empty column, and one whose data cells have
        another heading in the same direction.
        """
        empty = [
            cell
            for cell in self.cells
            if not cell.text and cell.is_header and (cell.row, cell.column) != (0, 0)
        ]
        if not empty:
            return []
        facts = [cell for cell in self.cells if cell.text and not cell.is_header]
        columns = _covered(facts, lambda cell: cell.columns)
        columns -= _covered(self.cells, lambda cell: cell.columns, lambda cell: cell.heads_column)
        rows = _covered(facts, lambda cell: cell.rows)
        rows -= _covered(self.cells, lambda cell: cell.rows, lambda cell: cell.heads_row)
        return [
            cell
            for cell in empty
            if (cell.heads_column and not columns.isdisjoint(cell.columns))
            or (cell.heads_row and not rows.isdisjoint(cell.rows))
        ]

    def has_nameless_column(self) -> bool:
        """True if the top-left corner is an empty heading above data cells. If the first column has
        headings of its own, the corner heads nothing."""
        corner = next(iter(self.cells), None)
        if corner is None or corner.text or not corner.heads_column or corner.width > 1:
            return False
        below = [cell for cell in self.cells if cell.column == 0 and cell.row and cell.text]
        return bool(below) and not any(cell.is_header or cell.named_headers for cell in below)

    def idle_headers(self) -> list[Cell]:
        """Returns the header cells with words that no other cell uses.

        Only in tables whose data cells have headers. Skips headings repeated at the foot of a
        table, and one whose words are in another heading too. A cell that names its headers uses
        those and no others.
        """
        facts = [cell for cell in self.cells if not (cell.heads_column or cell.heads_row)]
        if not facts or self._is_full(facts):
            return []
        users = [cell for cell in self.cells if not cell.named_headers]
        with_facts = {row for cell in facts if not cell.named_headers for row in cell.rows}
        lowest = {column: cell.row for cell in users for column in cell.columns}
        idle = [
            cell
            for cell in self.cells
            if (cell.heads_column or cell.heads_row)
            if cell.row not in with_facts
            and cell.text
            and not cell.in_foot
            and all(lowest.get(column, 0) <= cell.row for column in cell.columns)
        ]
        if not idle:
            return []
        named = {name for cell in self.cells for name in cell.named_headers}
        counts = Counter(cell.text for cell in self.cells if cell.is_header)
        return [
            cell
            for cell in idle
            if counts[cell.text] == 1
            and cell.identifier not in named
            and with_facts.isdisjoint(cell.rows)
        ]

    def _is_full(self, facts: list[Cell]) -> bool:
        """True for most tables: each column reaches the last row, and that row has data cells."""
        last = self.cells[-1].row
        if facts[-1].row != last:
            return False
        below: set[int] = set()
        for cell in reversed(self.cells):
            if cell.row != last:
                break
            if cell.named_headers or cell.width > 1:
                return False
            below.add(cell.column)
        return all(cell.column in below and cell.width == 1 for cell in self.cells)

    def around(self, element: Element) -> list[str]:
        """Returns the words of the cells beside an element's cell, and of the headers above it."""
        own = self._by_element.get(element)
        if own is None:
            return []
        beside = self._by_row.get(own.row, [])[:_MOST_NEIGHBORS]
        above = self._headers_by_column.get(own.column, [])[:_MOST_NEIGHBORS]
        return [cell.text for cell in chain(beside, above)]

    @cached_property
    def _by_element(self) -> dict[Element, Cell]:
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
    """Returns the rows or columns that cells with words cover."""
    return set(chain.from_iterable(extent(cell) for cell in cells if cell.text and which(cell)))


def _lay_out(table: Element, document: Document, names: Names) -> Iterator[Cell]:
    taken: dict[int, int] = {}  # column -> rows that a cell from above still covers
    lines = _lines(table) if table.tag == "table" else _lines_by_role(table)
    for row, (section, cells) in enumerate(lines):
        elements = [cell for cell in cells if document.is_shown(cell)]
        heading_line = section == "thead" or all(_may_head(cell) for cell in elements)
        in_foot = section == "tfoot"
        covered = frozenset(taken)
        if taken:
            taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}
        column = 0
        for element in elements:
            while column in covered:
                column += 1
            if column > _LAST_COLUMN:
                break
            if element.keys():
                cell = _declared_cell(row, column, element, heading_line, names.name(element))
                if cell.height > 1:
                    taken.update(dict.fromkeys(cell.columns, cell.height - 1))
                column += cell.width
            else:
                heads = element.tag == "th"
                beside = heads and not heading_line and not column
                cell = Cell(
                    row, column, names.name(element), heads and not beside, beside, 1, 1, element
                )
                column += 1
            if in_foot:
                cell.in_foot = True
            yield cell


def _declared_cell(row: int, column: int, element: Element, heading_line: bool, text: str) -> Cell:
    """Returns a cell with the extent and direction that its attributes declare."""
    heads_column, heads_row = _direction(element, heading_line, column)
    width, height = _span(element, "colspan"), _span(element, "rowspan")
    named = tuple(element.get("headers", "").split()[:_MOST_NAMED])
    return Cell(row, column, text, heads_column, heads_row, height, width, element, named)


_Line = tuple[str, list[Element]]


def _lines(table: Element) -> Iterator[_Line]:
    """Yields the rows, each with the tag of its section and its cells."""
    for child in table:
        if child.tag == "tr":
            yield "", [cell for cell in child if cell.tag in _CELL_TAGS]
        elif child.tag in _SECTIONS:
            for line in child.iterchildren("tr"):
                yield child.tag, [cell for cell in line if cell.tag in _CELL_TAGS]


def _lines_by_role(table: Element) -> list[_Line]:
    """Returns the rows of a table made with ARIA roles."""
    lines: list[_Line] = []
    for element in table.iterdescendants("*"):
        if "role" not in element.attrib:
            continue
        explicit = role(element)
        if explicit == "row":
            lines.append(("", []))
        elif explicit in _CELL_ROLES and lines:
            lines[-1][1].append(element)
    return lines


def _span(cell: Element, attribute: str) -> int:
    value = cell.get(attribute)
    if value is None:
        return 1
    span = value.strip()
    if not _SPAN.fullmatch(span):
        return 1
    # rowspan="0" reaches to the end of the section.
    wanted = int(span) or (_LARGEST_SPAN if attribute == "rowspan" else 1)
    return min(wanted, _LARGEST_SPAN)


def _may_head(cell: Element) -> bool:
    explicit = role(cell)
    return explicit in _HEADER_ROLES if explicit else cell.tag == "th"


def _direction(cell: Element, heading_line: bool, column: int) -> tuple[bool, bool]:
    """Returns whether the cell heads its column, and whether it heads its row."""
    scope = cell.get("scope", "").strip().lower()
    if role(cell) == "columnheader" or scope in ("col", "colgroup"):
        return True, False
    if role(cell) == "rowheader" or scope in ("row", "rowgroup"):
        return False, True
    if not _may_head(cell):
        return False, False
    beside = not heading_line and column == 0
    return not beside, beside
