"""The answer to what was typed: what has a name, then what stands in a text; with another spelling
where nothing was found."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from wagtail.models import Page
from wagtail.query import PageQuerySet

from .asking import Asked, asked
from .named import Narrowed, named_ids
from .same import same_words
from .spelling import corrected
from .texts import ids_with

# Whoever gets as many by their names does not look for a word of a text.
_ENOUGH: Final = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of pages, the best first; `read_as` is the spelling by which they were found, ""
    where it is what was typed."""

    page_ids: Sequence[int] = ()
    read_as: str = ""


# Asked where nothing was found, before it is worked out what was meant.
MayGuess = Callable[[], bool]


def _always() -> bool:
    return True


def find(query: str, narrowed: Narrowed, today: dt.date, may_guess: MayGuess = _always) -> Found:
    """What everyone may read, in the same number of queries however many there are."""
    same = same_words()
    question = asked(query, same)
    if not question.needed:
        return Found()
    public = _public()
    if pages := _both(question, narrowed, public, today):
        return Found(pages)
    better = corrected(query, same) if may_guess() else ""
    pages = _both(asked(better, same), narrowed, public, today) if better else []
    return Found(pages, better if pages else "")


def find_named(
    query: str, narrowed: Narrowed, today: dt.date, most: int, may_guess: MayGuess = _always
) -> list[int]:
    """Of what has a name only."""
    same, public = same_words(), _public()
    if pages := named_ids(asked(query, same), narrowed, public, today, most):
        return pages
    better = corrected(query, same) if may_guess() else ""
    return named_ids(asked(better, same), narrowed, public, today, most) if better else []


def _public() -> PageQuerySet:
    """Asks for the restrictions, once for all that follows."""
    return Page.objects.live().public().filter(depth__gt=1)


def _both(question: Asked, narrowed: Narrowed, public: PageQuerySet, today: dt.date) -> list[int]:
    by_name = named_ids(question, narrowed, public, today)
    if len(by_name) >= _ENOUGH:
        return by_name
    return [*by_name, *ids_with(question.needed, narrowed, public, by_name)]
