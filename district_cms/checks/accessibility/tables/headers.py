"""Tables: does every data cell have a heading? (WCAG 1.3.1)"""

from collections.abc import Iterator, Sequence
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ...word_sets import word_set
from ..dom import Document, Element, is_presentational, markup, role
from ..names import Names
from ..words import clip, squeeze
from .grid import Cell, Grid

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "table-no-headers",
        "1.3.1",
        "error",
        _("The table that begins with “%(excerpt)s” has no heading row or column."),
        _("A screen reader says the headings with each cell, so that numbers have a meaning."),
        _("Choose which row or column has the headings."),
        needs="table",
    ),
    Rule(
        "table-empty-header",
        "1.3.1",
        "error",
        _("A heading cell in the table is empty: row %(row)s, column %(column)s."),
        _("A screen reader says the heading with each cell, but here there is none to say."),
        _("Fill it in."),
        needs="table",
    ),
    Rule(
        "table-caption",
        "1.3.1 advice",
        "warning",
        _("The table that begins with “%(excerpt)s” has no title."),
        _("With a title, people know what the table is about before they go through it."),
        _("Give the table a short title."),
        needs="table",
    ),
    Rule(
        "table-header-unused",
        "1.3.1",
        "error",
        _("No cell belongs to the heading “%(excerpt)s”: row %(row)s, column %(column)s."),
        _("A screen reader says the heading with each of its cells, but this one has none."),
        _("Fill in the cells that it is for, or delete it."),
        needs="markup",
    ),
    Rule(
        "table-bad-headers-ref",
        "1.3.1",
        "error",
        _(
            "A cell in the table names “%(excerpt)s” as its heading, but no other cell has that "
            "id: row %(row)s, column %(column)s."
        ),
        _("A screen reader then says no heading with the cell, or the wrong one."),
        _("Name the id of a heading cell in the same table, or remove “headers”."),
        needs="markup",
    ),
    Rule(
        "table-column-unnamed",
        "1.3.1 advice",
        "warning",
        _("The first column of the table has no heading, but the others have one."),
        _("A screen reader says the heading with each cell, but here there is none to say."),
        _("Fill in the first cell, or make the first column headings as well."),
        needs="table",
    ),
    Rule(
        "table-blank-row",
        "1.3.1 advice",
        "warning",
        _("Row %(row)s of the table is blank."),
        _(
            "A screen reader reads it cell by cell, and many people think that the table ends "
            "there."
        ),
        _(
            "Delete the row. If the rows below it are about something else, put them into a table"
            " of their own."
        ),
        needs="table",
    ),
    Rule(
        "table-layout",
        "1.3.2 advice",
        "warning",
        _("The table that begins with “%(excerpt)s” seems to have paragraphs, not facts."),
        _("A screen reader reads it cell by cell, and on a phone the columns get narrow."),
        _("Turn it into paragraphs with headings, or confirm that it is a table of facts."),
        needs="block for text",
        fix_without=_("Write it as text, or confirm that it is a table of facts."),
    ),
)

# Data tables contain no headings, fields or tables; layout tables do.
_SIGNS_OF_LAYOUT: Final = word_set("button form h1 h2 h3 h4 h5 h6 input select table textarea")
_TABLE: Final = frozenset({"table"})
# Characters from which a cell is a passage to read.
_PASSAGE: Final = 200
_PASSAGE_SIDE_BY_SIDE: Final = 60


