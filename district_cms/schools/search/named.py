"""Finding what has a name: schools, teachers, classes, activities, pages.

On PostgreSQL by the column `vector` of the table and its index (see `schools.indexes`), on SQLite
by comparing texts, which is enough for the few hundred pages of a trial. What comes first is
decided by `ranking` in both.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Final

from django.db import connection
from django.db.models import BooleanField, Case, Func, IntegerField, Q, QuerySet, Value, When
from wagtail.query import PageQuerySet

from .asking import Asked, Phrase, Term
from .models import Findable
from .ranking import KIND_ORDER, key, may_begin

# More than anybody reads; of what is asked so loosely the rest is nobody's loss.
MOST: Final = 100
# What is weighed: where even more fits, those that are called so and the first kinds.
_WEIGHED: Final = 250


class Matches(Func):
    """Whether a row's `vector`, which only the database knows, matches the text of a query."""

    template = "schools_findable.vector @@ to_tsquery('simple', %(expressions)s)"
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Narrowed:
    """To a school (its page's id) and a grade (its code); nothing where 0 and ""."""

    school: int = 0
    grade: str = ""
    kinds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.school or self.grade)


def named_ids(
    question: Asked,
    narrowed: Narrowed,
    public: PageQuerySet,
    today: dt.date,
    most: int = MOST,
) -> list[int]:
    """The ids of those of the public pages that are called so or have to do with it, the best
    first. Two queries."""
    if not question.needed:
        return []
    rows = _matching(question.needed)
    if narrowed.school:
        rows = rows.filter(Q(school=narrowed.school) | Q(page=narrowed.school))
    if narrowed.grade:
        rows = rows.filter(grades__contains=f" {narrowed.grade} ")
    if narrowed.kinds:
        rows = rows.filter(kind__in=narrowed.kinds)
    columns = rows.values_list("page_id", "kind", "names", "about", "last_day", named=True)
    ranked = sorted(columns[:_WEIGHED], key=lambda row: key(row, question, today))
    found = [row.page_id for row in ranked[:most]]
    # Whatever the table says: a page that is not public is in no result.
    readable = set(public.filter(pk__in=found).values_list("pk", flat=True))
    return [pk for pk in found if pk in readable]


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
    return rows.filter(Matches(Value(everywhere))).order_by(Matches(Value(in_names)).desc(), kinds)


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
