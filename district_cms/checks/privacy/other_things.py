"""Sentences in which the phrases of a kind mean other things: games, offices, praise."""

from . import grades, lessons, said_of
from .kinds import personal


def mean_other_things(said: str, text: str, plain: str) -> bool:
    """True if a text, and the same folded, speaks of what `said` names, as `Kind.not_in` does."""
    match said:
        case "":
            return False
        case "sport":
            return lessons.is_game(plain)
        case "game":
            return lessons.is_game(plain) or grades.speaks_of_other_things(text)
        case "grown-ups":
            return said_of.is_of_grown_ups(text)
        case "office":
            return lessons.is_office(plain)
        case _:
            return lessons.is_played(plain) or personal.PRAISE.search(plain) is not None
