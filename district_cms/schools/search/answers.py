"""Answers a query: named things, then texts; else with corrected spelling or fewer words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import reduce
from itertools import combinations
from operator import or_
from typing import Final

from django.db import connection
from django.db.models import Q

from .matching import MOST, Hit, SearchFilter, classes, named
from .models import SearchedWord
from .postgres import has_trigrams
from .query import ParsedQuery, SameWords, Term, parse_query
from .results import exact_label_first
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


SHORTEST: Final = 4
# Nobody slips in every word, and each is compared with all that are known.
MOST_CORRECTED: Final = 3
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
    asked = _unknown(asked, same)[:MOST_CORRECTED]
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
