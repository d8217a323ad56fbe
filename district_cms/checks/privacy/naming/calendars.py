"""Days, months and peoples that are called as somebody is: "Jan. 12", "Julio y agosto"."""

import re
from typing import Final

from ...word_sets import word_set
from .capitalized import Word
from .families import they_are
from .word_lists import ALL_FAMILY

_REACH: Final = 30
_PEOPLE_REACH: Final = 8
_MONTHS: Final = word_set("abril julio mayo junio april june may august agosto")
_A_MONTH: Final = re.compile(
    r"\b(?:mes|meses|month|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre)\b"
)
_PEOPLES: Final = word_set("roman german dutch")
_OF_A_PEOPLE: Final = re.compile(
    r".{0,8}?\b(?:our|the|ancient|a|some) (?:Roman|German|Dutch) [a-z]"
)
_A_DAY: Final = re.compile(r"\.? [0-9]")
_ENGLISH_MONTHS: Final = word_set("april may june august")
_DAY_OF_MONTH: Final = re.compile(r" (?:[12]?[0-9]|3[01])(?:st|nd|rd|th)?(?![\w/%])")
_PLURAL_BEFORE: Final = re.compile(r"\b[Ll][ao]s $")
_DAYS: Final = word_set("mon tue wed thu fri sat sun")
_DAY: Final = re.compile(r"\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b")


def is_no_one(line: str, word: Word) -> bool:
    """True for "Jan. 12" and "los Ángeles"."""
    if word.plain in _DAYS and len(_DAY.findall(line)) > 1:
        return True
    if word.plain in _MONTHS and _A_MONTH.search(line):
        return True  # "Julio y agosto"
    if word.plain in _PEOPLES and _OF_A_PEOPLE.match(line, max(0, word.start - _PEOPLE_REACH)):
        return True  # "our Roman bread"
    if word.plain in _ENGLISH_MONTHS and _DAY_OF_MONTH.match(line, word.end):
        return True
    if word.plain == "jan":
        return _A_DAY.match(line, word.end) is not None
    before = max(0, word.start - _REACH)
    if not (
        line.endswith("s ", before, word.start) and _PLURAL_BEFORE.search(line, before, word.start)
    ):
        return False
    return not (word.plain in ALL_FAMILY and they_are(line, word.end))
