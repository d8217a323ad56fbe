"""Finds named items: schools, teachers, classes, activities, pages, days, documents.

PostgreSQL uses the column `vector` and its index. SQLite compares texts, which is enough for the
few hundred pages of a trial. `ordering` ranks the results.
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
from .words import GRADE, is_token

KIND_ORDER: Final = (
    *("school", "teacher", "contact", "class", "calendar", "day"),
    *("event", "activity", "news", "curriculum", "page", "document"),
)
_DATED: Final = frozenset({"day", "event"})
_LOW_PRIORITY: Final = frozenset({"curriculum", "document"})
SHORTEST_BEGINNING: Final = 3


class Row(NamedTuple):
    """A candidate for ranking. `path` is None if it has no page."""

    key: str
    kind: str
    names: str
    about: str
    last_day: dt.date | None
    path: str | None


def may_begin(word: str) -> bool:
    """Returns True if a word may be the beginning of a longer one. Numbers may not: 1 is not 12."""
    return len(word) >= SHORTEST_BEGINNING and not word[-1].isdigit()


def ordering(question: ParsedQuery, today: dt.date) -> Callable[[Row], tuple[object, ...]]:
    """Returns a sort key, ascending. Ranking compares some hundreds of rows, so the search strings
    are prepared once."""
    needles = [[_needles(phrase) for phrase in term.meanings] for term in question.required]
    optional = [f" {word} " for word in {*question.optional}]
    text, several = question.text, len(question.required) > 1
    # Who names a grade and no subject looks for the homeroom.
    meant = [term.meanings[0][0] for term in question.required]
    of_grade = any(is_token(word) and word.startswith(GRADE) for word in meant)

    def key(row: Row) -> tuple[object, ...]:
        names, everything = f" {row.names} ", f" {row.names} {row.about} "
        # Every curriculum page and many documents are named after a grade, but few people look for
        # them.
        by_name = row.kind not in _LOW_PRIORITY or _title(row.names) == text
        matches_name = by_name and _all(needles, names, _WHOLE)
        begins = matches_name or (by_name and _all(needles, names, _BEGINS))
        matches_whole = matches_name or _all(needles, everything, _WHOLE)
        is_over = row.last_day is not None and row.last_day < today
        return (
            is_over,
            row.kind != question.kind if question.kind else False,
            not (of_grade and row.kind == "class" and " homeroom " in everything),
            not matches_name,
            not begins,
            not matches_whole,
            -sum(word in everything for word in optional),
            not (by_name and f"{row.names.strip()} ".startswith(f"{text} ")),
            row.kind not in {"school", "class"} and not begins and several,
            KIND_ORDER.index(row.kind),
            # The next of several days and events.
            row.last_day.toordinal() if row.last_day is not None and row.kind in _DATED else 0,
            len(row.names),
            row.names,
            # Of classes with the same name: this year's before next year's; of past ones, the
            # latest first.
            _days(row, last_first=is_over),
        )

    return key


def _days(row: Row, *, last_first: bool) -> int:
    if row.last_day is None:
        return 0
    return -row.last_day.toordinal() if last_first else row.last_day.toordinal()


# For each word, two strings to search for in a text, in which a space precedes each word: one
# matches the whole word, the other its beginning.
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


# At most this many rows are ranked: name matches first, then by kind.
_WEIGHED: Final = 250

# Visibility is checked only for the rows to be ranked, not for all matches.
_POSTGRES_QUERY: Final = f"""
    SELECT entry.key, entry.kind, entry.names, entry.about, entry.last_day, page.path
    FROM {NAMES}(
        to_tsquery('simple', %s), to_tsquery('simple', %s),
        %s::integer, %s, %s::varchar[], %s::varchar[], {_WEIGHED}
    ) AS entry
    LEFT JOIN wagtailcore_page AS page ON page.id = entry.page_id
    WHERE entry.page_id IS NULL OR ({PUBLIC})
"""  # noqa: S608  # only constants


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Limits results to a school (its page's id) and a grade (its code); no limit for 0 and ""."""

    school: int = 0
    grade: str = ""
    kinds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.school or self.grade)


