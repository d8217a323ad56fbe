"""Reads a district's procedure from the text of its file: all of it, or errors with their lines.

The file is TOML; docs/reference/procedure.md describes it. A later version leaves out the sections
in which it says the same as the version before it.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, get_args

from .law import DISTRICT_CHOICE, LAW
from .strength import Strength
from .toml_lines import Path, line_of, lines_of
from .versions import (
    COLUMNS,
    SIGNATURE_CONTACTS,
    SIGNATURE_EXTRAS,
    Clause,
    NoSchoolRule,
    Part,
    PartKind,
    Posting,
    Procedure,
    Review,
    Signature,
    Source,
    Version,
    Words,
    named_days,
)

CITED: Final = frozenset({
    *("accessibility", "ferpa", "photographs-and-logos", "personal-accounts", "district-senders"),
    *("update-contents", "curriculum-link", "website-anchor", "common-resource"),
    *("frequency-days", "frequency-minimum", "feedback", "deviation-reasons", "deviation-explain"),
    *("supervisor-authorization", "signature-required", "signature-logos", "signature-statements"),
    *("signature-other-images", "signature-memberships", "signature-quotes"),
    *("signature-background", "signature-text", "signature-guidelines"),
    *("district-accounts", "personal-sites"),
})  # fmt: skip
"""The clauses that checks, forms and mails of the website cite. Each version has them, in the words
of its source: what the procedure does not say is there as the district's own (``source``)."""

