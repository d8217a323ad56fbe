"""What is weighed of the shape of a form: what its rows begin with, what they hold beside names,
and what its heading is about."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ..naming.mentions import Mention

_VALUE: Final = re.compile(
    r"(?P<login>\b[a-z][a-z._]{2,20}\d{1,5}\b)|(?P<money>\$ ?\d)"
    r"|(?P<phone>555-01|\d{3}-\d{4})|(?P<percent>\d ?%)"
    r"|(?P<day>(?<![\d/])(?:1[0-2]|0?[1-9])/(?:[12]\d|3[01]|0?[1-9])(?![\d/]))"
    r"|(?P<part>\d ?/ ?\d|\d+ (?:of|out of|de) \d)|(?P<time>\d:\d\d)|(?P<point>\d\.\d)"
    r"|(?P<long>\d{5,})|(?P<three>\b\d{3}\b)|(?P<two>\b\d\d\b)|(?P<one>\b\d\b)"
    r"|(?P<letter>\b[A-DF][+-]?(?=$|[ ,;(\u00b7]))"
)
_VALUES: Final = tuple(_VALUE.groupindex)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_OF_HEADING: Final = re.compile(r"[a-z]{3,}")
_MOST_HEADINGS: Final = 3
_MOST_ROWS, _MOST_NAMED, _MOST_WORDS = 6, 5, 3
_NEAR: Final = 3
_LETTERS: Final = 5
MARK: Final = "<"
"""Begins what is weighed of a shape, and no word does."""


def shapes(
    text: str, plain: str, rows: Sequence[tuple[int, int]], named: Sequence[Mention]
) -> set[str]:
    """Return what the rows of a form tell by their shape; `plain` is its text folded."""
    of_names = [[one for one in named if start <= one.start < end] for start, end in rows]
    told = [number for number, inside in enumerate(of_names) if inside]
    found = {f"rows {min(len(rows), _MOST_ROWS)}", f"rows named {min(len(told), _MOST_NAMED)}"}
    kinds: Counter[str] = Counter()
    for number, following in zip(told, [*told[1:], len(rows)], strict=False):
        end = rows[min(following, number + _NEAR) - 1][1]
        kinds.update(_kinds(text, rows[number][0], end, of_names[number]))
    most = {kind for kind, count in kinds.items() if 2 * count >= len(told)}
    found.update(f"most {kind}" for kind in most)
    if len(told) > 1:
        found.update(f"list {kind}" for kind in most)
        held = " ".join(sorted(most.difference(_VALUES, ("none", "several", "inside"))))
        found.update(f"{held} {value}" for value in (*_VALUES, "none") if value in most)
    headings = rows[: min(told[0] if told else 1, _MOST_HEADINGS)]
    for start, end in headings:
        found.update(f"head {word[:_LETTERS]}" for word in _OF_HEADING.findall(plain[start:end]))
    return {f"{MARK}{each}" for each in found}


def _kinds(text: str, start: int, end: int, named: Sequence[Mention]) -> Iterator[str]:
    """Yield of which kinds a row with names is, with the rows below it that name nobody."""
    rest = text[start:end]
    for one in reversed(named):
        rest = f"{rest[: one.start - start]} {rest[one.end - start :]}"
    values = {str(found.lastgroup) for found in _VALUE.finditer(rest)}
    yield from values or {"none"}
    yield f"words{min(len(_WORD.findall(rest)), _MOST_WORDS)}"
    yield "begins" if named[0].start - start <= _NEAR else "inside"
    yield "several" if len(named) > 1 else "single"
