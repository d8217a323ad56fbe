"""The words of a text and of a question, as both are compared. Pure.

Small letters without accents; a grade is one word ("grade03") however it was said, and so are a
room ("room12") and a day of the year ("day1126").
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from district_cms.web.letters import folded

LONGEST_WORD: Final = 40
_POSSESSIVE: Final = re.compile(r"['’\u02bc]s\b", re.IGNORECASE)
_APOSTROPHE: Final = re.compile(r"['’\u02bc`]")
_SPANISH_ORDINAL: Final = re.compile(r"(?<=\d)\.?[ºª°]")
_NOT_A_WORD: Final = re.compile(r"[\W_]+")
_ORDINAL: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ro|do|to|mo|vo|no|o|a)")
_ORDINALS: Final = (
    ("first", "primer", "primero", "primera"),
    ("second", "segundo", "segunda"),
    ("third", "tercer", "tercero", "tercera"),
    ("fourth", "cuarto", "cuarta"),
    ("fifth", "quinto", "quinta"),
    ("sixth", "sexto", "sexta"),
    ("seventh", "septimo", "septima"),
    ("eighth", "octavo", "octava"),
    ("ninth", "noveno", "novena", "freshman", "freshmen"),
    ("tenth", "decimo", "decima", "sophomore", "sophomores"),
    ("eleventh", "undecimo", "undecima", "onceavo", "junior", "juniors"),
    ("twelfth", "duodecimo", "duodecima", "doceavo", "senior", "seniors"),
)
_NUMBER: Final = {word: n for n, words in enumerate(_ORDINALS, start=1) for word in words}
_KINDERGARTEN: Final = frozenset({"kindergarten", "kinder", "kindergarden", "jardin"})
_PRESCHOOL: Final = frozenset({"preschool", "prekindergarten", "prek", "preescolar"})
_GRADE: Final = frozenset({"grade", "grades", "grader", "graders", "grado", "grados", "gr"})
_ROOM: Final = frozenset({"room", "rm", "salon", "aula"})
GRADE, ROOM, DAY = "grade", "room", "day"
_TOKEN: Final = re.compile(rf"(?:{GRADE}(?:\d\d|kg|pk)|{ROOM}\d\w*|{DAY}\d{{4}})")
MONTHS: Final = (
    ("january", "jan", "enero", "ene"),
    ("february", "feb", "febrero"),
    ("march", "mar", "marzo"),
    ("april", "apr", "abril", "abr"),
    ("may", "mayo"),
    ("june", "jun", "junio"),
    ("july", "jul", "julio"),
    ("august", "aug", "agosto", "ago"),
    ("september", "sept", "sep", "septiembre", "setiembre"),
    ("october", "oct", "octubre"),
    ("november", "nov", "noviembre"),
    ("december", "dec", "diciembre", "dic"),
)
"""In English, then in Spanish, with what people shorten them to."""
WEEKDAYS: Final = (
    ("monday", "lunes"),
    ("tuesday", "martes"),
    ("wednesday", "miercoles"),
    ("thursday", "jueves"),
    ("friday", "viernes"),
    ("saturday", "sabado"),
    ("sunday", "domingo"),
)
_MONTH: Final = {word: n for n, words in enumerate(MONTHS, start=1) for word in words}
_DAY_OF_MONTH: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|ro|o)?")
_SLASHED: Final = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{2}|\d{4}))?\b")


def for_sorting(text: str) -> str:
    """What two texts are put in order by: letters with accents beside those without, and capitals
    beside small ones."""
    return folded(text)


def words(text: str) -> list[str]:
    """ "Sra. Núñez’s clase" is ["sra", "nunez", "clase"]."""
    text = _SPANISH_ORDINAL.sub("", _APOSTROPHE.sub("", _POSSESSIVE.sub("", text)))
    letters = folded(text)
    return [word[:LONGEST_WORD] for word in _NOT_A_WORD.split(letters) if word]


def with_days(text: str) -> str:
    """The text with "day1126" in place of "11/26", as dates are written in the United States."""

    def said(found: re.Match[str]) -> str:
        month, day = int(found.group(1)), int(found.group(2))
        is_date = 1 <= month <= 12 and 1 <= day <= 31
        return f"{DAY}{month:02d}{day:02d}" if is_date else found.group()

    return _SLASHED.sub(said, text)


def day_numbers(word: str) -> tuple[str, str] | None:
    """("11", "26") of "day1126"; None of another word."""
    is_day = word.startswith(DAY) and is_token(word)
    return (str(int(word[-4:-2])), str(int(word[-2:]))) if is_day else None


def is_day(word: str) -> bool:
    """Whether it is a word of ours for a day of the year."""
    return day_numbers(word) is not None


def date_of(word: str, year: int) -> dt.date | None:
    """The day of "day1126" in a year; None where that year has no such day."""
    numbers = day_numbers(word)
    try:
        return dt.date(year, *map(int, numbers)) if numbers else None
    except ValueError:
        return None


def grade_word(code: str) -> str:
    """The word of a grade level's code: "03" is "grade03"."""
    return f"{GRADE}{code.casefold()}"