_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_RULE: Final = re.compile(r"[A-Z]+=[A-Z0-9,+-]+(;[A-Z]+=[A-Z0-9,+-]+)*")
_RULE_PARTS: Final = frozenset(
    ("FREQ", "INTERVAL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYMONTH", "BYSETPOS")
)
_NAMES_DAYS: Final = frozenset({"BYDAY", "BYMONTHDAY", "BYYEARDAY"})
_FREQUENCIES: Final = frozenset({"WEEKLY", "MONTHLY", "YEARLY"})
_A_YEAR: Final = timedelta(days=366)
_TAKEN: Final = frozenset({"title", "assessments", "pictures", "further"})
_AT_LINE: Final = re.compile(r" ?\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True, order=True)
class LocatedError:
    """One error of the file: its line, from 1, the value that is wrong as the file has it ("" for
    something missing), and a sentence that says what is wrong."""

    line: int
    value: str
    sentence: str


class ProcedureError(ValueError):
    """The file is no procedure. ``errors`` are in the order of their lines."""

    def __init__(self, name: str, errors: Collection[LocatedError]) -> None:
        self.name, self.errors = name, tuple(sorted(errors))
        super().__init__(
            " ".join(f"{name}, line {each.line}: {each.sentence}" for each in self.errors)
        )


def load(text: str, name: str) -> Procedure:
    """Returns the procedure that the text of a file describes; ``name`` is its folder's.

    Raises `ProcedureError` with all errors, and never returns a part of a file.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        sentence = f"This is not TOML: {_AT_LINE.sub('', str(error))}."
        raise ProcedureError(name, [LocatedError(line, "", sentence)]) from None
    reader = _Reader(text)
    top = reader.table((), data, needed=("title", "versions"))
    title = reader.text(("title",), top)
    versions: list[Version] = []
    for path, each in reader.tables(("versions",), top):
        version = _version(reader, path, each, versions[-1] if versions else None)
        if version is not None:
            versions.append(version)
    if reader.errors or not versions:
        raise ProcedureError(name, reader.errors)
    return Procedure(name, title, tuple(versions))


class _Reader:
    """Takes values of the expected type out of the parsed file, and collects errors."""

    def __init__(self, text: str) -> None:
        self.text_lines = text.splitlines()
        self.lines = lines_of(text)
        self.errors: set[LocatedError] = set()
        self.cited: list[tuple[Path, str]] = []

    def refuse(self, path: Path, sentence: str, value: Any = "") -> None:
        line = line_of(path, self.lines)
        if isinstance(value, str) and value:
            # In an array of several lines, the line of the value itself.
            later = [number for number in self.lines.values() if number > line]
            until = min(later, default=len(self.text_lines) + 1)
            rows = range(line, until)
            quoted = (f'"{value}"', f"'{value}'")
            line = next(
                (row for row in rows if any(each in self.text_lines[row - 1] for each in quoted)),
                line,
            )
        shown = value.isoformat() if isinstance(value, date) else str(value)
        self.errors.add(LocatedError(line, shown, sentence))

    def table(
        self, path: Path, value: Any, *, needed: Collection[str], optional: Collection[str] = ()
    ) -> Mapping[str, Any]:
        """Returns the table, and refuses keys that are unknown or missing."""
        if not isinstance(value, dict):
            self.refuse(path, f"{_words(path)} needs keys of its own.", value)
            return {}
        for key in value.keys() - {*needed, *optional}:
            self.refuse((*path, key), f"The key “{key}” is not known here.", key)
        for key in sorted({*needed} - value.keys()):
            self.refuse(path, f"{_words(path)} has no “{key}”.")
        return value

    def tables(self, path: Path, table: Mapping[str, Any]) -> list[tuple[Path, Any]]:
        """Returns the tables of a list that may not be empty, each with its path."""
        rows = table.get(str(path[-1]), [])
        if not isinstance(rows, list) or not rows:
            if path[-1] in table:
                self.refuse(path, f"“{path[-1]}” needs at least one table: [[{path[-1]}]].", rows)
            return []
        return [((*path, number), row) for number, row in enumerate(rows)]

    def value[T](
        self, path: Path, table: Mapping[str, Any], kind: type[T], default: T, words: str
    ) -> T:
        """Returns the value at the end of the path. A missing one is refused by `table`."""
        value = table.get(str(path[-1]), default)
        # A moment is a date, and True a number, only for Python.
        if not isinstance(value, kind) or (type(value) in (bool, datetime) and kind is not bool):
            self.refuse(path, f"“{path[-1]}” is {value!r}, and {words}.", value)
            return default
        return value

    def text(self, path: Path, table: Mapping[str, Any]) -> str:
        text = " ".join(self.value(path, table, str, "", "text in quotation marks").split())
        if not text and path[-1] in table:
            self.refuse(path, f"“{path[-1]}” has no words.")
        return text

    def id(self, path: Path, table: Mapping[str, Any]) -> str:
        text = self.text(path, table)
        if text and not _ID.fullmatch(text):
            self.refuse(path, f"“{text}” is not an id: lower-case words with hyphens.", text)
        return text

    def number(self, path: Path, table: Mapping[str, Any], least: int, most: int) -> int:
        words = f"a number from {least} to {most}"
        number = self.value(path, table, int, least, words)
        if not least <= number <= most:
            self.refuse(path, f"“{path[-1]}” is {number}, and needs {words}.", number)
        return number

    def choice[E: StrEnum](self, path: Path, table: Mapping[str, Any], kind: type[E]) -> E | None:
        text = self.text(path, table)
        if text and text not in list(kind):
            self.refuse(path, f"“{text}” is none of {_listed(kind)}.", text)
            return None
        return kind(text) if text else None

    def words(self, path: Path, table: Mapping[str, Any], *, of: str = "") -> Words:
        """Returns the words in both languages. `of` names whose they are."""
        value = table.get(str(path[-1]), {})
        if not isinstance(value, dict):
            self.refuse(path, f'“{path[-1]}” needs en and es: {{ en = "…", es = "…" }}.', value)
            return Words("", "")
        texts = []
        for language in ("en", "es"):
            text = value.get(language)
            texts.append(" ".join(text.split()) if isinstance(text, str) else "")
            if not texts[-1] and path[-1] in table:
                self.refuse(path, f"{of}“{path[-1]}” has no words in “{language}”.")
        for key in value.keys() - {"en", "es"}:
            self.refuse(path, f"The language “{key}” is not known: en and es are.", key)
        return Words(*texts)

    def ids(self, path: Path, table: Mapping[str, Any], known: Collection[str]) -> tuple[str, ...]:
        """Returns a list of known words, each once."""
        values = self.value(path, table, list, [], "a list")
        for value in values:
            if value not in known:
                self.refuse(path, f"“{value}” is none of {_listed(known)}.", value)
            elif values.count(value) > 1:
                self.refuse(path, f"“{value}” is there twice.", value)
        return tuple(value for value in values if isinstance(value, str))


_SECTIONS: Final = ("clauses", "posting", "parts", "signature", "figures", "review")


def _version(reader: _Reader, path: Path, value: Any, before: Version | None) -> Version | None:
    """Reads one version; sections that a later one leaves out are those of the version before."""
    needed = ("from", *(() if before else _SECTIONS))
    table = reader.table(path, value, needed=needed, optional=("decision", *_SECTIONS))
    since = reader.value((*path, "from"), table, date, date.min, "a day: 2026-08-01")
    if before is not None and since <= before.since and "from" in table:
        same = since == before.since
        sentence = (
            f"Two versions hold from {since}."
            if same
            else f"The version from {since} stands after that from {before.since}: reorder them."
        )
        reader.refuse((*path, "from"), sentence, since)

    clauses = before.clauses if before else {}
    if "clauses" in table:
        clauses = _clauses(reader, path, table)
    sections = {
        name: read(reader, (*path, name), table[name])
        for name, read in _READERS.items()
        if name in table
    }
    if "parts" in table:
        sections["parts"] = _parts(reader, (*path, "parts"), table)
    for at, clause_id in reader.cited:
        if clause_id not in clauses:
            reader.refuse(at, f"No clause is called “{clause_id}”.", clause_id)
    reader.cited.clear()
    if reader.errors:
        return None
    kept = {} if before is None else {name: getattr(before, name) for name in _STORED.values()}
    version = Version(
        **kept
        | {_STORED[name]: value for name, value in sections.items()}
        | {
            "since": since,
            "decision": reader.text((*path, "decision"), table),
            "clauses": MappingProxyType({**clauses}),
        }
    )
    for rule in version.posting.rules:
        if not named_days((rule,), since, since, since + _A_YEAR):
            sentence = f"The rule “{rule}” never happens in the year from {since}."
            reader.refuse((*path, "posting", "rules"), sentence, rule)
    return version


def _clauses(reader: _Reader, path: Path, table: Mapping[str, Any]) -> dict[str, Clause]:
    clauses: dict[str, Clause] = {}
    for at, value in reader.tables((*path, "clauses"), table):
        row = reader.table(
            at, value, needed=("id", "strength", "where", "text"), optional=("source", "note")
        )
        key = reader.id((*at, "id"), row)
        if key in clauses:
            reader.refuse((*at, "id"), f"Two clauses are called “{key}”.", key)
        if any(key == each.id for each in (*LAW, DISTRICT_CHOICE)):
            sentence = f"“{key}” is a clause of every procedure: choose another id."
            reader.refuse((*at, "id"), sentence, key)
        source = reader.text((*at, "source"), {"source": "procedure", **row})
        if source not in get_args(Source):
            sentence = f"“{source}” is none of {_listed(get_args(Source))}."
            reader.refuse((*at, "source"), sentence, source)
        strength = reader.choice((*at, "strength"), row, Strength)
        note = reader.words((*at, "note"), row) if "note" in row else None
        sentence, where = reader.text((*at, "text"), row), reader.text((*at, "where"), row)
        clauses[key] = Clause(key, strength or Strength.MAY, sentence, where, source, note)  # type: ignore[arg-type]
    for key in sorted(CITED - clauses.keys()):
        sentence = f"No clause is called “{key}”, which checks of the website cite."
        reader.refuse((*path, "clauses"), sentence)
    return clauses | {each.id: each for each in (*LAW, DISTRICT_CHOICE)}


def _posting(reader: _Reader, path: Path, value: Any) -> Posting:
    table = reader.table(
        path,
        value,
        needed=("rules", "says", "minimum_a_month"),
        optional=("no_school", "short_month"),
    )
    at = (*path, "rules")
    named = reader.value(at, table, list, [], "a list")
    rules = [rule for rule in named if _is_rule(reader, at, rule)]
    if not named and "rules" in table:
        reader.refuse(at, "“rules” names no rule.")
    short = reader.number((*path, "short_month"), table, 0, 23) if "short_month" in table else None
    return Posting(
        rules=tuple(rules),
        says=reader.words((*path, "says"), table),
        minimum_a_month=reader.number((*path, "minimum_a_month"), table, 0, 23),
        no_school=reader.choice((*path, "no_school"), table, NoSchoolRule),
        short_month=short,
    )


def _is_rule(reader: _Reader, path: Path, rule: Any) -> bool:
    if not isinstance(rule, str) or not _RULE.fullmatch(rule):
        reader.refuse(path, f"{rule!r} is not a recurrence rule of RFC 5545.", rule)
        return False
    names = dict(each.split("=", 1) for each in rule.split(";"))
    unknown = sorted(names.keys() - _RULE_PARTS)
    if unknown or names.get("FREQ") not in _FREQUENCIES or not names.keys() & _NAMES_DAYS:
        sentence = (
            f"The rule “{rule}” may not have {', '.join(unknown)}: a version holds from its day."
            if unknown
            else f"The rule “{rule}” needs FREQ={'|'.join(sorted(_FREQUENCIES))} and days, "
            f"such as BYDAY."
        )
        reader.refuse(path, sentence, rule)
        return False
    try:
        named_days((rule,), date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 2))
    except ValueError as error:
        reader.refuse(path, f"The rule “{rule}” cannot be read: {error}.", rule)
        return False
    return True


def _parts(reader: _Reader, path: Path, table: Mapping[str, Any]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for at, value in reader.tables(path, table):
        row = reader.table(
            at,
            value,
            needed=("id", "kind", "title", "help", "clause"),
            optional=("required", "none_because"),
        )
        key, kind = reader.id((*at, "id"), row), reader.choice((*at, "kind"), row, PartKind)
        if key in [part.id for part in parts]:
            reader.refuse((*at, "id"), f"Two parts are called “{key}”.", key)
        if key in _TAKEN:
            reader.refuse((*at, "id"), f"Every update has “{key}”: choose another id.", key)
        if kind is not None and kind is not COLUMNS.get(key, kind):
            sentence = f"The part “{key}” is always of the kind “{COLUMNS[key]}”."
            reader.refuse((*at, "kind"), sentence, kind.value)
        elif kind is PartKind.CURRICULUM and key and key not in COLUMNS:
            sentence = "Only the part “curriculum” links curriculum pages."
            reader.refuse((*at, "kind"), sentence, kind.value)
        clause_id = reader.text((*at, "clause"), row)
        if clause_id:
            reader.cited.append(((*at, "clause"), clause_id))
        part = Part(
            id=key,
            kind=kind or PartKind.TEXT,
            title=reader.words((*at, "title"), row, of=f"The part “{key}”: "),
            help=reader.words((*at, "help"), row, of=f"The part “{key}”: "),
            clause=clause_id,
            required=reader.value((*at, "required"), row, bool, True, "true or false"),
            none_because=reader.value((*at, "none_because"), row, bool, True, "true or false"),
        )
        parts.append(part)
    return tuple(parts)


def _signature(reader: _Reader, path: Path, value: Any) -> Signature:
    table = reader.table(path, value, needed=("required",), optional=("allowed",))
    required = reader.ids((*path, "required"), table, SIGNATURE_CONTACTS)
    allowed = reader.ids((*path, "allowed"), table, SIGNATURE_CONTACTS | SIGNATURE_EXTRAS)
    for each in sorted({*required} & {*allowed}):
        reader.refuse((*path, "allowed"), f"“{each}” is required already.", each)
    return Signature(required, allowed)


def _figures(reader: _Reader, path: Path, value: Any) -> int:
    table = reader.table(path, value, needed=("smallest_number",))
    return reader.number((*path, "smallest_number"), table, 1, 100)


def _review(reader: _Reader, path: Path, value: Any) -> Review | None:
    table = reader.table(path, value, needed=("principal_reads",))
    return reader.choice((*path, "principal_reads"), table, Review)


_READERS: Final[Mapping[str, Callable[[_Reader, Path, Any], Any]]] = {
    "posting": _posting,
    "signature": _signature,
    "figures": _figures,
    "review": _review,
}
_STORED: Final = {
    "posting": "posting",
    "parts": "parts",
    "signature": "signature",
    "figures": "smallest_number",
    "review": "review",
}
"""{section of the file: the field of `Version` that stores it}"""


def _words(path: Path) -> str:
    names = [str(name) for name in path if not isinstance(name, int)]
    return f"“{'.'.join(names)}”" if names else "The file"


def _listed(values: Collection[str]) -> str:
    return ", ".join(f"“{value}”" for value in sorted(values))
