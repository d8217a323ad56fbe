"""What is weighed of a text: its words, their beginnings, two or three that follow each other, and
two with any word between them.

Whose name it is makes no difference, nor which number; but whether a given name stands alone, as
those write who tell something of a child, or whole names follow each other, as in praise.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ..naming.mentions import Mention

NAME: Final = "NAME"
_WHOLE: Final = "WHOLE"
_GIVEN: Final = "GIVEN"
NUMBER: Final = "9"
MARKS: Final = "$%:?!.;,()\u00b7-"
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.:/]\d+)*|[$%:?!.;,()\u00b7-]")
_BEGINNINGS: Final = (4, 5, 7)
"""So many letters tell what a word is about: suspend, suspended, suspendieron."""


def features(plain: str, named: Sequence[Mention], start: int, end: int) -> set[str]:
    """Return what a part of a folded text holds, without the names in it."""
    tokens = _tokens(plain, named, start, end)
    found: set[str] = set()
    found.update(*map(_with_beginnings, tokens))
    found.update(map(" ".join, pairwise(tokens)))
    found.update(map(" ".join, zip(tokens, tokens[1:], tokens[2:], strict=False)))
    found.update(map(" _ ".join, zip(tokens, tokens[2:], strict=False)))
    called = [_WHOLE if one.full else _GIVEN for one in named if start <= one.start < end]
    found.update(_of_names(tokens, called))
    return found


@lru_cache(maxsize=4096)
def _with_beginnings(token: str) -> tuple[str, ...]:
    """Return a word and what it begins with: few words make up most of a text."""
    return (token, *(f"{token[:letters]}*" for letters in _BEGINNINGS if len(token) > letters))


def _of_names(tokens: list[str], called: list[str]) -> Iterator[str]:
    """Yield how many are named, and how many by a whole name, with the words beside each."""
    whole = called.count(_WHOLE)
    yield f"{NAME} {min(len(called), 4)}"
    yield f"{_WHOLE} {min(whole, 3)}"
    yield f"{_GIVEN} {min(len(called) - whole, 3)}"
    at = -1
    for one in called:
        at = tokens.index(NAME, at + 1)
        if at:
            yield f"{tokens[at - 1]} {one}"
        if at + 1 < len(tokens):
            yield f"{one} {tokens[at + 1]}"


def _tokens(plain: str, named: Sequence[Mention], start: int, end: int) -> list[str]:
    tokens: list[str] = []
    at = start
    for one in named:
        if start <= one.start < end:
            tokens += _words(plain[at : one.start])
            tokens.append(NAME)
            at = one.end
    return tokens + _words(plain[at:end])


def _words(text: str) -> list[str]:
    return [NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(text)]