def check_table(
    data: Sequence[Sequence[object]] | None,
    first_row_is_header: bool,
    first_col_is_header: bool,
    caption: str = "",
) -> list[Fault]:
    """Returns the faults of a table's values: rows of cells, each a text, a number or None.

    Tables with one row or one column of words are lists: they need no headers, only a title.
    """
    cells = [
        Cell(
            row=row,
            column=column,
            text=squeeze("" if value is None else str(value)),
            heads_column=first_row_is_header and row == 0,
            heads_row=first_col_is_header and column == 0,
        )
        for row, values in enumerate(data or ())
        for column, value in enumerate(values or ())
    ]
    grid = Grid(cells)
    if not any(cell.text for cell in cells):
        return []
    first_words = clip(next(cell.text for cell in cells if cell.text))
    faults: list[Fault] = []
    if not (first_row_is_header or first_col_is_header):
        if _is_two_dimensional(grid):
            faults.append(Fault("table-no-headers", first_words))
    else:
        faults.extend(
            Fault("table-empty-header", params=_place(cell)) for cell in grid.nameless_headers()
        )
        if grid.has_nameless_column():
            faults.append(Fault("table-column-unnamed"))
    faults.extend(Fault("table-blank-row", params=(("row", str(row + 1)),)) for row in _gap(grid))
    if not squeeze(caption):
        faults.append(Fault("table-caption", first_words))
    if _holds_passages(cells):
        faults.append(Fault("table-layout", first_words))
    return faults


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of the data tables in a document.

    Without headers, a table that contains headings, fields or other tables counts as layout, and
    one with a single row or column of words as a list.
    """
    for table in document.tagged("table"):
        if not document.is_perceivable(table) or is_presentational(table):
            continue
        grid = Grid.of(table, document, names)
        first_words = clip(next((cell.text for cell in grid.cells if cell.text), ""))
        has_headers = any(cell.is_header for cell in grid.cells) or _names_headers(grid)
        if not first_words or not (has_headers or _looks_like_data(table, grid)):
            if _stands_side_by_side(grid):
                yield Fault("table-layout", first_words, document.selector(table))
            continue
        if not has_headers:
            yield Fault("table-no-headers", first_words, document.selector(table))
        for cell in grid.nameless_headers():
            if cell.element is not None:
                place = document.selector(cell.element)
                yield Fault("table-empty-header", markup(cell.element), place, _place(cell))
        if grid.has_nameless_column():
            yield Fault("table-column-unnamed", selector=document.selector(table))
        for row in _gap(grid):
            params = (("row", str(row + 1)),)
            yield Fault("table-blank-row", selector=document.selector(table), params=params)
        lost = list(_check_references(table, grid, document))
        # A heading that cells name wrongly would seem unused too.
        yield from lost or _idle_headers(grid, document)
        if not names.title(table) and role(table) not in ("grid", "treegrid"):
            yield Fault("table-caption", first_words, document.selector(table))
    for table in document.with_role("grid", "table", "treegrid"):
        # Tables made with ARIA roles are built with care, and have headers.
        if table.tag != "table" and document.is_perceivable(table):
            yield from _idle_headers(Grid.of(table, document, names), document)


def _idle_headers(grid: Grid, document: Document) -> Iterator[Fault]:
    for cell in grid.idle_headers():
        if cell.element is not None:
            place = document.selector(cell.element)
            yield Fault("table-header-unused", clip(cell.text), place, _place(cell))


def _gap(grid: Grid) -> list[int]:
    """Returns the first blank row between others, in a list, or an empty list."""
    filled = {row for cell in grid.cells if cell.text for row in cell.rows}
    there = {cell.row for cell in grid.cells}
    return [row for row in sorted(there - filled) if filled and min(filled) < row < max(filled)][:1]


def _stands_side_by_side(grid: Grid) -> bool:
    """True for one row of passages: a table that lays out the columns of a newsletter."""
    long = [cell for cell in grid.cells if len(cell.text) >= _PASSAGE_SIDE_BY_SIDE]
    return len(long) > 1 and len({cell.row for cell in grid.cells}) == 1


def _holds_passages(cells: Sequence[Cell]) -> bool:
    """True if most cells hold a passage to read rather than a value to look up."""
    filled = [cell for cell in cells if cell.text]
    long = sum(len(cell.text) >= _PASSAGE for cell in filled)
    return long > 1 and long * 2 >= len(filled)


def _check_references(table: Element, grid: Grid, document: Document) -> Iterator[Fault]:
    """Yields the cells whose `headers` name something that is no other cell of this table."""
    if role(table) not in ("", "table", "grid", "treegrid"):
        return
    for cell in grid.cells:
        if cell.element is None:
            continue
        for name in cell.named_headers:
            target = document.by_id(name)
            if target is None or target is cell.element or not _is_cell_of(table, target, document):
                place = document.selector(cell.element)
                yield Fault("table-bad-headers-ref", clip(name), place, _place(cell))
                break


def _is_cell_of(table: Element, element: Element, document: Document) -> bool:
    return element.tag in ("td", "th") and document.nearest(element, _TABLE) is table


def _is_two_dimensional(grid: Grid) -> bool:
    rows, columns = grid.filled()
    return rows > 1 and columns > 1


def _names_headers(grid: Grid) -> bool:
    """True if cells name their headers."""
    return any(cell.named_headers for cell in grid.cells)


def _looks_like_data(table: Element, grid: Grid) -> bool:
    inside = table.iterdescendants(*_SIGNS_OF_LAYOUT)
    return _is_two_dimensional(grid) and next(inside, None) is None


def _place(cell: Cell) -> tuple[tuple[str, str], ...]:
    """Returns the params for row and column, counted from 1."""
    return (("row", str(cell.row + 1)), ("column", str(cell.column + 1)))
