"""What was meant by a word that is spelled otherwise: the nearest word of a name.

On PostgreSQL by three-letter pieces and their index (`pg_trgm`), wherever the slip is; without that
extension, and on SQLite, only among words that begin with the same letter.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import reduce
from operator import or_
from typing import Final

from django.db import connection
from django.db.models import Q

from .models import SearchedWord
from .postgres import has_trigrams
from .query import SameWords
from .words import words

SHORTEST: Final = 4
# Nobody slips in every word, and each is compared with all that are known.
MOST: Final = 3
_NEAR: Final = 0.7
_LETTERS_MORE: Final = 3
_READ: Final = 20

_SIMILAR: Final = """
    SELECT typed, near.word FROM unnest(%s::text[]) AS typed
    CROSS JOIN LATERAL (
        SELECT word FROM schools_searchedword WHERE word %% typed
        ORDER BY similarity(word, typed) DESC LIMIT %s
    ) AS near
"""


def corrected(query: str, same: SameWords) -> str:
    """The query with the nearest known word for each that is not known; "" where nothing is nearer.

    Three queries at most.
    """
    typed = words(query)
    asked = [word for word in dict.fromkeys(typed) if len(word) >= SHORTEST and word.isalpha()]
    asked = _unknown(asked, same)[:MOST]
    if not asked:
        return ""
    known = _candidates(asked)
    others = {word for phrase in same for word in phrase}
    nearest = {word: _nearest(word, {*known[word], *others}) for word in asked}
    better = [nearest.get(word, word) for word in typed]
    return " ".join(better) if better != typed else ""


def _unknown(asked: Sequence[str], same: SameWords) -> list[str]:
    known = {word for phrase in same for word in phrase}
    known.update(SearchedWord.objects.filter(pk__in=asked).values_list("pk", flat=True))
    return [word for word in asked if word not in known]


def _candidates(asked: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    if has_trigrams():
        with connection.cursor() as cursor:
            cursor.execute(_SIMILAR, [list(asked), _READ])
            for typed, word in cursor.fetchall():
                found[typed].append(word)
        return found
    begins = reduce(or_, (Q(word__startswith=word[0]) for word in asked))
    for word in SearchedWord.objects.filter(begins).values_list("word", flat=True):
        for typed in asked:
            if word[0] == typed[0]:
                found[typed].append(word)
    return found


def _nearest(word: str, among: Iterable[str]) -> str:
    """The one of which two neighboring letters were typed the wrong way around, else the most
    alike, of two that are as much so the first by the alphabet; else the word."""
    matcher = SequenceMatcher(b=word, autojunk=False)
    best, nearest = _NEAR, word
    for other in sorted(among):
        if abs(len(other) - len(word)) > _LETTERS_MORE:
            continue  # the end of a long word is no slip: "phone" is not what "xylophone" meant
        if _is_swapped(word, other):
            return other
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio = matcher.ratio()
            if ratio > best:
                best, nearest = ratio, other
    return nearest


def _is_swapped(one: str, other: str) -> bool:
    """ "maht" and "math"."""
    if len(one) != len(other):
        return False
    apart = [at for at, letters in enumerate(zip(one, other, strict=True)) if len({*letters}) == 2]
    return (
        len(apart) == 2
        and apart[0] + 1 == apart[1]
        and one[apart[0]] == other[apart[1]]
        and one[apart[1]] == other[apart[0]]
    )
