"""Decides whether words are the name of a person who could be a student."""

import re
from typing import Final

from ...word_sets import word_set
from ..normalizing import fold
from .word_lists import ALL_GIVEN, FAMILY, GIVEN, LEARNED, NOT_A_PERSON


def key(name: str) -> str:
    """Return the first and the last word of a name, folded: "María del Carmen Pérez" is "maria
    perez".

    >>> key("Ana Torres")
    'ana torres'
    """
    words = [fold(word).strip(".") for word in name.split()]
    return " ".join(dict.fromkeys((words[0], words[-1]))) if words else ""


_TITLES: Final = word_set(
    "mr mrs ms mx miss dr prof professor coach principal teacher counselor nurse senator governor "
    "president king queen saint sir lady uncle aunt sr sra srta don maestro maestra profe profesor "
    "profesora director directora senor senora senorita mister"
)
# Months that are also given names.
_GIVEN_MONTHS: Final = frozenset({"april", "august", "june", "may"})
# Words that begin a sentence or a line and are not part of the name after them.
_BEFORE_A_NAME: Final = word_set(
    "after also and because but congrats congratulations dear example felicidades great hello hi "
    "hola last my name nombre our student estudiante alumno alumna so thanks then today way well "
    "when while wow y yesterday"
)
# Not "I", "V" and "X", which may be initials, nor "III", which ends many a student's name.
_NUMERALS: Final = (" IV", " VI", " VII", " VIII", " IX", " XII", " XIII", " XIV", " XV", " XVI")
_MOST_WORDS: Final = 4
_NAME_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'-]*(?:['-][^\W\d_]+)*\.?|[^\W\d_]\.")
_WORD_ENDS: Final = re.compile(r"[,;.)! ]")
_NAME_ENDS: Final = re.compile(r" ?(?:$|[,;.)!]|(?:and|y|&) [^\W\d_a-z])")
_PARTS: Final = re.compile(r"[\s-]+")


def is_name(words: str) -> bool:
    """True if the words are most likely the name of a person who could be a student.

    >>> [is_name(words) for words in ("Maria Lopez", "Jaylen", "Unit Test", "Rosa Parks")]
    [True, True, False, False]
    """
    if not looks_like_name(words):
        return False
    plain = [fold(word).strip(".") for word in words.split()]
    if tuple(plain) in LEARNED or has_title(words):
        return False
    if any(word in NOT_A_PERSON for word in plain[1:]):
        return False
    if len(plain) > 1 and words.endswith(_NUMERALS):
        return False  # "Henry VIII"
    first = plain[0].split("-")[0]
    has_family_name = any(part in FAMILY for word in plain[1:] for part in _PARTS.split(word))
    if first in GIVEN or (len(plain) > 1 and first in ALL_GIVEN):
        return True
    # "M. Lopez", "Hope Garcia", and an unlisted given name before a listed family name.
    return has_family_name and first not in NOT_A_PERSON - _GIVEN_MONTHS


def looks_like_name(words: str) -> bool:
    """True if the words have the form of a name: one to four, each capitalized, without digits."""
    parts = words.split()
    return 1 <= len(parts) <= _MOST_WORDS and all(
        part[:1].isupper() and _NAME_WORD.fullmatch(part) for part in parts
    )


def has_title(words: str) -> bool:
    """True if the words begin with a title, as names of staff do: "Ms. Rivera"."""
    first = words.split(maxsplit=1)[:1]
    return bool(first) and fold(first[0]).strip(".") in _TITLES


def name_at_end(text: str) -> str:
    """Return the name at the end of the text, or "".

    A title before it rules it out, because staff and public people are not students. Also reads
    "Lopez, Maria".
    """
    words = text.rsplit(None, _MOST_WORDS + 2)[-_MOST_WORDS - 2 :]
    if not words or not words[-1][:1].isupper():
        return ""
    run: list[str] = []
    while words and len(run) < _MOST_WORDS and looks_like_name(words[-1]):
        if run and words[-1].endswith(".") and not _is_initial(words[-1]):
            break  # a sentence or a title ends here
        run.insert(0, words.pop())
    before = fold(words[-1]).strip(".") if words else ""
    while len(run) > 1 and fold(run[0]) in _BEFORE_A_NAME:
        before = fold(run.pop(0))
    if not run or before in _TITLES or has_title(run[0]):
        return ""
    if len(run) == 1 and words and words[-1].endswith(",") and looks_like_name(words[-1][:-1]):
        full_name = f"{run[0]} {words[-1][:-1]}"
        if is_name(full_name):
            return full_name
    name = " ".join(run)
    if not is_name(name) and len(run) > 1 and _is_initial(run[0]):
        name = " ".join(run[1:])  # "Jaylen got an A. Emma got a B+": a sentence ended
    return name if is_name(name) else ""


def name_at_start(text: str) -> str:
    """Return the name at the start of the text, or "" if a sentence about it follows."""
    run: list[str] = []
    for word in _WORD_ENDS.split(text.lstrip(), maxsplit=_MOST_WORDS)[:_MOST_WORDS]:
        if not looks_like_name(word):
            break
        run.append(word)
    name = " ".join(run)
    if not name or not is_name(name):
        return ""
    return name if _NAME_ENDS.match(text.lstrip()[len(name) :]) else ""


def _is_initial(word: str) -> bool:
    return len(word) == len("M.") and word.endswith(".")
