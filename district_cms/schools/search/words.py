"""The words of a text and of a question, as both are compared. Pure.

Small letters without accents; a grade is one word ("grade03") however it was said, and so is a
room ("room12").
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

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
GRADE, ROOM = "grade", "room"


def words(text: str) -> list[str]:
    """ "Sra. Núñez’s clase" is ["sra", "nunez", "clase"]."""
    text = _SPANISH_ORDINAL.sub("", _APOSTROPHE.sub("", _POSSESSIVE.sub("", text)))
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
    )
    return [word[:LONGEST_WORD] for word in _NOT_A_WORD.split(plain.casefold()) if word]


def grade_word(code: str) -> str:
    """The word of a grade level's code: "03" is "grade03"."""
    return f"{GRADE}{code.casefold()}"


def room_word(room: str) -> str:
    """ "12B" is "room12b"."""
    return ROOM + "".join(words(room))


def pieces(said: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words one after the other, (as said, what they may mean); those that name a grade or a
    room together, as one."""
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
    if first in _ROOM and second[:1].isdigit():
        return 2, (room_word(second),)
    if number := _number(first):
        return 1, (first, grade_word(f"{number:02d}"))
    return 1, (first,)


def _number(word: str) -> int:
    """The grade that a word counts, "3", "3rd" or "tercero"; 0 for another word."""
    ordinal = _ORDINAL.fullmatch(word)
    digits = ordinal.group(1) if ordinal else word
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else 0
    number = number or _NUMBER.get(word, 0)
    return number if number <= 12 else 0
