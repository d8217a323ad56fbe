"""The rows of what has a name that answer a question: those that are weighed.

On PostgreSQL by the column `vector` of the table and its index, in one statement of our own; on
SQLite by comparing texts, which is enough for the few hundred pages of a trial.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Final

from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When

from .asking import Asked, Phrase, Term
from .indexed import NAMES
from .keys import DOCUMENT
from .models import Findable
from .ranking import KIND_ORDER, Row, may_begin
from .shown import PUBLIC, is_public

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
class Narrowed:
    """To a school (its page's id) and a grade (its code); nothing where 0 and ""."""

    school: int = 0
    grade: str = ""
    kinds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.school or self.grade)


def rows_of(question: Asked, narrowed: Narrowed) -> list[Row]:
    """In no order, and at most as many as are weighed. One query."""
    if connection.vendor == "postgresql":
        return _asked(question.needed, narrowed)
    return _looked_up(question.needed, narrowed)


def _asked(terms: Sequence[Term], narrowed: Narrowed) -> list[Row]:
    """By PostgreSQL."""
    # The lexemes are letters and digits, see `words`: nothing in them is an operator.
    texts = tsquery(terms), tsquery(terms, weight="A")
    grade = f" {narrowed.grade} " if narrowed.grade else ""
    narrow = narrowed.school, grade, list(narrowed.kinds)
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [*texts, *narrow, list(KIND_ORDER)])
        return [Row(*row) for row in cursor.fetchall()]


def _looked_up(terms: Sequence[Term], narrowed: Narrowed) -> list[Row]:
    """By what the database of a trial has."""
    kinds = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(KIND_ORDER)),
        default=Value(len(KIND_ORDER)),
        output_field=IntegerField(),
    )
    rows = Findable.objects.filter(reduce(and_, map(_contains, terms))).order_by(kinds)
    if narrowed.school:
        at_school = Q(school=narrowed.school) | Q(page=narrowed.school)
        rows = rows.filter(at_school | Q(kind=DOCUMENT))
    if narrowed.grade:
        rows = rows.filter(grades__contains=f" {narrowed.grade} ")
    if narrowed.kinds:
        rows = rows.filter(kind__in=narrowed.kinds)
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
