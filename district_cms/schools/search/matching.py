"""Finds what has a name: schools, teachers, classes, activities, pages, days, documents.

On PostgreSQL the rows come by the column `vector` and its index; on SQLite by comparing texts,
which is enough for the few hundred pages of a trial. `ordering` decides what comes first.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When

from ..models import SchoolPage
from .models import DOCUMENT, PAGE, Findable, key_of, parts_of
from .postgres import NAMES
from .query import ParsedQuery, Phrase, Term
from .sources import ListedItem
from .visibility import PUBLIC, is_public, listed_items, public_pages_of
from .words import is_token

KIND_ORDER: Final = (
    *("school", "teacher", "contact", "class", "calendar", "day"),
    *("event", "activity", "news", "curriculum", "page", "document"),
)
_DATED: Final = frozenset({"day", "event"})
_SELDOM_MEANT: Final = frozenset({"curriculum", "document"})
SHORTEST_BEGINNING: Final = 3


class Row(NamedTuple):
    """One of what is weighed. Of `path` there is none where it has no page."""

    key: str
    kind: str
    names: str
    about: str
    last_day: dt.date | None
    path: str | None


def may_begin(word: str) -> bool:
    """Whether a word may be the beginning of what is meant. A number never is: 1 is not 12."""
    return len(word) >= SHORTEST_BEGINNING and not word[-1].isdigit()


def ordering(question: ParsedQuery, today: dt.date) -> Callable[[Row], tuple[object, ...]]:
    """What to sort by, ascending. A search weighs some hundreds of rows, so what is looked for is
    made ready once, and looked for in the texts as they are."""
    needles = [[_needles(phrase) for phrase in term.meanings] for term in question.required]
    wished = [f" {word} " for word in {*question.optional}]
    said, several = question.text, len(question.required) > 1

    def key(row: Row) -> tuple[object, ...]:
        names, everything = f" {row.names} ", f" {row.names} {row.about} "
        # Every curriculum page is called after its grade, and many documents are; few look for one.
        by_name = row.kind not in _SELDOM_MEANT or _title(row.names) == said
        called = by_name and _all(needles, names, _WHOLE)
        begins = called or (by_name and _all(needles, names, _BEGINS))
        whole = called or _all(needles, everything, _WHOLE)
        is_over = row.last_day is not None and row.last_day < today
        return (
            is_over,
            row.kind != question.kind if question.kind else False,
            not called,
            not begins,
            not whole,
            -sum(word in everything for word in wished),
            not (by_name and f"{row.names.strip()} ".startswith(f"{said} ")),
            row.kind not in {"school", "class"} and not begins and several,
            KIND_ORDER.index(row.kind),
            # Of days and events the next one.
            row.last_day.toordinal() if row.last_day is not None and row.kind in _DATED else 0,
            len(row.names),
            row.names,
            # Of classes with one name this year's before the next one's; of past ones the last.
            _days(row, last_first=is_over),
        )

    return key


def _days(row: Row, *, last_first: bool) -> int:
    if row.last_day is None:
        return 0
    return -row.last_day.toordinal() if last_first else row.last_day.toordinal()


# Of each word what stands in a text, a space before each word of it, where the word is there whole,
# and where one begins with it.
_Needles = tuple[tuple[str, str], ...]
_WHOLE: Final = 0
_BEGINS: Final = 1


def _needles(phrase: Phrase) -> _Needles:
    return tuple((f" {word} ", f" {word}" if may_begin(word) else f" {word} ") for word in phrase)


def _title(names: str) -> str:
    return " ".join(word for word in names.split() if not is_token(word))


def _all(terms: Sequence[Sequence[_Needles]], text: str, how: int) -> bool:
    return all(
        any(all(needle[how] in text for needle in phrase) for phrase in meanings)
        for meanings in terms
    )


# What is weighed: where even more fits, those that are called so and the first kinds.
_WEIGHED: Final = 250

# What everyone may read is compared with the few that are weighed, and not with all that fits.
_ASKED: Final = f"""
    SELECT found.key, found.kind, found.names, found.about, found.last_day, page.path
    FROM {NAMES}(
        to_tsquery('simple', %s), to_tsquery('simple', %s),
        %s::integer, %s, %s::varchar[], %s::varchar[], {_WEIGHED}
    ) AS found
    LEFT JOIN wagtailcore_page AS page ON page.id = found.page_id
    WHERE found.page_id IS NULL OR ({PUBLIC})
"""  # noqa: S608  # of constants


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """To a school (its page's id) and a grade (its code); nothing where 0 and ""."""

    school: int = 0
    grade: str = ""
    kinds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.school or self.grade)


def rows_of(question: ParsedQuery, filters: SearchFilter) -> list[Row]:
    """In no order, and at most as many as are weighed. One query."""
    if connection.vendor == "postgresql":
        return _asked(question.required, filters)
    return _looked_up(question.required, filters)


