"""Where nothing has all of the words: what has the most of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from .asking import Term, asked
from .finding import Found, MayGuess, find
from .named import MOST, Hit
from .rows import Narrowed
from .same import same_words
from .spelling import corrected
from .words import numbers_of_day

MOST_TERMS: Final = 4
"""Of more words each that is left out is one search, and whoever types so many asks for a text."""


@dataclass(frozen=True, slots=True)
class WithSome:
    """`words` are those by which each part was found, as they were read, and `hits` what was found:
    that of the words which say most, because least has them, first."""

    words: Sequence[str] = ()
    hits: Sequence[Hit] = ()


def with_some_words(
    query: str, narrowed: Narrowed, today: dt.date, may_guess: MayGuess
) -> WithSome:
    """What has all words but one; where nothing has, each by itself. For whoever found nothing.

    Eight searches at most, of two queries each or three; how the words are spelled is worked out
    once for all of them.
    """
    same = same_words()
    terms = asked(query, same).needed
    if not 1 < len(terms) <= MOST_TERMS:
        return WithSome()
    better = corrected(query, same) if may_guess() else ""
    terms = asked(better or query, same).needed
    for count in dict.fromkeys((len(terms) - 1, 1)):
        # A word that was typed twice is left out once.
        parts = dict.fromkeys(_said(kept) for kept in combinations(terms, count))
        each = [(part, find(part, narrowed, today, _as_it_is)) for part in parts]
        found = [(part, one) for part, one in each if one.hits]
        if found:
            return _together(found)
    return WithSome()


def _as_it_is() -> bool:
    return False


def _said(terms: Sequence[Term]) -> str:
    return " ".join(map(_as_typed, terms))


def _as_typed(term: Term) -> str:
    """A day of numbers alone is one with its slash: "11 26" are two numbers."""
    days = [numbers_of_day(word) for phrase in term.meanings for word in phrase]
    return ("/" if term.typed in days else " ").join(term.typed)


def _together(found: Sequence[tuple[str, Found]]) -> WithSome:
    telling = sorted(found, key=lambda pair: len(pair[1].hits))
    hits = {hit.key: hit for _part, one in reversed(telling) for hit in one.hits}
    in_order = dict.fromkeys(hit.key for _part, one in telling for hit in one.hits)
    return WithSome(
        words=list(dict.fromkeys(one.read_as or part for part, one in telling)),
        hits=[hits[key] for key in in_order][:MOST],
    )
