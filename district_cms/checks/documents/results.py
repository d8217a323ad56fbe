"""The result of an examination, as plain values that can be stored and compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, get_type_hints

ENGINE_VERSION: Final = "2026-12-02"
"""Stored with each examination; a new day whenever the same file would give another result."""

LONGEST_WORDS: Final = 200
MOST_LISTED: Final = 20


class State(StrEnum):
    """The outcome of an examination."""

    READ = "read"
    DAMAGED = "damaged"  # not what its name says, or it ends too early
    FAILED = "failed"  # the examination itself failed
    TOO_MUCH = "too much"  # exceeded the limits of time, memory or size
    UNKNOWN = "unknown"  # a kind of file that cannot be examined here


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a caption file: its code, and its line (from 1)."""

    code: str
    line: int


@dataclass(frozen=True, slots=True)
class Examination:
    """The results for one file. A value that this kind of file does not have is None.

    ``kind`` is "pdf", "docx", "pptx", "xlsx", "odt", "odp", "ods", "captions", "plain", "recording"
    or "". ``locked`` is "password" if nobody can open the file, "assistive" if only screen readers
    may not. ``pages`` counts pages or slides; ``pages_read`` those examined, of which
    ``pages_of_pictures`` have pictures and no text. ``seconds`` is where the last caption ends.
    """

    kind: str = ""
    state: State = State.READ
    locked: str = ""
    title: str | None = None
    language: str | None = None
    tagged: bool | None = None
    shows_title: bool | None = None
    has_text: bool | None = None
    pages: int | None = None
    pages_read: int | None = None
    pages_of_pictures: int | None = None
    words: int | None = None
    headings: int | None = None
    pictures: int | None = None
    pictures_without_words: int | None = None
    tables: int | None = None
    tables_without_headers: int | None = None
    fields: int | None = None
    fields_without_names: int | None = None
    slides_without_title: tuple[int, ...] = ()
    unnamed_sheets: tuple[str, ...] = ()
    cues: int | None = None
    seconds: float | None = None
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Returns the results without empty values."""
        return {
            name: value
            for name, value in dataclasses.asdict(self).items()
            if value is not None and value != ()
        }

    @classmethod
    def from_json(cls, stored: Any) -> Examination:
        """Returns the examination that `as_json` wrote; ignores unknown names.

        Raises ValueError for a value of the wrong type, because the output of the subprocess is not
        trusted.
        """
        if not isinstance(stored, Mapping):
            raise ValueError("not an examination")
        values: dict[str, Any] = {}
        for field in dataclasses.fields(cls):
            if field.name in stored:
                values[field.name] = _READERS[field.name](stored[field.name])
        return cls(**values)


def clip_words(words: str) -> str:
    """Returns a title or name from a file on one line, at most `LONGEST_WORDS` characters long."""
    return " ".join(words.replace("\x00", "").split())[:LONGEST_WORDS]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return clip_words(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not a yes or no")
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError("not a count")
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**31:
        raise ValueError("not a time")
    return float(value)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise ValueError("not a list")
    return list(value)[:MOST_LISTED]


def _problem(value: Any) -> Problem:
    if not isinstance(value, Mapping):
        raise ValueError("not a problem")
    return Problem(_text(value.get("code")), _count(value.get("line")))


_BY_TYPE: Final[dict[Any, Any]] = {
    str: _text,
    str | None: _text,
    bool | None: _truth,
    int | None: _count,
    float | None: _seconds,
    State: State,
    tuple[int, ...]: lambda value: tuple(_count(one) for one in _listed(value)),
    tuple[str, ...]: lambda value: tuple(_text(one) for one in _listed(value)),
    tuple[Problem, ...]: lambda value: tuple(_problem(one) for one in _listed(value)),
}
_READERS: Final[dict[str, Any]] = {
    name: _BY_TYPE[kind] for name, kind in get_type_hints(Examination).items()
}
