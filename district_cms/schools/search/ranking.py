"""What comes first. Pure.

In this order: what is not over before what is; the kind that was named; what is called so before
what only has to do with it, and whole words before beginnings; what else was wished; schools before
teachers before classes before all others, but of several words that no name has together the class
comes first ("rivera math"); of days the next one; the shorter name, which says less besides; and of
one name what ends first, or ended last.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from .asking import Asked, Phrase
from .words import is_ours

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


def ordering(question: Asked, today: dt.date) -> Callable[[Row], tuple[object, ...]]:
    """What to sort by, ascending. A search weighs some hundreds of rows, so what is looked for is
    made ready once, and looked for in the texts as they are."""
    needles = [[_needles(phrase) for phrase in term.meanings] for term in question.needed]
    wished = [f" {word} " for word in {*question.wished}]
    said, several = question.said, len(question.needed) > 1

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
    return " ".join(word for word in names.split() if not is_ours(word))


def _all(terms: Sequence[Sequence[_Needles]], text: str, how: int) -> bool:
    return all(
        any(all(needle[how] in text for needle in phrase) for phrase in meanings)
        for meanings in terms
    )
