"""Finding what has a name: schools, teachers, classes, activities, pages, days, documents.

On PostgreSQL by the column `vector` of the table and its index (see `schools.indexes`), on SQLite
by comparing texts, which is enough for the few hundred pages of a trial. What comes first is
decided by `ranking` in both.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.db import connection
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When

from ..models import SchoolPage
from .asking import Asked, Phrase, Term
from .keys import DOCUMENT, PAGE, key_of, parts_of
from .models import Findable
from .ranking import KIND_ORDER, key, may_begin
from .shown import is_public, pages_that_show, things_told
from .sources import Told

# More than anybody reads; of what is asked so loosely the rest is nobody's loss.
MOST: Final = 100
# What is weighed: where even more fits, those that are called so and the first kinds.
_WEIGHED: Final = 250


class Matches(Func):
    """Whether a row's `vector`, which only the database knows, matches the text of a query.

    Given with another column of the row, whose table it is.
    """

    output_field = BooleanField()

    def as_sql(  # type: ignore[override]  # nothing of the template is used
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, Any]:
        column, query = self.get_source_expressions()
        table = compiler.quote_name(column.alias)
        sql, params = compiler.compile(query)
        return f"{table}.vector @@ to_tsquery('simple', {sql})", params


@dataclass(frozen=True, slots=True)
class Narrowed:
    """To a school (its page's id) and a grade (its code); nothing where 0 and ""."""

    school: int = 0
    grade: str = ""
    kinds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.school or self.grade)


@dataclass(frozen=True, slots=True)
class Hit:
    """One of what was found, by its key; `path` is that of the page itself, or of the page on which
    the document or the thing stands, "" where there is none. `told` is what its room says of a
    thing."""

    key: str
    path: str = ""
    told: Told | None = None


def page_ids(hits: Sequence[Hit]) -> list[int]:
    """Those that are pages."""
    found = (parts_of(hit.key) for hit in hits)
    return [int(which) for what, which in found if what == PAGE]


def named(question: Asked, narrowed: Narrowed, today: dt.date, most: int = MOST) -> list[Hit]:
    """What everyone may read and is called so, or has to do with it, the best first. One query, one
    more where there are documents among it, and those of a room that has things among it."""
    if not question.needed:
        return []
    rows = _matching(question.needed)
    if narrowed.school:
        at_school = Q(school=narrowed.school) | Q(page=narrowed.school)
        rows = rows.filter(at_school | Q(kind=DOCUMENT))
    if narrowed.grade:
        rows = rows.filter(grades__contains=f" {narrowed.grade} ")
    if narrowed.kinds:
        rows = rows.filter(kind__in=narrowed.kinds)
    # The restrictions are compared with the few that are weighed, and not with all that fits.
    weighed = Findable.objects.filter(is_public("page"), pk__in=rows.values("pk")[:_WEIGHED])
    columns = ("key", "kind", "names", "about", "last_day", "page__path")
    found = sorted(
        weighed.values_list(*columns, named=True), key=lambda row: key(row, question, today)
    )
    shown_on = _documents([row.key for row in found if row.kind == DOCUMENT], narrowed)
    told = things_told([row.key for row in found], today)
    hits = (
        Hit(row.key, row.page__path or shown_on.get(row.key, ""), told.get(row.key))
        for row in found
    )
    return [hit for hit in hits if hit.told or _is_shown(hit)][:most]


def _is_shown(hit: Hit) -> bool:
    return bool(hit.path) and parts_of(hit.key)[0] in (PAGE, DOCUMENT)


def _documents(keys: Sequence[str], narrowed: Narrowed) -> dict[str, str]:
    """Of those of these documents that a public page shows, the path of that page."""
    if not keys:
        return {}
    below = ""
    if narrowed.school:
        schools = SchoolPage.objects.filter(pk=narrowed.school)
        below = schools.values_list("path", flat=True).first() or ""
    shown = pages_that_show([int(parts_of(each)[1]) for each in keys], below)
    return {key_of(DOCUMENT, pk): path for pk, path in shown.items()}


def _matching(terms: Sequence[Term]) -> QuerySet[Findable]:
    rows = Findable.objects.all()
    kinds = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(KIND_ORDER)),
        default=Value(len(KIND_ORDER)),
        output_field=IntegerField(),
    )
    if connection.vendor != "postgresql":
        return rows.filter(reduce(and_, map(_contains, terms))).order_by(kinds)
    # The lexemes are letters and digits, see `words`: nothing in them is an operator.
    everywhere, in_names = tsquery(terms), tsquery(terms, weight="A")
    return rows.filter(_matches(everywhere)).order_by(_matches(in_names).desc(), kinds)


def _matches(query: str) -> Matches:
    return Matches(F("names"), Value(query))


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
