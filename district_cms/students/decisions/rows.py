"""Parses a CSV of opt-outs and releases: student key; opt-out; release kind; until. Pure."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from district_cms.imports.reading import (
    Collector,
    Line,
    Located,
    decode,
    plain_word,
    read_date,
    read_flag,
    read_table,
)

HEADERS: Final = {
    "key": (
        *("student key", "key", "student number", "student id", "studentnumber"),
        *("student.studentnumber", "identifier", "número de estudiante"),
    ),
    "opt_out": (
        *("opt-out", "opt out", "optout", "opted out", "directory opt-out", "directory opt out"),
        "exclusión",
    ),
    "kind": ("release kind", "release", "releases", "kind", "permiso"),
    "until": ("until", "release until", "end date", "hasta"),
}
NEEDED: Final = {"no-key-column": ("key",), "no-decision-column": ("opt_out", "kind")}
KINDS: Final = {
    **dict.fromkeys(("work", "student work", "trabajo"), "work"),
    **dict.fromkeys(("photograph", "photo", "photos", "fotografía", "foto"), "photograph"),
    **dict.fromkeys(("web", "website", "sitio web"), "web"),
}
_BETWEEN: Final = re.compile(r"[,;/|]")
LONGEST_KEY: Final = 64


@dataclass(slots=True)
class Decisions:
    """What the file has about one student. `opted_out` is None where it has nothing about that;
    `releases` are last days by kind, None for a release without an end."""

    line: int
    opted_out: bool | None = None
    releases: dict[str, dt.date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecisionRows:
    """The content of a file by student key. If it has `errors`, nothing may be imported."""

    students: dict[str, Decisions]
    has_releases: bool = False
    errors: tuple[Located, ...] = ()
    notes: tuple[Located, ...] = ()


def parse_decisions(data: bytes) -> DecisionRows:
    """Parses the file; problems are in `errors`. A student may have several lines."""
    collector = Collector()
    students: dict[str, Decisions] = {}
    has_releases = False
    text = decode(data, collector)
    if text is not None:
        for line in read_table(text, collector, headers=HEADERS, needed=NEEDED):
            has_releases = "kind" in line.headers
            _take(line, students, collector)
    return DecisionRows(students, has_releases, tuple(collector.errors), tuple(collector.notes))


def _take(line: Line, students: dict[str, Decisions], collector: Collector) -> None:
    def error(column: str, fault: str) -> None:
        collector.error(line.number, line.header(column), line[column], fault)

    key = line["key"]
    if not key or len(key) > LONGEST_KEY:
        error("key", "bad-key")
        return
    decisions = students.setdefault(key, Decisions(line.number))
    opted_out = read_flag(line["opt_out"])
    if line["opt_out"] and opted_out is None:
        error("opt_out", "bad-flag")
    elif opted_out is not None:
        if decisions.opted_out not in {None, opted_out}:
            error("opt_out", "opt-out-differs")
        decisions.opted_out = opted_out
    until = read_date(line["until"])
    if line["until"] and until is None:
        error("until", "bad-date")
        return
    for word in filter(None, map(plain_word, _BETWEEN.split(line["kind"]))):
        kind = KINDS.get(word)
        if kind is None:
            error("kind", "bad-kind")
        elif decisions.releases.setdefault(kind, until) != until:
            error("until", "release-twice")
