"""What is answered to whoever types something, chooses a school or a grade, or both."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from .classes import classes
from .finding import MayGuess, find
from .named import Hit
from .one_day import day_without_anything, what_comes_next
from .results import called_in_full
from .rows import Narrowed
from .some_words import with_some_words
from .texts import with_words


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, the best first. `read_as` is the spelling by which it was found, where it is
    another one than was typed; `with_some` the words of it by which it was found where nothing has
    all of them. `empty_day` is the day that was typed, where the calendar has nothing for it: the
    first hits are what comes next."""

    hits: Sequence[Hit] = ()
    read_as: str = ""
    with_some: Sequence[str] = ()
    empty_day: dt.date | None = None


def answer(
    query: str, narrowed: Narrowed, today: dt.date, may_guess: MayGuess, first: int
) -> Answer:
    """`first` are those among which one stands in front whose whole name was typed, as a suggestion
    writes it."""
    if not query:
        return Answer(classes(narrowed, today))
    if not narrowed and (empty := day_without_anything(query, today)):
        day, terms = empty
        hits = list(what_comes_next(day, today))
        if any(word.isalpha() for term in terms for word in term.typed):
            # Of a day in numbers alone, texts have the numbers of anything.
            hits += with_words(terms, narrowed, {hit.key for hit in hits})
        return Answer(hits, empty_day=day)
    found = find(query, narrowed, today, may_guess)
    if not found.hits:
        some = with_some_words(query, narrowed, today, may_guess)
        return Answer(some.hits, with_some=some.words)
    hits = list(found.hits)
    if "," in query:  # a suggestion that was taken
        hits = [*called_in_full(query, hits[:first]), *hits[first:]]
    return Answer(hits, found.read_as)
