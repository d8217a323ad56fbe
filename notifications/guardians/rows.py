"""Parses the contact file in CSV: one line per guardian, or one per guardian and student. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from district_cms.imports.reading import (
    Collector,
    Line,
    Located,
    decode,
    plain_word,
    read_flag,
    read_table,
)
from district_cms.web.addresses import NoAddress, normalize_address

from ..texts.numbers import NoNumber, normalize_number

HEADERS: Final = {
    "guardian": ("guardian", "guardian key", "guardian id", "person id", "personid"),
    "students": ("students", "student", "student keys", "student key", "student number"),
    "email": ("email", "email address"),
    "telephone": ("telephone", "phone", "cell phone", "mobile"),
    "language": ("language", "home language"),
    "may_email": ("may contact by email", "may email"),
    "may_text": ("may contact by text", "may text"),
    "must_not": ("must not be contacted", "do not contact", "must not contact"),
}
NEEDED: Final = {
    "no-guardian-column": ("guardian",),
    "no-students-column": ("students",),
    "no-exclusion-column": ("must_not",),
}
SPANISH: Final = frozenset({"es", "spa", "spanish", "español", "espanol"})
MOST_NOTES: Final = 200


@dataclass(slots=True)
class GuardianRow:
    """One guardian of the file. `children` says for each student key whether the guardian must not
    be contacted about that student."""

    email: str
    telephone: str
    language: str
    may_email: bool
    may_text: bool
    children: dict[str, bool] = field(default_factory=dict)

    def add(self, other: "GuardianRow") -> None:
        """Adds another line of the same guardian. A permission is one only if all lines give it; an
        exclusion on any line wins."""
        self.may_email &= other.may_email
        self.may_text &= other.may_text
        for student, excluded in other.children.items():
            self.children[student] = self.children.get(student, False) or excluded

    @property
    def values(self) -> tuple[object, ...]:
        """Returns what is stored, for comparison."""
        mine = (self.email, self.telephone, self.language, self.may_email, self.may_text)
        return (*mine, tuple(sorted(self.children.items())))


@dataclass(frozen=True, slots=True)
class GuardianRows:
    """The content of a file. If it has `errors`, nothing may be imported."""

    guardians: Mapping[str, GuardianRow] = field(default_factory=dict)
    errors: tuple[Located, ...] = ()
    notes: tuple[Located, ...] = ()


def parse_guardians(data: bytes, *, students: Collection[str]) -> GuardianRows:
    """Parses the contact file; problems are in `errors`. `students` are the keys on the list of
    students, which also says their schools.

    Nothing is a permission but a "yes": empty cells and missing columns are none. Only the column
    of exclusions may not be missing: under another heading, nobody would be excluded. An address
    that cannot be read is left out with a note, because a district's file always has some.
    """
    collector = Collector()
    guardians: dict[str, GuardianRow] = {}
    text = decode(data, collector)
    if not students:
        collector.error("", "", "", "no-students")
    elif text is not None:
        for line in read_table(text, collector, headers=HEADERS, needed=NEEDED):
            key, row = line["guardian"], _row(line, collector, students)
            before = guardians.setdefault(key, row)
            if not 1 <= len(key) <= 64:
                collector.error(line.number, line.header("guardian"), key, "bad-key")
            elif (before.email, before.telephone) != (row.email, row.telephone):
                collector.error(line.number, line.header("guardian"), key, "twice")
            elif before is not row:
                before.add(row)
    return GuardianRows(guardians, tuple(collector.errors), tuple(collector.notes[:MOST_NOTES]))


def _row(line: Line, collector: Collector, students: Collection[str]) -> GuardianRow:
    excluded = _flag(line, collector, "must_not")
    keys = line["students"].replace(";", " ").replace(",", " ").split()
    if not keys:
        collector.error(line.number, line.header("students"), "", "no-student")
    for key in keys:
        if key not in students:
            collector.note(line.number, key, "unknown-student", line.header("students"))
    return GuardianRow(
        email=_address(line, collector, "email"),
        telephone=_address(line, collector, "telephone"),
        language="es" if plain_word(line["language"]) in SPANISH else "en",
        may_email=_flag(line, collector, "may_email"),
        may_text=_flag(line, collector, "may_text"),
        children=dict.fromkeys([key for key in keys if key in students], excluded),
    )


def _flag(line: Line, collector: Collector, column: str) -> bool:
    value = read_flag(line[column])
    if value is None and line[column]:
        collector.error(line.number, line.header(column), line[column], "bad-flag")
    return bool(value)


def _address(line: Line, collector: Collector, column: str) -> str:
    normalize = normalize_address if column == "email" else normalize_number
    try:
        return normalize(line[column]) if line[column] else ""
    except (NoAddress, NoNumber):
        collector.note(line.number, line[column], f"bad-{column}", line.header(column))
        return ""
