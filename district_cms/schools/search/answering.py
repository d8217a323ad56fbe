"""What is answered to whoever types something, chooses a school or a grade, or both."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from .classes import classes
from .finding import MayGuess, find
from .named import Hit
from .results import called_in_full
from .rows import Narrowed
from .some_words import with_some_words


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, the best first. `read_as` is the spelling by which it was found, where it is
    another one than was typed; `with_some` the words of it by which it was found where nothing has
    all of them."""

    hits: Sequence[Hit] = ()
    read_as: str = ""
    with_some: Sequence[str] = ()


def answer(
    query: str, narrowed: Narrowed, today: dt.date, may_guess: MayGuess, first: int
) -> Answer:
    """`first` are those among which one stands in front whose whole name was typed, as a suggestion
    writes it."""
    if not query:
        return Answer(classes(narrowed, today))
    found = find(query, narrowed, today, may_guess)
    if not found.hits:
        some = with_some_words(query, narrowed, today, may_guess)
        return Answer(some.hits, with_some=some.words)
    hits = list(found.hits)
    if "," in query:  # a suggestion that was taken
        hits = [*called_in_full(query, hits[:first]), *hits[first:]]
    return Answer(hits, found.read_as)
