"""Answers a query: named results, then texts; else with corrected spelling or fewer words."""

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

from ..frame import frame_pages
from .matching import MOST, Hit, SearchFilter, classes, named
from .models import SearchedWord
from .postgres import has_trigrams
from .query import ParsedQuery, SameWords, Term, parse_query
from .results import exact_label_first
from .synonyms import synonyms
from .texts import find_in_texts
from .words import day_numbers, words

# With this many named results, nobody looks for a word in a text.
_ENOUGH: Final = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """The results, best first. `read_as` is the corrected spelling that was searched for, if any;
    `with_some` are the words that have results where no result has all words."""

    hits: Sequence[Hit] = ()
    read_as: str = ""
    with_some: Sequence[str] = ()


# Called if nothing matches, before spelling is corrected.
MayCorrect = Callable[[], bool]


def _always() -> bool:
    return True


def find(
    query: str, filters: SearchFilter, today: dt.date, may_correct: MayCorrect = _always
) -> Answer:
    """Returns results that are public. One query for named items, one for documents among them, and
    one for texts, however many there are. Corrected spelling takes the same again and three
    more."""
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
    """Like `find`, but only for named items."""
    same = synonyms()
    if hits := named(parse_query(query, same), filters, today, most):
        return hits
    better = corrected(query, same) if may_correct() else ""
    return named(parse_query(better, same), filters, today, most) if better else []


def _both(question: ParsedQuery, filters: SearchFilter, today: dt.date) -> list[Hit]:
    by_name = named(question, filters, today)
    if len(by_name) >= _ENOUGH:
        return by_name
    texts = find_in_texts(question.required, filters, {hit.key for hit in by_name})
    # News with the query in their title come before the curriculum.
    section = tuple(page.path for page in frame_pages() if page.curriculum is not None)
    at = next((n for n, hit in enumerate(by_name) if hit.path.startswith(section)), len(by_name))
    titled = [hit for hit in texts if hit.is_titled]
    return [*by_name[:at], *titled, *by_name[at:], *texts[len(titled) :]]


MOST_TERMS: Final = 4
"""Each word that is left out takes one search, and more words mean that someone searches for a
text."""


def find_with_some_words(
    query: str, filters: SearchFilter, today: dt.date, may_correct: MayCorrect
) -> Answer:
    """Returns the results with all words but one, else those of each word, the rarest word first.

    At most twelve searches of two or three queries each. Spelling is corrected only in words
    without any result, and once for all of them.
    """
    same = synonyms()
    terms = parse_query(query, same).required
    if not 1 < len(terms) <= MOST_TERMS:
        return Answer()
    # A repeated word is searched for once.
    by_word = {part: find(part, filters, today, _never) for part in _unique_texts(terms)}
    unknown = " ".join(part for part, result in by_word.items() if not result.hits)
    better = corrected(unknown, same) if unknown and may_correct() else ""
    if better:
        corrections = dict(zip(words(unknown), better.split(), strict=True))
        typed = " ".join(_unique_texts(terms)).split(" ")
        terms = parse_query(" ".join(corrections.get(word, word) for word in typed), same).required
        for part in _unique_texts(terms):
            if part not in by_word:
                by_word[part] = find(part, filters, today, _never)
    known = [term for term in terms if by_word[_text_of([term])].hits]
    most = min(len(terms) - 1, len(known))
    if most > 1:
        parts = dict.fromkeys(_text_of(subset) for subset in combinations(known, most))
        results = [(part, find(part, filters, today, _never)) for part in parts]
        if results := [(part, result) for part, result in results if result.hits]:
            return _merged(results, query)
    results = [(part, by_word[part]) for part in _unique_texts(known)]
    return _merged(results, query) if results else Answer()


def _unique_texts(terms: Sequence[Term]) -> list[str]:
    return list(dict.fromkeys(_text_of([term]) for term in terms))


def _never() -> bool:
    return False


def _text_of(terms: Sequence[Term]) -> str:
    """Returns the terms as typed. A date in numbers keeps its slash, because "11 26" would be two
    numbers."""
    texts = []
    for term in terms:
        days = [day_numbers(word) for phrase in term.meanings for word in phrase]
        texts.append(("/" if term.typed in days else " ").join(term.typed))
    return " ".join(texts)


def as_written(part: str, query: str) -> str:
    """Returns the words of `part` as written in the query, with their accents."""
    tokens = ((words(token), token) for token in query.split())
    written = {folded[0]: token for folded, token in tokens if len(folded) == 1}
    around = ".,;:!?¿¡\"'“”«»()"
    return " ".join(written.get(word, word).strip(around) for word in part.split(" "))


