"""A table from CSV: one entry in a line, its columns found by their headers. Pure."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .located import Collector

MOST_ROWS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `number` is the line of the file that it begins in."""

    number: int
    cells: Mapping[str, str]  # by our names of columns
    headers: Mapping[str, str]  # ours to the file's

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def header(self, column: str) -> str:
        """What the file calls the column."""
        return self.headers.get(column, column)


def read_table(
    text: str,
    collector: Collector,
    *,
    headers: Mapping[str, Sequence[str]],
    needed: Mapping[str, Sequence[str]],
    most_rows: int = MOST_ROWS,
) -> Iterator[Line]:
    """The rows of a table, cells without the spaces around them; mistakes go to `collector` while
    they are read.

    `headers` are the words for each of our columns, compared without case and underscores; other
    columns are left out. `needed` has for each fault the columns of which one must be there.
    Separated by commas, semicolons or tabs; empty lines are passed over.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    columns: dict[str, int] | None = None
    read = 0
    while True:
        number = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            break
        except csv.Error:
            collector.error(number, "", "", "unreadable-line")
            break
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(cells, headers)
            if not _has_needed(columns, needed, collector, number, cells):
                return
            width, names = len(cells), {column: cells[at] for column, at in columns.items()}
            continue
        if read == most_rows:
            collector.error(number, "", "", "too-many-rows")
            break
        if len(cells) > width and any(cells[width:]):
            collector.error(number, "", " | ".join(cells), "too-many-cells")
            continue
        found = {column: cells[at] for column, at in columns.items() if at < len(cells)}
        read += 1
        yield Line(number, found, names)
    if columns is None and not collector.errors:
        collector.error(1, "", "", "empty-file")


def plain_word(text: str) -> str:
    """A header or a keyword as it is compared: "First_Day " is "first day"."""
    return " ".join(text.casefold().replace("_", " ").split())


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=first.count)


def _columns(cells: list[str], headers: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        for column, words in headers.items():
            if plain_word(cell) in words:
                found.setdefault(column, index)
    return found


def _has_needed(
    columns: Mapping[str, int],
    needed: Mapping[str, Sequence[str]],
    collector: Collector,
    number: int,
    cells: list[str],
) -> bool:
    missing = {
        fault: names for fault, names in needed.items() if not any(n in columns for n in names)
    }
    for fault, names in missing.items():
        collector.error(number, names[0], ", ".join(cells), fault)
    return not missing
