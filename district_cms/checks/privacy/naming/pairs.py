"""Who is named together in lessons: Lewis and Clark, Hansel and Gretel."""

import re
from typing import Final

from ..normalizing import fold

_PAIRS: Final = {
    "adam": "eve",
    "bonnie": "clyde",
    "hansel": "gretel",
    "henry": "mudge",
    "jack": "jill",
    "lewis": "clark",
    "romeo": "juliet",
    "tom": "jerry",
}
_AND: Final = re.compile(r" (?:and|y|&) ([^\W\d_]{2,20})")
_AND_BEFORE: Final = re.compile(r"([^\W\d_]{2,20}) (?:and|y|&) $")
_REACH: Final = 30


def is_of_a_pair(line: str, start: int, end: int, words: list[str]) -> bool:
    """True for both of "Lewis and Clark", and of a firm: "Johnson & Johnson"."""
    after = _AND.match(line, end)
    if after and fold(after[1]) in (words[-1], _PAIRS.get(words[-1])):
        return True
    first = _AND_BEFORE.search(line, max(0, start - _REACH), start)
    return first is not None and words[0] in (fold(first[1]), _PAIRS.get(fold(first[1])))
