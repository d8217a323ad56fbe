"""Parses a CSV file and plans its changes; each error has its place. Pure."""

import codecs
import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

type Place = int | str
"""The place in the file: the line of a table (1 is the first), or the title of an entry."""

WHOLE_FILE: Place = ""
"""The place of errors of the whole file."""
LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Located:
    """An error or a note; `fault` is a key of the importer's sentences.

    `value` is the cell's content, at most `LONGEST_VALUE` characters. `column` is the file's own
    header, empty for a whole row. `file` is empty if there is only one.
    """

    row: Place
    column: str
    value: str
    fault: str
    file: str = ""


def in_order(errors: Iterable[Located]) -> list[Located]:
    """Returns errors in the order of the file: first those of the whole file, then line by line;
    errors without a line number keep their order."""
    return sorted(errors, key=lambda each: each.row if isinstance(each.row, int) else 0)


@dataclass(frozen=True, slots=True)
class FileCell:
    """A cell of the file: our name of its column, the file's own header, and the value."""

    column: str
    header: str
    value: str

    def names_cell(self, error: Located) -> bool:
        return error.column in {self.column, self.header}


@dataclass(slots=True)
class Collector:
    """Collects errors and notes while a file is parsed. With an error, nothing is imported."""

    file: str = ""
    errors: list[Located] = field(default_factory=list)
    notes: list[Located] = field(default_factory=list)

    def error(self, row: Place, column: str, value: str, fault: str) -> None:
        """Adds an error."""
        self.errors.append(Located(row, column, value[:LONGEST_VALUE], fault, self.file))

    def note(self, row: Place, value: str, fault: str, column: str = "") -> None:
        """Adds a note that people should read, so that they do not expect something else."""
        self.notes.append(Located(row, column, value[:LONGEST_VALUE], fault, self.file))


GUESSED: Final = "cp1252"


def decode(data: bytes, collector: Collector, *, may_guess: bool = True) -> str | None:
    """Returns the text of a file without its byte order mark; None, with an error, if it is no
    text.

    Use `may_guess=False` for formats that require UTF-8, where a guess would hide an error.
    """
    text = _decoded(data, collector, may_guess=may_guess)
    if text is not None and "\0" in text:
        collector.error(text.count("\n", 0, text.index("\0")) + 1, "", "", "not-text")
        return None
    return text


def _decoded(data: bytes, collector: Collector, *, may_guess: bool) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            collector.error(1, "", "", "not-text")
            return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = repr(data[error.start : error.end])
    if not may_guess:
        collector.error(line, "", wrong, "not-utf8")
        return None
    try:
        text = data.decode(GUESSED)
    except UnicodeDecodeError:
        collector.error(line, "", wrong, "not-text")
        return None
    collector.note(line, text.split("\n")[line - 1].strip(), "guessed")
    return text


MOST_ROWS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `number` is the line of the file in which it starts."""

    number: int
    cells: Mapping[str, str]  # by our column names
    headers: Mapping[str, str]  # our column names to the file's headers

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def header(self, column: str) -> str:
        """Returns the file's header of the column."""
        return self.headers.get(column, column)