def rows_of(question: ParsedQuery, filters: SearchFilter) -> list[Row]:
    """Returns unordered candidates, at most as many as are ranked. One query."""
    if connection.vendor == "postgresql":
        return _postgres_rows(question.required, filters)
    return _sqlite_rows(question.required, filters)


def _postgres_rows(terms: Sequence[Term], filters: SearchFilter) -> list[Row]:
    """Queries PostgreSQL."""
    # Lexemes have only letters and digits, see `words`, so none is an operator.
    texts = tsquery(terms), tsquery(terms, weight="A")
    grade = f" {filters.grade} " if filters.grade else ""
    limits = filters.school, grade, list(filters.kinds)
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_QUERY, [*texts, *limits, list(KIND_ORDER)])
        return [Row(*row) for row in cursor.fetchall()]


def _sqlite_rows(terms: Sequence[Term], filters: SearchFilter) -> list[Row]:
    """Queries SQLite, for trials."""
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
    """Returns the terms in the syntax of `to_tsquery`, each with its alternative meanings."""
    return " & ".join(
        "(" + " | ".join(_phrase(phrase, weight) for phrase in term.meanings) + ")"
        for term in terms
    )


def _phrase(phrase: Phrase, weight: str) -> str:
    return " & ".join(_lexeme(word, weight) for word in phrase)


def _lexeme(word: str, weight: str) -> str:
    marks = ("*" if may_begin(word) else "") + weight
    return f"{word}:{marks}" if marks else word


# More than anybody reads. The rest of such a broad query is no loss.
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A result by its key. `path` is the page's own, or that of a page that shows the document or
    item, "" for none. `item` has the details of a listed item. A page that was found by its text
    `is_titled` if its title has the query."""

    key: str
    path: str = ""
    item: ListedItem | None = None
    is_titled: bool = False


def page_ids(hits: Sequence[Hit]) -> list[int]:
    """Returns the ids of results that are pages."""
    parts = (parts_of(hit.key) for hit in hits)
    return [int(identifier) for kind, identifier in parts if kind == PAGE]


def named(
    question: ParsedQuery, filters: SearchFilter, today: dt.date, most: int = MOST
) -> list[Hit]:
    """Returns public items that match by name or otherwise, best first. One query, one more if
    there are documents among them, and those of listings with items among them."""
    if not question.required:
        return []
    rows = sorted(rows_of(question, filters), key=ordering(question, today))
    document_paths = _document_paths([row.key for row in rows if row.kind == DOCUMENT], filters)
    items = listed_items([row.key for row in rows], today)
    hits = (
        Hit(row.key, row.path or document_paths.get(row.key, ""), items.get(row.key))
        for row in rows
    )
    return [hit for hit in hits if hit.item or _is_visible(hit)][:most]


def _is_visible(hit: Hit) -> bool:
    return bool(hit.path) and parts_of(hit.key)[0] in (PAGE, DOCUMENT)


def _document_paths(keys: Sequence[str], filters: SearchFilter) -> dict[str, str]:
    """Returns {document key: path of a public page that shows it}, without documents that no public
    page shows."""
    if not keys:
        return {}
    below = ""
    if filters.school:
        schools = SchoolPage.objects.filter(pk=filters.school)
        below = schools.values_list("path", flat=True).first() or ""
    paths = public_pages_of([int(parts_of(each)[1]) for each in keys], below)
    return {key_of(DOCUMENT, pk): path for pk, path in paths.items()}


_CLASS: Final = "class"


def classes(filters: SearchFilter, today: dt.date) -> list[Hit]:
    """Returns current public classes, by school and name, this year's first of those with the same
    name. One query; nothing without a school or grade."""
    if not filters:
        return []
    running = Q(last_day=None) | Q(last_day__gte=today)
    rows = Findable.objects.filter(is_public("page"), running, kind=_CLASS)
    if filters.school:
        rows = rows.filter(school=filters.school)
    if filters.grade:
        rows = rows.filter(grades__contains=f" {filters.grade} ")
    keys_and_paths = rows.order_by("school__title", "names", "last_day", "key").values_list(
        "key", "page__path"
    )
    return [
        Hit(key, path) for key, path in keys_and_paths[:MOST] if path and parts_of(key)[0] == PAGE
    ]
