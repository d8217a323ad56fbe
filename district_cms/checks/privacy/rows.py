"""Names in rows with a mark each, and no word that says so: "Avery Dunn - B", "Emma W. 3/4".

One such line may be anything, a group or a date; three of them with different marks are grades.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from .lines import Lines
from .masking import DOT, mask_name
from .mentions import mentions

# Found by what is rarest in it; then the mark itself is read.
_LETTER: Final = (
    re.compile(r"[A-DF](?<= .)[+-]? ?(?=\n|\Z)"),
    re.compile(r" (?P<mark>[A-DF][+-]?) ?\Z"),
)
_PART: Final = (
    re.compile(r"/ ?[0-9]{1,3} ?(?=\n|\Z)"),
    re.compile(r" (?P<mark>[0-9]{1,3} ?/ ?[0-9]{1,3}) ?\Z"),
)
_LEAST: Final = 3
_LONGEST: Final = 50
_MOST_ROWS: Final = 200


def find(lines: Lines) -> Iterator[Fault]:
    """Yield a fault for the first lines that are such rows."""
    for ending, pattern in (_LETTER, _PART):
        for group in _groups(lines, ending):
            names, marks = _read(group, pattern)
            if len(marks) >= _LEAST and _are_marks(marks):
                yield Fault("grade-maybe-beside-name", clip(f"{mask_name(names[0])} … {DOT}"))
                break


def _groups(lines: Lines, ending: re.Pattern[str]) -> Iterator[list[str]]:
    """Yield the lines with such an end that follow each other, if they are enough to be a list."""
    group: list[str] = []
    next_line: int | None = -1
    for start in islice(lines.matching(ending), _MOST_ROWS):
        if start != next_line:
            if len(group) >= _LEAST:
                yield group
            group = []
        group.append(lines.line(start))
        next_line = lines.after(start)
    if len(group) >= _LEAST:
        yield group


def _read(group: list[str], pattern: re.Pattern[str]) -> tuple[list[str], list[str]]:
    names: list[str] = []
    marks: list[str] = []
    for line in group:
        found = pattern.search(line) if len(line) <= _LONGEST else None
        named = mentions(line) if found else []
        if found and len(named) == 1 and named[0].full:
            names.append(named[0].name)
            marks.append(found["mark"])
    return names, marks


def _are_marks(marks: list[str]) -> bool:
    wholes = {mark.partition("/")[2].strip() for mark in marks}
    return len(set(marks)) > 1 and len(wholes) == 1
