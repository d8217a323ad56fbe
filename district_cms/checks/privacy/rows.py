"""Names in rows with a mark each, and no word that says so: "Avery Dunn - B", "Emma W. 3/4".

Three of them with different marks are grades. One may be a group or an initial; it is asked about
where nothing but a full name and a D or an F, set apart from it, stands in the line.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from .lines import Lines
from .lists import MARKED_NUMBER, NUMBERED, graded, of_numbers
from .masking import DOT, mask_digits, mask_name
from .naming.mentions import mentions
from .naming.word_lists import MAY_BE_GIVEN
from .normalizing import fold

# Found by what is rarest in it; then the mark itself is read.
_LETTER: Final = (
    re.compile(r"[A-DF](?<= .)[+-]? ?(?=\n|\Z)"),
    re.compile(r" (?P<mark>[A-DF][+-]?) ?\Z"),
)
_PART: Final = (
    re.compile(r"/ ?[0-9]{1,3} ?(?=\n|\Z)"),
    re.compile(r" (?P<mark>[0-9]{1,3} ?/ ?[0-9]{1,3}) ?\Z"),
)
# A bare number counts only in a list of names of people, and there is none without a sign.
_NUMBER: Final = re.compile(r"[0-9]%? ?(?=\n|\Z)")
# "Maya: D".
_ENDS_APART: Final = re.compile(r"\w ?[:–-] ?[A-DF][+-]? ?\Z")
# "Noor 12/20".
_ENDS_IN_PART: Final = re.compile(r"\w [0-9]{1,3} ?/ ?[0-9]{1,3} ?\Z")
_ALONE: Final = re.compile(r"[^\W\d_a-z][a-z\u00df-\u00ff'-]{1,20}")
# "Maria Lopez: F", "Lopez, Maria - D". An A alone may be a group, a part or an answer.
_NOTHING_ELSE: Final = re.compile(r"(?P<name>[^:;/\n]{3,45}?) ?(?:[:=–]| -) ?[DF] ?\Z")
_LEAST: Final = 3
_LONGEST: Final = 50
_LONGEST_LINE: Final = 600
_MOST_ROWS: Final = 200


def find(lines: Lines) -> Iterator[Fault]:
    """Yield a fault for the first lines that are such rows."""
    lettered = list(islice(lines.matching(_LETTER[0]), _MOST_ROWS))
    parted = islice(lines.matching(_PART[0]), _MOST_ROWS)
    for starts, pattern in ((lettered, _LETTER[1]), (parted, _PART[1])):
        for group in _groups(lines, starts):
            names, marks = _read(group, pattern)
            known = any(" " in name or fold(name) in MAY_BE_GIVEN for name in names)
            if len(marks) >= _LEAST and known and _are_marks(marks):
                yield _fault(names[0])
                break
    if name := _with_a_letter(lines, lettered):
        yield _fault(name)
    for group in _groups(lines, islice(lines.matching(_NUMBER), _MOST_ROWS)):
        above = lines.before(lines.text.find(group[0]))
        if max(map(len, group)) <= _LONGEST and (name := graded("; ".join([above, *group]))):
            yield _fault(name)
            break
    for start in lines.matching(NUMBERED):
        line = lines.line(start)[:_LONGEST_LINE]
        above = lines.before(start)[:_LONGEST]
        if name := graded(line) or graded(f"{above}; {line}"):
            yield _fault(name)
            break
    if marked := list(islice(lines.matching(MARKED_NUMBER), _MOST_ROWS)):
        told = "; ".join(lines.line(start)[:_LONGEST_LINE] for start in marked)
        above = lines.before(marked[0])[:_LONGEST]
        if number := of_numbers(f"{above}; {told}"):
            yield Fault("grade-maybe-beside-name", clip(mask_digits(number, keep=2)))


def _with_a_letter(lines: Lines, lettered: list[int]) -> str:
    """Return who is named in a line that says no more than a full name and a D or an F, or ""."""
    # Three and more were read together: with A and B alone they may be groups.
    together = {line for group in _groups(lines, lettered) for line in group}
    alone = (line for line in map(lines.line, lettered) if line not in together)
    return next(filter(None, map(_alone_with_a_letter, alone)), "")


def _alone_with_a_letter(line: str) -> str:
    found = _NOTHING_ELSE.match(line) if len(line) <= _LONGEST else None
    named = mentions(line) if found else []
    if not found or not named or not (named[0].full and named[0].known):
        return ""
    return named[0].name if named[0][:2] == found.span("name") else ""


def _fault(name: str) -> Fault:
    return Fault("grade-maybe-beside-name", clip(f"{mask_name(name)} … {DOT}"))


def _groups(lines: Lines, starts: Iterable[int]) -> Iterator[list[str]]:
    """Yield those of these lines that follow each other, if they are enough to be a list."""
    group: list[str] = []
    next_line: int | None = -1
    for start in starts:
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
        name = _named(line) if found else ""
        if found and name:
            names.append(name)
            marks.append(found["mark"])
    return names, marks


def _named(line: str) -> str:
    """Return who is named in a line, or "": a given name alone must be set apart from the mark."""
    named = mentions(line)
    if len(named) == 1 and named[0].full:
        return named[0].name
    apart = _ENDS_APART.search(line) or _ENDS_IN_PART.search(line)
    alone = line[: apart.start() + 1].rpartition(": ")[2].strip() if apart else ""
    return alone if _ALONE.fullmatch(alone) else ""


def _are_marks(marks: list[str]) -> bool:
    wholes = {mark.partition("/")[2].strip() for mark in marks}
    is_telling = any(
        mark[-1] in "DF+-" or mark in marks[:index] for index, mark in enumerate(marks)
    )
    return len(set(marks)) > 1 and len(wholes) == 1 and (is_telling or "/" in marks[0])
