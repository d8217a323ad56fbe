"""Normalizes the words of texts and queries for comparison. Pure.

Lower case without accents. A grade is one token ("grade03") however it is written, and so are a
room ("room12") and a day of the year ("day1126").
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from district_cms.web.text_folding import folded

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
"""English, then Spanish names, with common abbreviations."""
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
    """Returns a sort key that ignores accents and case."""
    return folded(text)


def words(text: str) -> list[str]:
    """Returns ["sra", "nunez", "clase"] for "Sra. Núñez’s clase"."""
    text = _SPANISH_ORDINAL.sub("", _APOSTROPHE.sub("", _POSSESSIVE.sub("", text)))
    letters = folded(text)
    return [word[:LONGEST_WORD] for word in _NOT_A_WORD.split(letters) if word]


def with_days(text: str) -> str:
    """Replaces dates such as "11/26" (month first) with tokens such as "day1126"."""

    def token(match: re.Match[str]) -> str:
        month, day = int(match.group(1)), int(match.group(2))
        is_date = 1 <= month <= 12 and 1 <= day <= 31
        return f"{DAY}{month:02d}{day:02d}" if is_date else match.group()

    return _SLASHED.sub(token, text)


def day_numbers(word: str) -> tuple[str, str] | None:
    """Returns ("11", "26") for "day1126", None for other words."""
    is_day = word.startswith(DAY) and is_token(word)
    return (str(int(word[-4:-2])), str(int(word[-2:]))) if is_day else None


def grade_word(code: str) -> str:
    """Returns the token of a grade level: "grade03" for "03"."""
    return f"{GRADE}{code.casefold()}"


def room_word(room: str) -> str:
    """Returns "room12b" for "12B"."""
    return ROOM + "".join(words(room))


def day_word(day: dt.date) -> str:
    """Returns "day1126" for November 26 of any year."""
    return f"{DAY}{day:%m%d}"


def is_token(word: str) -> bool:
    """Returns True for tokens of a grade, a room or a day, which no text contains."""
    return _TOKEN.fullmatch(word) is not None


def pieces(written: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yields (words as written, possible meanings) in order. Words that name a grade, a room or a
    day are grouped."""
    at = 0
    while at < len(written):
        length, meanings = _leading_group(written[at : at + 3])
        yield tuple(written[at : at + length]), meanings
        at += length


def for_index(text: str) -> list[str]:
    """Returns the words of a text and its tokens of grades and rooms. A number alone is no grade:
    Algebra 1 is not for first grade."""
    written = words(text)
    named = [meanings[0] for _words, meanings in pieces(written) if len(meanings) == 1]
    return list(dict.fromkeys([*written, *named]))


def _leading_group(written: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Returns how many of the first three words belong together, and what they mean."""
    first, second = written[0], written[1] if len(written) > 1 else ""
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
    if day := _day(written):
        return day
    if first in _ROOM and second[:1].isdigit():
        return 2, (room_word(second),)
    if number := _number(first):
        return 1, (first, grade_word(f"{number:02d}"))
    return 1, (first,)


def _day(written: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """Parses "November 26", "26 de noviembre" or "26 noviembre"."""
    first, second, third = (*written, "", "")[:3]
    if first in _MONTH:
        month, number, length = first, second, 2
    elif second in _MONTH:
        month, number, length = second, first, 2
    elif second == "de" and third in _MONTH:
        month, number, length = third, first, 3
    else:
        return None
    match = _DAY_OF_MONTH.fullmatch(number)
    day = int(match.group(1)) if match else _NUMBER.get(number, 0)
    return (length, (f"{DAY}{_MONTH[month]:02d}{day:02d}",)) if 1 <= day <= 31 else None


def _number(word: str) -> int:
    """Returns the grade in a word, "3", "3rd" or "tercero"; 0 for other words."""
    ordinal = _ORDINAL.fullmatch(word)
    digits = ordinal.group(1) if ordinal else word
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else 0
    number = number or _NUMBER.get(word, 0)
    return number if number <= 12 else 0
