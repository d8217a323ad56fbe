"""Answers a query: named things, then texts; else in another spelling or with fewer words."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from .matching import MOST, Hit, SearchFilter, classes, named, page_ids
from .models import Findable
from .query import ParsedQuery, Term, parse_query
from .results import exact_label_first
from .spelling import corrected
from .synonyms import synonyms
from .texts import find_in_texts
from .visibility import is_public, listed_things
from .words import WEEKDAYS, date_of, day_numbers, is_day, words

# Whoever gets as many by their names does not look for a word of a text.
_ENOUGH: Final = 40


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first; `read_as` is the spelling by which it was found, "" where it
    is what was typed."""

    hits: Sequence[Hit] = ()
    read_as: str = ""

    @property
    def page_ids(self) -> list[int]:
        """Those that are pages."""
        return page_ids(self.hits)


# ParsedQuery where nothing was found, before it is worked out what was meant.
MayCorrect = Callable[[], bool]


def _always() -> bool:
    return True


def find(
    query: str, filters: SearchFilter, today: dt.date, may_correct: MayCorrect = _always
) -> Found:
    """What everyone may read. One query for what has a name, one for documents among it, and one
    for texts, however many there are; as many again in another spelling, and three for that."""
    same = synonyms()
    question = parse_query(query, same)
    if not question.required:
        return Found()
    if hits := _both(question, filters, today):
        return Found(hits)
    better = corrected(query, same) if may_correct() else ""
    hits = _both(parse_query(better, same), filters, today) if better else []
    return Found(hits, better if hits else "")


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


@dataclass(frozen=True, slots=True)
class PartialMatch:
    """`words` are those by which each part was found, as they were read, and `hits` what was found:
    that of the words which say most, because least has them, first."""

    words: Sequence[str] = ()
    hits: Sequence[Hit] = ()


def find_with_some_words(
    query: str, filters: SearchFilter, today: dt.date, may_correct: MayCorrect
) -> PartialMatch:
    """What has all words but one; where nothing has, each by itself. For whoever found nothing.

    Twelve searches at most, of two queries each or three. How a word is spelled is worked out only
    of those that nothing has, and once for all of them: what stands in a text was meant so.
    """
    same = synonyms()
    terms = parse_query(query, same).required
    if not 1 < len(terms) <= MOST_TERMS:
        return PartialMatch()
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
    return _together(found, query) if found else PartialMatch()


def _each(terms: Sequence[Term]) -> list[str]:
    return list(dict.fromkeys(_said([term]) for term in terms))


def _never() -> bool:
    return False


def _said(terms: Sequence[Term]) -> str:
    return " ".join(map(_as_typed, terms))


def _as_typed(term: Term) -> str:
    """A day of numbers alone is one with its slash: "11 26" are two numbers."""
    days = [day_numbers(word) for phrase in term.meanings for word in phrase]
    return ("/" if term.typed in days else " ").join(term.typed)


def as_written(part: str, query: str) -> str:
    """The words of a part as they stand in the query, with their accents."""
    tokens = ((words(token), token) for token in query.split())
    written = {said[0]: token for said, token in tokens if len(said) == 1}
    return " ".join(_plain_of(written.get(word, word)) for word in part.split(" "))


def _plain_of(token: str) -> str:
    return token.strip(".,;:!?¿¡\"'“”«»()")


def _together(found: Sequence[tuple[str, Found]], query: str) -> PartialMatch:
    telling = sorted(found, key=lambda pair: len(pair[1].hits))
    hits = {hit.key: hit for _part, one in reversed(telling) for hit in one.hits}
    in_order = dict.fromkeys(hit.key for _part, one in telling for hit in one.hits)
    return PartialMatch(
        words=list(dict.fromkeys(as_written(part, query) for part, _one in telling)),
        hits=[hits[key] for key in in_order][:MOST],
    )


_DATED: Final = ("day", "event")
# Whoever types a day that is so far ahead means the one before.
_FARTHEST: Final = dt.timedelta(days=270)
_WEEKDAYS: Final = frozenset(word for words in WEEKDAYS for word in words)
_YEAR: Final = re.compile(r"20\d\d")
_LOOKED_AT: Final = 40
"""Days and events after it: some of them may be shown to nobody by now."""


