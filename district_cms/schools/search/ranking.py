"""What comes first. Pure.

In this order: what is not over before what is; the kind that was named; what is called so before
what only has to do with it, and whole words before beginnings; what else was wished; schools before
teachers before classes before all others, but of several words that no name has together the class
comes first ("rivera math"); of days the next one; and the shorter name, which says less besides.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final, Protocol

from .asking import Asked, Term
from .words import is_ours

KIND_ORDER: Final = (
    *("school", "teacher", "contact", "class", "calendar", "day"),
    *("activity", "news", "curriculum", "page", "document"),
)
_SELDOM_MEANT: Final = frozenset({"curriculum", "document"})
SHORTEST_BEGINNING: Final = 3


class Row(Protocol):
    kind: str
    names: str
    about: str
    last_day: dt.date | None


def may_begin(word: str) -> bool:
    """Whether a word may be the beginning of what is meant. A number never is: 1 is not 12."""
    return len(word) >= SHORTEST_BEGINNING and not word[-1].isdigit()


def key(row: Row, question: Asked, today: dt.date) -> tuple[object, ...]:
    """Sort by it, ascending."""
    names, about = row.names.split(), row.about.split()
    everything = [*names, *about]
    # Every curriculum page is called after its grade, and many documents are; few look for one.
    by_name = row.kind not in _SELDOM_MEANT or _title(names) == question.said.split()
    called = by_name and _all(question.needed, names, whole=True)
    begins = called or (by_name and _all(question.needed, names, whole=False))
    whole = called or _all(question.needed, everything, whole=True)
    is_over = row.last_day is not None and row.last_day < today
    return (
        is_over,
        row.kind != question.kind if question.kind else False,
        not called,
        not begins,
        not whole,
        -len({*question.wished} & {*everything}),
        not (by_name and f"{' '.join(names)} ".startswith(f"{question.said} ")),
        row.kind not in {"school", "class"} and not begins and len(question.needed) > 1,
        KIND_ORDER.index(row.kind),
        # Of days the next one.
        row.last_day.toordinal() if row.last_day is not None and row.kind == "day" else 0,
        len(row.names),
        row.names,
    )


def _title(names: list[str]) -> list[str]:
    return [word for word in names if not is_ours(word)]


def _all(terms: Sequence[Term], among: list[str], *, whole: bool) -> bool:
    return all(
        any(all(_is_among(word, among, whole) for word in phrase) for phrase in term.meanings)
        for term in terms
    )


def _is_among(word: str, among: list[str], whole: bool) -> bool:
    if whole or not may_begin(word):
        return word in among
    return any(each.startswith(word) for each in among)
