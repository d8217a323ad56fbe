"""Names of no list, known by what stands beside them: "Choua's mom", "Paj … she", "J.T. in 4th".

None is sure: what is told of one of them is only asked, and only where a phrase tells something.
"""

import re
from collections.abc import Iterator
from typing import Final

from ...word_sets import word_set
from ..normalizing import fold
from .word_lists import ALL_GIVEN, OTHER_CAPITALS, TITLES
from .words_as_names import DOES

_SHE: Final = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|[EeÉé]lla?)\b")
_OWNS: Final = re.compile(r" [a-z]")
_BEGINS: Final = re.compile(r"(?:^|[.!?:;•·|] *(?:[¡¿\"“(] ?)?)$")
_TO: Final = re.compile(
    r"\b(?:to|for|with|w|by|about|except|but|from|than|and|like|let|gave|give|told|tell|saw|see|ask"
    r"|help|keep|de|a|con|para|por|menos|y|que|porque|since|because|when|if|while|that|as|poor|little"
    r"|our|alumn[oa]|estudiante|student|friend|named|called|named|amig[oa])[,/:]? $"
)
_IN_A_LIST: Final = (
    re.compile(r"(?:,? (?:and|y|&)|,)(?: the)? ([^\W\d_a-z][\w-]*)"),
    re.compile(r"([^\W\d_a-z][\w-]*),? (?:(?:and|y|&) )?$"),
)
_REACH: Final = 60
_LEAST: Final = 2
# "J.T. in 4th period", "our student K.M.", "T.B., 7th hr"; and "K. (3rd period)".
_INITIALS: Final = re.compile(r"(?<![\w.@/-])[A-Z]\.(?: ?[A-Z]\.){1,2}(?![\w@/])(?! [A-Z][a-z])")
_CLASS: Final = re.compile(
    r"\b(?:[1-9](?:st|nd|rd|th)|[Pp]er(?:iod)?|hr|hour|grade|class|homeroom|student|kid|[Rr]oom|[Rr]m"
    r"|grado|alumn[oa]|estudiante|clase|sal[oó]n|primero|segundo|tercero|cuarto|quinto|sexto"
    r"|s[eé]ptimo|octavo|kinder\w*|[1-9][ºª°])\b"
)
_WHO_DOES: Final = re.compile(rf"\)?,?{DOES.pattern}")
_NO_INITIALS: Final = frozenset(
    "US UK UN EU DC PE PM AM PO PD ID IE EG AD BC BA MA PS CE NB VS NY LA TV MD RN RSVP USA CST"
    " PST EST MST PTA PTO IEP LLC".split()
)
# "Lane F. still owes", and no "Plan B", "Vitamin D", "Room C".
_WITH_INITIAL: Final = re.compile(
    r"(?<![\w'])([A-Z][a-z]{1,15}) [A-Z]\b\.?(?='s [a-z]|,? \([1-9K]|" + DOES.pattern + ")"
)
_LETTERED: Final = word_set(
    "appendix balcony block book box building bus bin channel choice class column day door division "
    "element entrance exhibit figure form gate grade group hall hepatitis hour house key lane level "
    "line list locker lot lunch map method model module option page parking part pattern period "
    "plan platform point problem question quiz room route row schedule seat section session set "
    "stage station step story subject table team test text track type unit version vitamin wing "
    "a an and as at but do for from if in is it of on or so spanish english french track edificio "
    "grupo salon seccion opcion plan dia tipo nivel puerta vitamina the this that when who i "
    "ms mr mrs mx dr miss coach sr sra"
)


def is_somebody(line: str, start: int, end: int, text: str, plain: str) -> bool:
    """True if a word of no list, with a capital and alone, is most likely a person there."""
    if len(plain) < _LEAST or text.isupper() or plain in OTHER_CAPITALS or not plain.isalpha():
        return False
    after, before = line[end : end + _REACH], line[max(0, start - _REACH) : start]
    if any(found and fold(found[1]) in ALL_GIVEN for found in _beside(before, after)):
        return True
    begins = _BEGINS.search(before) is not None
    if line[end - 2 : end] == "'s":
        return _OWNS.match(after) is not None
    if DOES.match(after):
        return not begins or _SHE.search(line, end) is not None or line.isascii()
    return not begins and _TO.search(before) is not None and _SHE.search(line, end) is not None


def _beside(before: str, after: str) -> Iterator[re.Match[str] | None]:
    yield _IN_A_LIST[0].match(after)
    yield _IN_A_LIST[1].search(before)


def initials(line: str) -> Iterator[tuple[int, int]]:
    """Yield where somebody is meant by initials: beside a class, or what somebody does."""
    for found in _INITIALS.finditer(line):
        letters = re.sub(r"[^A-Z]", "", found[0])
        if letters in _NO_INITIALS:
            continue
        near = line[max(0, found.start() - _REACH) : found.end() + _REACH]
        if _WHO_DOES.match(line, found.end()) or _CLASS.search(near):
            yield found.span()
    for found in _WITH_INITIAL.finditer(line):
        plain = fold(found[1])
        if plain not in _LETTERED and plain not in TITLES:
            yield found.span()
