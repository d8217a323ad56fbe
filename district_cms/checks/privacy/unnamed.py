"""Passages that say something private about somebody who is not named."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice
from math import inf
from types import MappingProxyType
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from ..word_sets import word_set
from . import kinds
from .lines import Lines
from .masking import mask_digits, mask_name
from .naming.mentions import Mention
from .naming.people import key
from .naming.relatives import everyone
from .normalizing import folded
from .passages import LINE_SEPARATOR
from .scorer import (
    ALONE,
    ALONE_OF_NAMED,
    ALONE_OF_NOBODY,
    MAY_TELL,
    MAY_TELL_OF_NAMED,
    most_private,
    weigh_passage,
    weigh_words,
)

# Words for one person: without one, a passage is about nobody or everybody.
_ONE_PERSON: Final = word_set(
    "he she his her him hers himself herself son daughter nephew niece grandson granddaughter "
    "grandchild boy girl kid kiddo child student lad lass tot mom mother dad father mama papa "
    "grandma grandmother grandpa stepdad stepmom brother sister twin twins aunt uncle cousin "
    "family ella hijo hija nino nina alumno alumna abuela abuelo abuelita hermanito hermanita "
    "hermano hermana primo prima chiquito chiquita chico chica muchacho muchacha companero "
    "companera pequeno pequena familia freshman sophomore junior senior grader kindergartner "
    "kindergartener preschooler toddler classmate someone somebody alguien"
)
_WORD: Final = re.compile(r"[a-z]+")
_ANY_CHILD: Final = re.compile(
    r"\b(?:each|every|any|cada) (?:student|child|kid|boy|girl|family|alumn[oa]|nin[oa]|familia)\b"
    r"|\bfamily (?:handbook|guide|night|newsletter|calendar|survey|portal|resources?)\b"
    r"|\b(?:hijo o (?:su )?hija|hija o (?:su )?hijo|son or daughter|daughter or son)\b"
)
_SHORT: Final = 60
_LONGEST: Final = 600
_LEAST_WORDS: Final = 4
_LEAST_OF_NOBODY: Final = 8
"""The fewest words of a passage with no word for a child: fewer may mean anything."""
_MOST: Final = 2_000
"""Limit of passages to check, in case someone pastes a megabyte."""
_EXCERPT_LENGTH: Final = 60


def find(
    lines: Lines,
    read: Set[int],
    staff: frozenset[str] = frozenset(),
    known_names: Mapping[str, list[Mention]] = MappingProxyType({}),
) -> Iterator[tuple[int, Fault]]:
    """Yield a question for the first private passage, with its start.

    `read` are the starts of lines that were read closely because they may name somebody. `staff` is
    that of `PrivacyRules`. `known_names` are the names in the texts that were read already.
    """
    checked: set[str] = set()
    for start, passage in islice(_passages(lines, read), _MOST):
        if passage in checked:
            continue
        checked.add(passage)
        plain = folded(passage)
        is_read = start in read
        if weigh_words(plain) < (MAY_TELL_OF_NAMED if is_read else MAY_TELL):
            continue
        named = _names_in(passage, known_names) if is_read else []
        if any(key(mention.name) in staff for mention in named):
            continue
        if weigh_passage(plain, named) >= _threshold(plain, named):
            at = most_private(passage, plain)
            excerpt = mask_digits(passage[at : at + _EXCERPT_LENGTH])
            yield start, Fault(kinds.PERSONAL_QUESTION.id, clip(_without_names(excerpt, at, named)))
            return


def _names_in(passage: str, known: Mapping[str, list[Mention]]) -> list[Mention]:
    return known[passage] if passage in known else everyone(passage)


def _threshold(plain: str, named: Sequence[Mention]) -> float:
    """Return the least weight of a folded passage for a question."""
    if not named and _is_about_one_person(plain):
        return ALONE
    if len(plain.split()) < _LEAST_OF_NOBODY:
        return inf
    return ALONE_OF_NAMED if named else ALONE_OF_NOBODY


def _without_names(excerpt: str, at: int, named: Sequence[Mention]) -> str:
    """Return the excerpt of a passage with its names masked as elsewhere."""
    for mention in reversed(named):
        if at <= mention.start and mention.end <= at + len(excerpt):
            excerpt = (
                excerpt[: mention.start - at]
                + mask_name(mention.name)
                + excerpt[mention.end - at :]
            )
    return excerpt


def _is_about_one_person(plain: str) -> bool:
    """True if a folded passage has a word for one child or relative, but not for any child."""
    return not _ONE_PERSON.isdisjoint(_WORD.findall(_ANY_CHILD.sub(" ", plain)))


def _passages(lines: Lines, read: Set[int]) -> Iterator[tuple[int, str]]:
    """Yield long lines one by one, and consecutive short ones together."""
    first, short = 0, ""
    for start in lines.all():
        line = lines.line(start)
        alone = start in read or len(line) > _SHORT
        if short and (alone or len(short) + len(line) > _LONGEST):
            yield from _pieces(first, short)
            short = ""
        if alone:
            yield from _pieces(start, line)
            continue
        first = first if short else start
        short = f"{short}{LINE_SEPARATOR}{line}" if short else line
    yield from _pieces(first, short)


def _pieces(start: int, passage: str) -> Iterator[tuple[int, str]]:
    for at in range(0, len(passage), _LONGEST):
        piece = passage[at : at + _LONGEST]
        if len(piece.split()) >= _LEAST_WORDS:
            yield start, piece