def read_table(
    text: str,
    collector: Collector,
    *,
    headers: Mapping[str, Sequence[str]],
    needed: Mapping[str, Sequence[str]],
    most_rows: int = MOST_ROWS,
) -> Iterator[Line]:
    """Yields the rows of a table with stripped cells; adds errors to `collector` meanwhile.

    `headers` are the accepted headers of each of our columns, compared without case and
    underscores; other columns are skipped. `needed` maps each fault to columns of which one must be
    present. Accepts commas, semicolons or tabs as separators; skips empty lines.
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
        values = {column: cells[at] for column, at in columns.items() if at < len(cells)}
        read += 1
        yield Line(number, values, names)
    if columns is None and not collector.errors:
        collector.error(1, "", "", "empty-file")


def plain_word(text: str) -> str:
    """Returns a header or keyword for comparison: "First_Day " becomes "first day"."""
    return " ".join(text.casefold().replace("_", " ").split())


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=first.count)


def _columns(cells: list[str], headers: Mapping[str, Sequence[str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        for column, words in headers.items():
            if plain_word(cell) in words:
                columns.setdefault(column, index)
    return columns


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


# A year outside this range is a typing error.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_US_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", re.ASCII)
_YES: Final = frozenset({"yes", "y", "true", "t", "1", "x", "sí", "si"})
_NO: Final = frozenset({"no", "n", "false", "f", "0"})


def read_date(value: str) -> dt.date | None:
    """Parses 2026-11-24, 11/24/2026, or 11/24/26 as Excel on a Mac writes it; returns None for
    anything else, also for November 31."""
    if match := _ISO_DATE.fullmatch(value):
        year, month, day = match.groups()
    elif match := _US_DATE.fullmatch(value):
        month, day, year = match.groups()
        year = year if len(year) == len("2026") else f"20{year}"
    else:
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_flag(value: str) -> bool | None:
    """Parses yes or no in English or Spanish; None for anything else, also for an empty cell.

    For tables of people; calendars have no such column.
    """
    word = plain_word(value)
    return True if word in _YES else False if word in _NO else None


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of one of our tables before and after the import; None if it does not exist."""

    table: str
    key: Any
    before: Any
    after: Any

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return Kind.ADDED
        return Kind.REMOVED if self.after is None else Kind.CHANGED


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import would do. With `errors`, it does nothing."""

    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    errors: tuple[Located, ...] = ()
    notes: tuple[Located, ...] = ()

    def of(self, table: str, kind: Kind | None = None) -> tuple[Change, ...]:
        """Returns the changes of one table, of one kind or of all."""
        return tuple(c for c in self.changes if c.table == table and kind in (None, c.kind))

    def count(self, kind: Kind) -> int:
        return sum(change.kind == kind for change in self.changes)

    def digest(self) -> str:
        """Returns a digest of the changes, to check that the import does what the preview
        showed."""
        digest = hashlib.sha256()
        for change in self.changes:
            digest.update(repr(change).encode())
        return digest.hexdigest()


def compare[Key: Hashable](
    table: str, present: Mapping[Key, Any], coming: Mapping[Key, Any], *, replace: bool
) -> tuple[tuple[Change, ...], int]:
    """Returns the changes from `present` to `coming`, and the number of unchanged entries.

    With `replace`, entries that are not in `coming` are removed; otherwise they stay and are not
    counted.
    """
    changes = [
        Change(table, key, present.get(key), value)
        for key, value in coming.items()
        if present.get(key) != value
    ]
    unchanged = len(coming) - len(changes)
    if replace:
        changes += [Change(table, k, v, None) for k, v in present.items() if k not in coming]
    return tuple(changes), unchanged


def suspicious_shrink(
    plan: Plan, table: str, *, present: int, most: float, at_least: int = 5
) -> Located | None:
    """Returns an error if more than the fraction `most` (0 to 1) of the present rows would be
    removed.

    A truncated file looks as if everyone had left. Fewer than `at_least` removals pass, so that
    small tables can change. For rosters, which list everyone each time.
    """
    going = len(plan.of(table, Kind.REMOVED))
    if going < at_least or going <= present * most:
        return None
    return Located(WHOLE_FILE, "", "", "shrinks")


def refuse_shrinking(plan: Plan, table: str, *, present: int, most: float, allowed: bool) -> Plan:
    """Returns the plan with the error of `suspicious_shrink`, unless the user `allowed` the list to
    get so much shorter, or the file has errors of its own."""
    if allowed or plan.errors:
        return plan
    shrinks = suspicious_shrink(plan, table, present=present, most=most)
    return replace(plan, errors=(shrinks,)) if shrinks else plan