def _merged(results: Sequence[tuple[str, Answer]], query: str) -> Answer:
    rarest_first = sorted(results, key=lambda pair: len(pair[1].hits))
    hits = {hit.key: hit for _part, result in reversed(rarest_first) for hit in result.hits}
    in_order = dict.fromkeys(hit.key for _part, result in rarest_first for hit in result.hits)
    return Answer(
        hits=[hits[key] for key in in_order][:MOST],
        with_some=list(dict.fromkeys(as_written(part, query) for part, _result in rarest_first)),
    )


def answer(
    query: str, filters: SearchFilter, today: dt.date, may_correct: MayCorrect, first: int
) -> Answer:
    """Answers a query, or lists classes for an empty one. Among the `first` results, one whose
    whole label was typed, as a suggestion writes it, comes first."""
    if not query:
        return Answer(classes(filters, today))
    result = find(query, filters, today, may_correct)
    if not result.hits:
        return find_with_some_words(query, filters, today, may_correct)
    hits = list(result.hits)
    if "," in query:  # a chosen suggestion
        hits = [*exact_label_first(query, hits[:first]), *hits[first:]]
    return Answer(hits, result.read_as)


SHORTEST: Final = 4
# Nobody misspells every word, and each is compared with all known words.
MOST_CORRECTED: Final = 3
_NEAR: Final = 0.7
_LETTERS_MORE: Final = 3
_CANDIDATES: Final = 20

_SIMILAR: Final = """
    SELECT typed, near.word FROM unnest(%s::text[]) AS typed
    CROSS JOIN LATERAL (
        SELECT word FROM schools_searchedword WHERE word %% typed
        ORDER BY similarity(word, typed) DESC LIMIT %s
    ) AS near
"""


def corrected(query: str, same: SameWords) -> str:
    """Returns the query with each unknown word replaced by the nearest known one, "" if there is
    none. At most three queries."""
    typed = words(query)
    unknown = [word for word in dict.fromkeys(typed) if len(word) >= SHORTEST and word.isalpha()]
    unknown = _unknown(unknown, same)[:MOST_CORRECTED]
    if not unknown:
        return ""
    known = _candidates(unknown)
    others = {word for phrase in same for word in phrase}
    nearest = {word: _nearest(word, {*known[word], *others}) for word in unknown}
    better = [nearest.get(word, word) for word in typed]
    return " ".join(better) if better != typed else ""


def _unknown(candidates: Sequence[str], same: SameWords) -> list[str]:
    known = {word for phrase in same for word in phrase}
    known.update(SearchedWord.objects.filter(pk__in=candidates).values_list("pk", flat=True))
    return [word for word in candidates if word not in known]


def _candidates(unknown: Sequence[str]) -> dict[str, list[str]]:
    by_word: dict[str, list[str]] = defaultdict(list)
    if has_trigrams():
        with connection.cursor() as cursor:
            cursor.execute(_SIMILAR, [list(unknown), _CANDIDATES])
            for typed, word in cursor.fetchall():
                by_word[typed].append(word)
        return by_word
    begins = reduce(or_, (Q(word__startswith=word[0]) for word in unknown))
    for word in SearchedWord.objects.filter(begins).values_list("word", flat=True):
        for typed in unknown:
            if word[0] == typed[0]:
                by_word[typed].append(word)
    return by_word


def _nearest(word: str, among: Iterable[str]) -> str:
    """Returns the known word with two neighboring letters swapped, else the most similar one, the
    first by alphabet of several; else the word itself."""
    matcher = SequenceMatcher(b=word, autojunk=False)
    best, nearest = _NEAR, word
    for other in sorted(among):
        if abs(len(other) - len(word)) > _LETTERS_MORE:
            continue  # much shorter words are no correction: "xylophone" does not mean "phone"
        if _is_swapped(word, other):
            return other
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio = matcher.ratio()
            if ratio > best:
                best, nearest = ratio, other
    return nearest


def _is_swapped(word: str, other: str) -> bool:
    """Returns True for words such as "maht" and "math"."""
    if len(word) != len(other):
        return False
    different = [
        at for at, letters in enumerate(zip(word, other, strict=True)) if len({*letters}) == 2
    ]
    return (
        len(different) == 2
        and different[0] + 1 == different[1]
        and word[different[0]] == other[different[1]]
        and word[different[1]] == other[different[0]]
    )