def _asked(terms: Sequence[Term], filters: SearchFilter) -> list[Row]:
    """By PostgreSQL."""
    # The lexemes are letters and digits, see `words`: nothing in them is an operator.
    texts = tsquery(terms), tsquery(terms, weight="A")
    grade = f" {filters.grade} " if filters.grade else ""
    narrow = filters.school, grade, list(filters.kinds)
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [*texts, *narrow, list(KIND_ORDER)])
        return [Row(*row) for row in cursor.fetchall()]


def _looked_up(terms: Sequence[Term], filters: SearchFilter) -> list[Row]:
    """By what the database of a trial has."""
    kinds = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(KIND_ORDER)),
        default=Value(len(KIND_ORDER)),
        output_field=IntegerField(),
    )
    rows = Findable.objects.filter(reduce(and_, map(_contains, terms))).order_by(kinds)
    if filters.school:
        at_school = Q(school=filters.school) | Q(page=filters.school)
        rows = rows.filter(at_school | Q(kind=DOCUMENT))
    if filters.grade:
        rows = rows.filter(grades__contains=f" {filters.grade} ")
    if filters.kinds:
        rows = rows.filter(kind__in=filters.kinds)
    weighed = Findable.objects.filter(is_public("page"), pk__in=rows.values("pk")[:_WEIGHED])
    columns = ("key", "kind", "names", "about", "last_day", "page__path")
    return [Row(*row) for row in weighed.values_list(*columns)]


def _contains(term: Term) -> Q:
    return reduce(or_, (reduce(and_, map(_has_word, phrase)) for phrase in term.meanings))


def _has_word(word: str) -> Q:
    if may_begin(word):
        return Q(names__contains=f" {word}") | Q(about__contains=f" {word}")
    whole = [
        Q(**{f"{column}__{how}": f" {word}{end}"})
        for column in ("names", "about")
        for how, end in (("contains", " "), ("endswith", ""))
    ]
    return reduce(or_, whole)


def tsquery(terms: Sequence[Term], weight: str = "") -> str:
    """The terms in the syntax of `to_tsquery`: each in one of its meanings."""
    return " & ".join(
        "(" + " | ".join(_phrase(phrase, weight) for phrase in term.meanings) + ")"
        for term in terms
    )


def _phrase(phrase: Phrase, weight: str) -> str:
    return " & ".join(_lexeme(word, weight) for word in phrase)


def _lexeme(word: str, weight: str) -> str:
    marks = ("*" if may_begin(word) else "") + weight
    return f"{word}:{marks}" if marks else word


# More than anybody reads; of what is asked so loosely the rest is nobody's loss.
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One of what was found, by its key; `path` is that of the page itself, or of the page on which
    the document or the thing stands, "" where there is none. `told` is what its room says of a
    thing."""

    key: str
    path: str = ""
    told: ListedItem | None = None


def page_ids(hits: Sequence[Hit]) -> list[int]:
    """The results that are pages."""
    found = (parts_of(hit.key) for hit in hits)
    return [int(which) for what, which in found if what == PAGE]


def named(
    question: ParsedQuery, filters: SearchFilter, today: dt.date, most: int = MOST
) -> list[Hit]:
    """What everyone may read and is called so, or has to do with it, the best first. One query, one
    more where there are documents among it, and those of a room that has things among it."""
    if not question.required:
        return []
    found = sorted(rows_of(question, filters), key=ordering(question, today))
    shown_on = _documents([row.key for row in found if row.kind == DOCUMENT], filters)
    told = listed_items([row.key for row in found], today)
    hits = (Hit(row.key, row.path or shown_on.get(row.key, ""), told.get(row.key)) for row in found)
    return [hit for hit in hits if hit.told or _is_visible(hit)][:most]


def _is_visible(hit: Hit) -> bool:
    return bool(hit.path) and parts_of(hit.key)[0] in (PAGE, DOCUMENT)


def _documents(keys: Sequence[str], filters: SearchFilter) -> dict[str, str]:
    """Of those of these documents that a public page shows, the path of that page."""
    if not keys:
        return {}
    below = ""
    if filters.school:
        schools = SchoolPage.objects.filter(pk=filters.school)
        below = schools.values_list("path", flat=True).first() or ""
    shown = public_pages_of([int(parts_of(each)[1]) for each in keys], below)
    return {key_of(DOCUMENT, pk): path for pk, path in shown.items()}


_CLASS: Final = "class"


def classes(filters: SearchFilter, today: dt.date) -> list[Hit]:
    """Those that everyone may read and that are not over, school by school, by name, of one name
    this year's first. One query; nothing where neither is chosen."""
    if not filters:
        return []
    running = Q(last_day=None) | Q(last_day__gte=today)
    rows = Findable.objects.filter(is_public("page"), running, kind=_CLASS)
    if filters.school:
        rows = rows.filter(school=filters.school)
    if filters.grade:
        rows = rows.filter(grades__contains=f" {filters.grade} ")
    found = rows.order_by("school__title", "names", "last_day", "key").values_list(
        "key", "page__path"
    )
    return [Hit(key, path) for key, path in found[:MOST] if path and parts_of(key)[0] == PAGE]
