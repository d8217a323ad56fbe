"""What is told of somebody whom no name tells: "the little man in the Spiderman coat".

All words of a passage in which nobody is known to be meant are weighed at once. Who is meant is not
known, so that much must speak for it, and it is only asked.
"""

import re
from collections.abc import Iterator, Set
from itertools import islice
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from ..word_sets import word_set
from .kinds import personal
from .likelihood import asks_alone, most_private
from .lines import Lines
from .masking import mask_digits
from .normalizing import folded
from .passages import APART

# Without one of these nobody is told of, or everybody.
_OF_ONE: Final = word_set(
    "he she his her him hers himself herself son daughter nephew niece grandson granddaughter "
    "grandchild boy girl kid kiddo child student lad lass tot mom mother dad father mama papa "
    "grandma grandmother grandpa stepdad stepmom brother sister twin twins aunt uncle cousin "
    "family ella hijo hija nino nina alumno alumna abuela abuelo abuelita hermanito hermanita "
    "hermano hermana primo prima chiquito chiquita chico chica muchacho muchacha companero "
    "companera pequeno pequena familia freshman sophomore junior senior grader kindergartner "
    "kindergartener preschooler toddler classmate someone somebody alguien"
)
_WORD: Final = re.compile(r"[a-z]+")
_OF_ANYBODY: Final = re.compile(
    r"\b(?:each|every|any|cada) (?:student|child|kid|boy|girl|family|alumn[oa]|nin[oa]|familia)\b"
)
_SHORT: Final = 60
_LONGEST: Final = 600
_LEAST_WORDS: Final = 4
_MOST: Final = 2_000
"""So many passages are looked at: a pasted megabyte is not read to its end."""
_SHOWN: Final = 60


def find(lines: Lines, read: Set[int]) -> Iterator[tuple[int, Fault]]:
    """Yield the first passage that tells something, with the place where it begins.

    `read` are the lines that were read closely, since somebody is named there.
    """
    known: set[str] = set()
    for start, passage in islice(_passages(lines, read), _MOST):
        if passage in known:
            continue
        known.add(passage)
        plain = folded(passage)
        if _is_of_one(plain) and asks_alone(plain):
            at = most_private(passage, plain)
            yield start, Fault(personal.ASKED.id, clip(mask_digits(passage[at : at + _SHOWN])))
            return


def _is_of_one(plain: str) -> bool:
    """True if a folded passage has a word for one child or a relative, and not for any child."""
    return not _OF_ONE.isdisjoint(_WORD.findall(_OF_ANYBODY.sub(" ", plain)))


def _passages(lines: Lines, read: Set[int]) -> Iterator[tuple[int, str]]:
    """Yield long lines one by one, and short ones that follow each other together."""
    first, short = 0, ""
    for start in lines.all():
        line = lines.line(start)
        alone = start in read or len(line) > _SHORT
        if short and (alone or len(short) + len(line) > _LONGEST):
            yield from _told(first, short)
            short = ""
        if start in read:
            continue
        if alone:
            yield from _told(start, line)
            continue
        first = first if short else start
        short = f"{short}{APART}{line}" if short else line
    yield from _told(first, short)


def _told(start: int, passage: str) -> Iterator[tuple[int, str]]:
    for at in range(0, len(passage), _LONGEST):
        piece = passage[at : at + _LONGEST]
        if len(piece.split()) >= _LEAST_WORDS:
            yield start, piece
