"""The answer to what was typed: what has a name, then what stands in a text; with another spelling
where nothing was found."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from .asking import Asked, asked
from .named import Hit, named, page_ids
from .rows import Narrowed
from .same import same_words
from .spelling import corrected
from .texts import with_words

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


# Asked where nothing was found, before it is worked out what was meant.
MayGuess = Callable[[], bool]


def _always() -> bool:
    return True


def find(query: str, narrowed: Narrowed, today: dt.date, may_guess: MayGuess = _always) -> Found:
    """What everyone may read. One query for what has a name, one for documents among it, and one
    for texts, however many there are; as many again in another spelling, and three for that."""
    same = same_words()
    question = asked(query, same)
    if not question.needed:
        return Found()
    if hits := _both(question, narrowed, today):
        return Found(hits)
    better = corrected(query, same) if may_guess() else ""
    hits = _both(asked(better, same), narrowed, today) if better else []
    return Found(hits, better if hits else "")


def find_named(
    query: str, narrowed: Narrowed, today: dt.date, most: int, may_guess: MayGuess = _always
) -> list[Hit]:
    """Of what has a name only."""
    same = same_words()
    if hits := named(asked(query, same), narrowed, today, most):
        return hits
    better = corrected(query, same) if may_guess() else ""
    return named(asked(better, same), narrowed, today, most) if better else []


def _both(question: Asked, narrowed: Narrowed, today: dt.date) -> list[Hit]:
    by_name = named(question, narrowed, today)
    if len(by_name) >= _ENOUGH:
        return by_name
    return [*by_name, *with_words(question.needed, narrowed, {hit.key for hit in by_name})]
