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
from .words import numbers_of_day, words

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

    Twelve searches at most, of two queries each or three. How a word is spelled is worked out only
    of those that nothing has, and once for all of them: what stands in a text was meant so.
    """
    same = same_words()
    terms = asked(query, same).needed
    if not 1 < len(terms) <= MOST_TERMS:
        return WithSome()
    # A word that was typed twice is looked for once.
    alone = {part: find(part, narrowed, today, _as_it_is) for part in _each(terms)}
    unknown = " ".join(part for part, one in alone.items() if not one.hits)
    better = corrected(unknown, same) if unknown and may_guess() else ""
    if better:
        meant = dict(zip(words(unknown), better.split(), strict=True))
        typed = " ".join(_each(terms)).split(" ")
        terms = asked(" ".join(meant.get(word, word) for word in typed), same).needed
        for part in _each(terms):
            if part not in alone:
                alone[part] = find(part, narrowed, today, _as_it_is)
    known = [term for term in terms if alone[_said([term])].hits]
    most = min(len(terms) - 1, len(known))
    if most > 1:
        parts = dict.fromkeys(_said(kept) for kept in combinations(known, most))
        found = [(part, find(part, narrowed, today, _as_it_is)) for part in parts]
        if found := [(part, one) for part, one in found if one.hits]:
            return _together(found, query)
    found = [(part, alone[part]) for part in _each(known)]
    return _together(found, query) if found else WithSome()


def _each(terms: Sequence[Term]) -> list[str]:
    return list(dict.fromkeys(_said([term]) for term in terms))


def _as_it_is() -> bool:
    return False


def _said(terms: Sequence[Term]) -> str:
    return " ".join(map(_as_typed, terms))


def _as_typed(term: Term) -> str:
    """A day of numbers alone is one with its slash: "11 26" are two numbers."""
    days = [numbers_of_day(word) for phrase in term.meanings for word in phrase]
    return ("/" if term.typed in days else " ").join(term.typed)


def as_written(part: str, query: str) -> str:
    """The words of a part as they stand in the query, with their accents."""
    tokens = ((words(token), token) for token in query.split())
    written = {said[0]: token for said, token in tokens if len(said) == 1}
    return " ".join(_plain_of(written.get(word, word)) for word in part.split(" "))


def _plain_of(token: str) -> str:
    return token.strip(".,;:!?¿¡\"'“”«»()")


def _together(found: Sequence[tuple[str, Found]], query: str) -> WithSome:
    telling = sorted(found, key=lambda pair: len(pair[1].hits))
    hits = {hit.key: hit for _part, one in reversed(telling) for hit in one.hits}
    in_order = dict.fromkeys(hit.key for _part, one in telling for hit in one.hits)
    return WithSome(
        words=list(dict.fromkeys(as_written(part, query) for part, _one in telling)),
        hits=[hits[key] for key in in_order][:MOST],
    )
