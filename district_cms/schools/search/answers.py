"""Answers a query: named things, then texts; else in another spelling or with fewer words."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from .matching import MOST, Hit, SearchFilter, classes, named
from .query import ParsedQuery, Term, parse_query
from .results import exact_label_first
from .spelling import corrected
from .synonyms import synonyms
from .texts import find_in_texts
from .words import day_numbers, words

# Whoever gets as many by their names does not look for a word of a text.
_ENOUGH: Final = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """The results, best first. `read_as` is the corrected spelling that was searched for, if any;
    `with_some` the words that were found where no result has all of them."""

    hits: Sequence[Hit] = ()
    read_as: str = ""
    with_some: Sequence[str] = ()


# Asked where nothing was found, before a spelling is corrected.
MayCorrect = Callable[[], bool]


def _always() -> bool:
    return True


def find(
    query: str, filters: SearchFilter, today: dt.date, may_correct: MayCorrect = _always
) -> Answer:
    """What everyone may read. One query for what has a name, one for documents among it, and one
    for texts, however many there are; as many again in another spelling, and three for that."""
    same = synonyms()
    question = parse_query(query, same)
    if not question.required:
        return Answer()
    if hits := _both(question, filters, today):
        return Answer(hits)
    better = corrected(query, same) if may_correct() else ""
    hits = _both(parse_query(better, same), filters, today) if better else []
    return Answer(hits, better if hits else "")


def find_named(
    query: str, filters: SearchFilter, today: dt.date, most: int, may_correct: MayCorrect = _always
) -> list[Hit]:
    """Of what has a name only."""
    same = synonyms()
    if hits := named(parse_query(query, same), filters, today, most):
        return hits
    better = corrected(query, same) if may_correct() else ""
    return named(parse_query(better, same), filters, today, most) if better else []


def _both(question: ParsedQuery, filters: SearchFilter, today: dt.date) -> list[Hit]:
    by_name = named(question, filters, today)
    if len(by_name) >= _ENOUGH:
        return by_name
    return [*by_name, *find_in_texts(question.required, filters, {hit.key for hit in by_name})]


MOST_TERMS: Final = 4
"""Of more words each that is left out is one search, and whoever types so many asks for a text."""


def find_with_some_words(
    query: str, filters: SearchFilter, today: dt.date, may_correct: MayCorrect
) -> Answer:
    """The results with all words but one, else those of each word, the rarest word first.

    Twelve searches at most, of two queries each or three. How a word is spelled is worked out only
    of those that nothing has, and once for all of them: what stands in a text was meant so.
    """
    same = synonyms()
    terms = parse_query(query, same).required
    if not 1 < len(terms) <= MOST_TERMS:
        return Answer()
    # A word that was typed twice is looked for once.
    alone = {part: find(part, filters, today, _never) for part in _each(terms)}
    unknown = " ".join(part for part, one in alone.items() if not one.hits)
    better = corrected(unknown, same) if unknown and may_correct() else ""
    if better:
        meant = dict(zip(words(unknown), better.split(), strict=True))
        typed = " ".join(_each(terms)).split(" ")
        terms = parse_query(" ".join(meant.get(word, word) for word in typed), same).required
        for part in _each(terms):
            if part not in alone:
                alone[part] = find(part, filters, today, _never)
    known = [term for term in terms if alone[_said([term])].hits]
    most = min(len(terms) - 1, len(known))
    if most > 1:
        parts = dict.fromkeys(_said(kept) for kept in combinations(known, most))
        found = [(part, find(part, filters, today, _never)) for part in parts]
        if found := [(part, one) for part, one in found if one.hits]:
            return _together(found, query)
    found = [(part, alone[part]) for part in _each(known)]
    return _together(found, query) if found else Answer()


def _each(terms: Sequence[Term]) -> list[str]:
    return list(dict.fromkeys(_said([term]) for term in terms))


def _never() -> bool:
    return False


def _said(terms: Sequence[Term]) -> str:
    """A day in numbers keeps its slash: "11 26" are two numbers."""
    texts = []
    for term in terms:
        days = [day_numbers(word) for phrase in term.meanings for word in phrase]
        texts.append(("/" if term.typed in days else " ").join(term.typed))
    return " ".join(texts)


def as_written(part: str, query: str) -> str:
    """The words of a part as they stand in the query, with their accents."""
    tokens = ((words(token), token) for token in query.split())
    written = {said[0]: token for said, token in tokens if len(said) == 1}
    around = ".,;:!?¿¡\"'“”«»()"
    return " ".join(written.get(word, word).strip(around) for word in part.split(" "))


def _together(found: Sequence[tuple[str, Answer]], query: str) -> Answer:
    telling = sorted(found, key=lambda pair: len(pair[1].hits))
    hits = {hit.key: hit for _part, one in reversed(telling) for hit in one.hits}
    in_order = dict.fromkeys(hit.key for _part, one in telling for hit in one.hits)
    return Answer(
        hits=[hits[key] for key in in_order][:MOST],
        with_some=list(dict.fromkeys(as_written(part, query) for part, _one in telling)),
    )


def answer(
    query: str, filters: SearchFilter, today: dt.date, may_correct: MayCorrect, first: int
) -> Answer:
    """`first` are those among which one stands in front whose whole name was typed, as a suggestion
    writes it."""
    if not query:
        return Answer(classes(filters, today))
    found = find(query, filters, today, may_correct)
    if not found.hits:
        return find_with_some_words(query, filters, today, may_correct)
    hits = list(found.hits)
    if "," in query:  # a suggestion that was taken
        hits = [*exact_label_first(query, hits[:first]), *hits[first:]]
    return Answer(hits, found.read_as)
