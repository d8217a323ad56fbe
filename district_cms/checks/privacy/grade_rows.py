"""Names in rows with a mark each, on the same line or the next: "Avery Dunn - B", "Emma W. 3/4".

These findings only ask, because a mark may be a group, a part or the score of a game.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from ..accessibility.words import clip
from ..findings import Fault
from . import grades, other_meanings, values_beside_names
from .lines import Lines
from .masking import DOT, mask_digits, mask_name
from .naming.mentions import Mention, mentions
from .naming.people import key
from .naming.word_lists import MAY_BE_GIVEN
from .normalizing import fold, folded
from .passages import with_capitals

_ENDS_IN_MARK: Final = re.compile(
    r"(?:[0-9](?: ?%)?|percent|[A-DF](?<![\w'].)[+-]?)\)?(?=[. ]?(?:\n|\Z))"
)
_NAME: Final = r"[^\W\d_][\w'-]*[.,]?(?: [^\W\d_][\w'-]*\.?){0,3}"
_ROW: Final = re.compile(
    rf"(?:(?P<name>{_NAME})(?P<joint> ?[:=–-] ?| \(?))?"
    r"(?P<mark>[0-9]{1,3}(?:[.,][0-9]{1,2})?(?P<of> ?%| percent| ?/ ?[0-9]{1,3})?|[A-DF][+-]?)"
    r"(?: \(?[A-DF][+-]?)?\)?[. ]?"
)
_LABELLED: Final = re.compile(r"[^\W\d_][^\W\d_ ]{2,15}(?: [^\W\d_]{2,15})?: ?(?=\S)")
# Parts of a grade, and results of a whole class: "Tests: 40%", "Class average: 82%".
_NO_STUDENT: Final = re.compile(
    r"(?:class|tests|quizzes|homework|projects|participation|classwork|labs|essays|attendance"
    r"|asistencia|clase|tareas|proyectos)\b",
    re.IGNORECASE,
)
_GROUPS: Final = re.compile(
    r"\b(?:groups?|grupos?|equipos?|pos|positions?|parts?|seats?|sections?|rooms?|buses)\b"
)
_NAME_LABEL: Final = re.compile(r"(?:name|nombre|student|alumn[oa]): ?", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?<!\d)[0-9]{5,9}(?: ?[:–-] ?| )[0-9]{2,3}%?(?=[;,.]|\s|\Z)")
_LISTED: Final = re.compile(r"[0-9](?:,| ?;| /)(?= ?[^\W\d_])")
_BETWEEN: Final = re.compile(r"[,;]| / ")
_LEAST_ROWS: Final = 3
_MOST_ROWS: Final = 200
_LONGEST: Final = 60
_AROUND: Final = 150
_LONGEST_LINE: Final = 600
_MOST_OF_TEN: Final = 10.0
_LEAST_SCORE, _MOST_SCORE = 40.0, 100.0


class _Row(NamedTuple):
    start: int
    name: str
    mark: str
    is_certain: bool


def find(lines: Lines, staff: frozenset[str] = frozenset()) -> Iterator[tuple[int, Fault]]:
    """Yield a question for the first row of each kind, with the start of its line.

    `staff` is that of `PrivacyRules`.
    """
    named = (row for row in _rows(lines) if key(row.name) not in staff)
    rows = [row for row in named if not _has_other_topic(lines, row.start)]
    if row := next((row for row in rows if row.is_certain), None):
        yield row.start, _fault(row.name)
    elif len(rows) >= _LEAST_ROWS and _are_marks(lines, rows):
        yield rows[0].start, _fault(rows[0].name)
    else:
        yield from _in_one_line(lines, staff)
    for start in islice(lines.matching(_NUMBERED), 1):
        numbers = _NUMBERED.findall(lines.line(start)[: _MOST_ROWS * _LEAST_ROWS])
        if len(numbers) >= _LEAST_ROWS and values_beside_names.RESULTS.search(lines.line(start)):
            number = mask_digits(numbers[0].split()[0], keep=2)
            yield start, Fault("grade-maybe-beside-name", clip(f"{number} … {DOT}"))


def _in_one_line(lines: Lines, staff: frozenset[str]) -> Iterator[tuple[int, Fault]]:
    """Yield a question for the first line that lists names with marks: "Ana: 6.5, Leo: 8.0"."""
    for start in islice(lines.matching(_LISTED), _MOST_ROWS):
        if _has_other_topic(lines, start):
            continue
        line = lines.line(start)[:_LONGEST_LINE].rpartition(". ")[2]
        parts = (_ROW.fullmatch(part.strip()) for part in _BETWEEN.split(line))
        rows = [
            _Row(start, part["name"], part["mark"], is_certain=False)
            for part in parts
            if part and part["name"] and _names_somebody(part) and key(part["name"]) not in staff
        ]
        if len(rows) >= _LEAST_ROWS and _are_marks(lines, rows):
            yield start, _fault(rows[0].name)
            return


def _names_somebody(row: re.Match[str]) -> bool:
    mention = _only_name(row["name"])
    if mention and mention.full:
        return True
    return bool(row["joint"].strip()) and (mention is not None or fold(row["name"]) in MAY_BE_GIVEN)


def _rows(lines: Lines) -> Iterator[_Row]:
    for start in islice(lines.matching(_ENDS_IN_MARK), _MOST_ROWS):
        line = lines.line(start)
        if len(line) > _LONGEST:
            continue
        match = _ROW.fullmatch(line)
        if match and match["name"] and _names_somebody(match):
            mention = _only_name(match["name"])
            is_certain = (
                mention is not None
                and mention.full
                and mention.known
                and match["mark"] in ("D", "F")
            )
            is_certain = is_certain and match["joint"].strip() != ""
            yield _Row(start, mention.name if mention else match["name"], match["mark"], is_certain)
            continue
        if _NO_STUDENT.match(line):
            continue
        match = _ROW.fullmatch(_LABELLED.sub("", line, count=1))
        if match and not match["name"] and (mention := _only_name(lines.before(start))):
            is_certain = (
                mention.known and _is_mark(match) and (mention.full or len(match["mark"]) > 1)
            )
            yield _Row(start, mention.name, match["mark"], is_certain)


def _only_name(line: str) -> Mention | None:
    """Return the name in a line that contains nothing else, or None."""
    if len(line) > _LONGEST:
        return None
    name = with_capitals(_NAME_LABEL.sub("", line.strip(" .:"), count=1))
    named = mentions(name)
    return named[0] if named and named[0][:2] == (0, len(name)) else None


def _is_mark(match: re.Match[str]) -> bool:
    """True for a percentage, a letter grade or a fraction; not for "A", a plain number or a day."""
    mark = match["mark"]
    if mark[0].isalpha():
        return mark != "A"
    of = match["of"] or ""
    return bool(of) and not ("/" in of and grades.may_be_day(mark))


def _are_marks(lines: Lines, rows: list[_Row]) -> bool:
    """True if the marks of a list differ as grades do."""
    marks = [row.mark for row in rows]
    if len(set(marks)) == 1:
        return False
    if all(mark[0].isalpha() for mark in marks):
        return len(set(marks)) < len(marks) or any(mark[-1] in "DF+-" for mark in marks)
    if all("/" in mark for mark in marks):
        return len({mark.partition("/")[2].strip() for mark in marks}) == 1
    if not all(mark.replace(".", "", 1).isdigit() for mark in marks):
        return False
    scores = [float(mark) for mark in marks]
    is_graded = values_beside_names.RESULTS.search(lines.before(rows[0].start)) is not None
    if max(scores) <= _MOST_OF_TEN and len(set(scores)) == len(scores):
        return True
    return max(scores) <= _MOST_SCORE and (is_graded or min(scores) >= _LEAST_SCORE)


def _has_other_topic(lines: Lines, start: int) -> bool:
    near = lines.text[max(0, start - _AROUND) : start + _AROUND]
    plain = folded(near)
    return (
        grades.mentions_other_topics(near)
        or other_meanings.is_game(plain)
        or _GROUPS.search(plain) is not None
    )


def _fault(name: str) -> Fault:
    return Fault("grade-maybe-beside-name", clip(f"{mask_name(name)} … {DOT}"))