def empty_day_of(query: str, today: dt.date) -> tuple[dt.date, Sequence[Term]] | None:
    """The day that was typed, if nothing else was, and nothing stands for it in the calendar, with
    the terms of the query. One query, for who typed a day."""
    terms = parse_query(query, synonyms()).required
    days = [(term, word) for term in terms if (word := _day_of(term))]
    if len(days) != 1 or not all(_belongs_to_a_day(term) for term in terms):
        return None
    ((term, word),) = days
    day = _nearest(word, today)
    if day is None:
        return None
    of_the_day = replace(term, meanings=((word,),))
    if named(ParsedQuery((of_the_day,)), SearchFilter(kinds=_DATED), today):
        return None
    return day, terms


def next_after(day: dt.date, today: dt.date) -> Sequence[Hit]:
    """Of the days and events after it those that begin first."""
    since = max(day, today)
    rows = Findable.objects.filter(is_public("page"), kind__in=_DATED, last_day__gt=since)
    columns = ("key", "about", "last_day", "page__path")
    found = list(rows.order_by("last_day", "key").values_list(*columns)[:_LOOKED_AT])
    told = listed_things([key for key, *_rest in found], today)
    begins = {key: _first(about, last) for key, about, last, _path in found if key in told}
    first = min(begins.values(), default=None)
    return [
        Hit(key, path or "", told[key])
        for key, _about, _last, path in found
        if key in told and begins[key] == first
    ]


def _day_of(term: Term) -> str:
    return next((each[0] for each in term.meanings if len(each) == 1 and is_day(each[0])), "")


def _belongs_to_a_day(term: Term) -> bool:
    """Beside the day itself its weekday and its year."""
    word = " ".join(term.typed)
    return bool(_day_of(term)) or word in _WEEKDAYS or _YEAR.fullmatch(word) is not None


def _first(about: str, last: dt.date) -> dt.date:
    """The first of the days by which it is found; `last` is the last of them."""
    days = (date_of(word, last.year) for word in about.split() if is_day(word))
    back = (_before(day, last) for day in days if day is not None)
    return min(back, default=last)


def _before(day: dt.date, last: dt.date) -> dt.date:
    """Of a span over New Year the days before are of the year before."""
    return day if day <= last else day.replace(year=day.year - 1)


def _nearest(word: str, today: dt.date) -> dt.date | None:
    """The next such day; None of one that no year near has, such as "2/30"."""
    days = (date_of(word, today.year + years) for years in (-1, 0, 1))
    near = [day for day in days if day is not None]
    ahead = [day for day in near if today <= day <= today + _FARTHEST]
    behind = [day for day in near if day < today]
    return ahead[0] if ahead else behind[-1] if behind else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, the best first. `read_as` is the spelling by which it was found, where it is
    another one than was typed; `with_some` the words of it by which it was found where nothing has
    all of them. `empty_day` is the day that was typed, where the calendar has nothing for it: the
    first hits are what comes next."""

    hits: Sequence[Hit] = ()
    read_as: str = ""
    with_some: Sequence[str] = ()
    empty_day: dt.date | None = None


def answer(
    query: str, filters: SearchFilter, today: dt.date, may_correct: MayCorrect, first: int
) -> Answer:
    """`first` are those among which one stands in front whose whole name was typed, as a suggestion
    writes it."""
    if not query:
        return Answer(classes(filters, today))
    if not filters and (empty := empty_day_of(query, today)):
        day, terms = empty
        hits = list(next_after(day, today))
        if any(word.isalpha() for term in terms for word in term.typed):
            # Of a day in numbers alone, texts have the numbers of anything.
            hits += find_in_texts(terms, filters, {hit.key for hit in hits})
        return Answer(hits, empty_day=day)
    found = find(query, filters, today, may_correct)
    if not found.hits:
        some = find_with_some_words(query, filters, today, may_correct)
        return Answer(some.hits, with_some=some.words)
    hits = list(found.hits)
    if "," in query:  # a suggestion that was taken
        hits = [*exact_label_first(query, hits[:first]), *hits[first:]]
    return Answer(hits, found.read_as)
