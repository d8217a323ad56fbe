"""A school calendar as CSV: one day or span in a line."""

import datetime as dt

from district_cms.imports.cells import read_date
from district_cms.imports.table import Line, plain_word, read_table
from district_cms.imports.text import decode

from .rows import LONGEST_NAME, LONGEST_TERM, BoundRow, CalendarRows, Gathering, TermRow

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
NEEDED = {"no-date-column": ("date", "start"), "no-name-column": ("name",)}


def parse_csv(text: str | bytes) -> CalendarRows:
    """Read a school calendar from CSV; what is wrong comes back in `errors`, nothing is raised.

    Columns, in any order: `date`, or `start` and `end` (both included), `name`, and `kind`
    (no-school, which is also meant by an empty cell, term, first-day, last-day). Separated by
    commas, semicolons or tabs. Dates are 2026-11-24 or 11/24/2026.
    """
    gathering = Gathering(strict=True)
    written = decode(text, gathering) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    if written is not None and not gathering.too_many(written.rstrip().count("\n")):
        for line in read_table(written, gathering, headers=HEADERS, needed=NEEDED):
            _read(line, gathering)
    return gathering.rows()


def _read(line: Line, gathering: Gathering) -> None:
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


def _kind(line: Line, gathering: Gathering) -> str:
    written = line["kind"]
    word = plain_word(written)
    for kind, words in KINDS.items():
        if word in words:
            return kind
    gathering.error(line.number, line.header("kind"), written, "unknown-kind")
    return ""


def _span(line: Line, gathering: Gathering) -> tuple[dt.date | None, dt.date | None]:
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