def room_word(room: str) -> str:
    """ "12B" is "room12b"."""
    return ROOM + "".join(words(room))


def day_word(day: dt.date) -> str:
    """ "day1126" of every November 26."""
    return f"{DAY}{day:%m%d}"


def is_token(word: str) -> bool:
    """Whether it is a word that stands in no text: of a grade, a room or a day."""
    return _TOKEN.fullmatch(word) is not None


def pieces(said: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words one after the other, (as said, what they may mean); those that name a grade, a room
    or a day together, as one."""
    at = 0
    while at < len(said):
        length, meanings = _together(said[at : at + 3])
        yield tuple(said[at : at + length]), meanings
        at += length


def for_index(text: str) -> list[str]:
    """The words of a text, and what grades and rooms are named in it. A number alone names none:
    Algebra 1 is for no first grade."""
    said = words(text)
    named = [meanings[0] for _said, meanings in pieces(said) if len(meanings) == 1]
    return list(dict.fromkeys([*said, *named]))


def _together(said: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """How many of the first three words belong together, and what they mean."""
    first, second = said[0], said[1] if len(said) > 1 else ""
    if first == "pre" and second in {"k", "kindergarten", "kinder"}:
        return 2, (grade_word("PK"),)
    if first in _PRESCHOOL:
        return 1, (grade_word("PK"),)
    if first in _KINDERGARTEN or (first == "k" and second in _GRADE):
        return 2 if second in _GRADE else 1, (grade_word("KG"),)
    if first in _GRADE and (number := _number(second)):
        return 2, (grade_word(f"{number:02d}"),)
    if second in _GRADE and (number := _number(first)):
        return 2, (grade_word(f"{number:02d}"),)
    if day := _day(said):
        return day
    if first in _ROOM and second[:1].isdigit():
        return 2, (room_word(second),)
    if number := _number(first):
        return 1, (first, grade_word(f"{number:02d}"))
    return 1, (first,)


def _day(said: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """ "November 26", "26 de noviembre", "26 noviembre"."""
    first, second, third = (*said, "", "")[:3]
    if first in _MONTH:
        month, number, length = first, second, 2
    elif second in _MONTH:
        month, number, length = second, first, 2
    elif second == "de" and third in _MONTH:
        month, number, length = third, first, 3
    else:
        return None
    found = _DAY_OF_MONTH.fullmatch(number)
    day = int(found.group(1)) if found else _NUMBER.get(number, 0)
    return (length, (f"{DAY}{_MONTH[month]:02d}{day:02d}",)) if 1 <= day <= 31 else None


def _number(word: str) -> int:
    """The grade that a word counts, "3", "3rd" or "tercero"; 0 for another word."""
    ordinal = _ORDINAL.fullmatch(word)
    digits = ordinal.group(1) if ordinal else word
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else 0
    number = number or _NUMBER.get(word, 0)
    return number if number <= 12 else 0
