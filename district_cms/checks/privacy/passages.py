"""What lines that belong together say: cells of a row, items of a list, a heading and its names."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

_SHORT: Final = 60
_MOST_NEIGHBORS: Final = 3
FURTHEST: Final = 12
"""No line further away is looked at."""
_ENDS: Final = (".", "!", "?")
APART: Final = " \u00b7 "
"""Stands between what was written in different lines."""


def around(lines: Sequence[str], index: int, *, names: Sequence[Sequence[str]]) -> str:
    """Return a short line that names nobody together with the short ones beside it, if one of
    these is mostly a name; any other line as it is.

    `names` says who is named in each of the lines.
    """
    line = lines[index].strip()
    if len(line) > _SHORT or line.endswith(_ENDS) or names[index]:
        return line
    before = list(_short(lines, range(index - 1, max(index - FURTHEST, -1), -1)))[::-1]
    after = list(_short(lines, range(index + 1, min(index + FURTHEST, len(lines)))))
    if not any(_is_mostly_named(lines[near], names[near]) for near in (*before, *after)):
        return line
    return _joined([*(lines[near].strip() for near in before), line], len(before), lines, after)


def _short(lines: Sequence[str], nearest: range) -> Iterator[int]:
    def near() -> Iterator[int]:
        for index in nearest:
            text = lines[index].strip()
            if len(text) > _SHORT or text.endswith(_ENDS):
                return
            if text:
                yield index

    return islice(near(), _MOST_NEIGHBORS)


def _joined(told: list[str], at: int, lines: Sequence[str], after: list[int]) -> str:
    texts = [*told, *(lines[near].strip() for near in after)]
    whole = ""
    for index, text in enumerate(texts):
        names = index not in (at, at + 1) and _is_words(text) and _is_words(texts[index - 1])
        whole += f"{'' if not whole else ' ' if names else APART}{text}"
    return whole


def _is_words(text: str) -> bool:
    """True if this is one word or two with capitals, as a cell with part of a name is."""
    words = text.split()
    return len(words) in (1, 2) and all(word[:1].isupper() and word.isalpha() for word in words)


def _is_mostly_named(text: str, names: Sequence[str]) -> bool:
    """True if this is a name and hardly more; a given name must stand alone."""
    told = sum(len(name) for name in names if " " in name or name == text.strip(" :"))
    return told > 0 and 2 * told >= len(text.strip())
