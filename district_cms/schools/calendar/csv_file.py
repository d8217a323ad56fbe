"""A school calendar as CSV: one day or span in a line."""

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass

from .rows import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_NAME,
    LONGEST_TERM,
    BoundRow,
    CalendarRows,
    Gathering,
    TermRow,
)

HEADERS = {
    "date": ("date", "day", "fecha"),
    "start": ("start", "start date", "first day", "from", "inicio"),
    "end": ("end", "end date", "last day", "to", "fin"),
    "name": ("name", "title", "event", "description", "nombre"),
    "kind": ("kind", "type", "category", "tipo"),
}
KINDS = {
    "no-school": ("", "no-school", "no school", "holiday", "break", "vacation"),
    "term": ("term", "quarter", "semester", "trimester"),
    "first-day": ("first-day", "first day"),
    "last-day": ("last-day", "last day"),
}
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: dict[str, str]
    headers: dict[str, str]  # ours to the file's

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def header(self, column: str) -> str:
        return self.headers.get(column, column)


def parse_csv(text: str | bytes) -> CalendarRows:
    """Read a school calendar from CSV; what is wrong comes back in `errors`, nothing is raised.

    Columns, in any order: `date`, or `start` and `end` (both included), `name`, and `kind`
    (no-school, which is also meant by an empty cell, term, first-day, last-day). Separated by
    commas, semicolons or tabs; UTF-8 with or without a byte-order mark. Dates are 2026-11-24 or
    11/24/2026.
    """
    gathering = Gathering(strict=True)
    if isinstance(text, bytes):
        data = text
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            gathering.error(line, "", repr(data[error.start : error.end]), "not-utf8")
            return gathering.rows()
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    headers: dict[str, int] | None = None
    names: dict[str, str] = {}
    while True:
        number = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            break
        except csv.Error:
            gathering.error(number, "", "", "unreadable-line")
            break
        if not any(cells):
            continue
        if headers is None:
            headers = _headers(cells)
            names = {column: cells[index] for column, index in headers.items()}
            if not _has_needed(headers, gathering, number, cells):
                return gathering.rows()
            width = len(cells)
            continue
        if len(cells) > width and any(cells[width:]):
            gathering.error(number, "", " | ".join(cells), "too-many-cells")
            continue
        found = {column: cells[at] for column, at in headers.items() if at < len(cells)}
        _read(_Line(number, found, names), gathering)
    if headers is None and not gathering.errors:
        gathering.error(1, "", "", "empty-file")
    return gathering.rows()


def read_date(value: str) -> dt.date | None:
    """2026-11-24 or 11/24/2026 as a date; None for anything else, and for November 31."""
    if match := ISO_DATE.fullmatch(value):
        year, month, day = match.groups()
    elif match := US_DATE.fullmatch(value):
        month, day, year = match.groups()
    else:
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=first.count)


def _headers(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        word = " ".join(cell.casefold().replace("_", " ").split())
        for column, words in HEADERS.items():
            if word in words:
                found.setdefault(column, index)
    return found


def _has_needed(
    headers: dict[str, int], gathering: Gathering, number: int, cells: list[str]
) -> bool:
    written = ", ".join(cells)
    if "date" not in headers and "start" not in headers:
        gathering.error(number, "date", written, "no-date-column")
    if "name" not in headers:
        gathering.error(number, "name", written, "no-name-column")
    return not gathering.errors


def _read(line: _Line, gathering: Gathering) -> None:
    before = len(gathering.errors)
    kind = _kind(line, gathering)
    first, last = _span(line, gathering)
    name = " ".join(line["name"].split())
    if not name and kind in ("no-school", "term"):
        gathering.error(line.number, line.header("name"), "", "no-name")
    elif len(name) > LONGEST_NAME:
        gathering.error(line.number, line.header("name"), name, "long-name")
    if len(gathering.errors) > before or first is None or last is None:
        return
    column = line.header("end" if line["end"] else "date")
    if kind == "no-school":
        if not gathering.add_no_school(first, last, name, line.number):
            gathering.error(line.number, column, f"{first} – {last}", "long-span")
    elif kind == "term":
        if first == last or (last - first).days > LONGEST_TERM:
            gathering.error(line.number, column, f"{first} – {last}", "term-span")
        elif not gathering.add_term(TermRow(name, first, last, line.number)):
            gathering.error(line.number, line.header("name"), name, "term-twice")
    else:
        bounds = gathering.first_days if kind == "first-day" else gathering.last_days
        if any(bound.day != first for bound in bounds) or first != last:
            gathering.error(line.number, line.header("kind"), kind, f"{kind}-twice")
        bounds.append(BoundRow(first, line.number))


def _kind(line: _Line, gathering: Gathering) -> str:
    written = line["kind"]
    word = " ".join(written.casefold().replace("_", " ").split())
    for kind, words in KINDS.items():
        if word in words:
            return kind
    gathering.error(line.number, line.header("kind"), written, "unknown-kind")
    return ""


def _span(line: _Line, gathering: Gathering) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day; None where an error was noted."""
    start = "date" if line["date"] else "start"
    if not line[start]:
        gathering.error(line.number, line.header(start), "", "no-date")
        return None, None
    first = read_date(line[start])
    if first is None:
        gathering.error(line.number, line.header(start), line[start], "bad-date")
    if not line["end"]:
        return first, first
    last = read_date(line["end"])
    if last is None:
        gathering.error(line.number, line.header("end"), line["end"], "bad-date")
    elif first is not None and last < first:
        gathering.error(line.number, line.header("end"), line["end"], "end-before-start")
        return None, None
    return first, last
