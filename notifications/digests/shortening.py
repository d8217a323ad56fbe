"""How much of a long digest is said. Pure.

Gmail shows the first 102 KB of a mail and hides the rest, with the link to stop in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PARTS_AT_MOST: Final = 88_000
"""Bytes of HTML that the classes may take: the rest is for the frame and the links."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long a class is, whole and in a few words."""

    whole: int
    short: int


def shorten(sizes: Sequence[Size], most: int = PARTS_AT_MOST) -> tuple[int, int]:
    """How many classes are said whole, and how many after them in a few words, so that all of it
    has at most `most` bytes. Those that are left even then are only counted. At least one is said.
    """
    total = sum(size.short for size in sizes)
    if total > most:
        return 0, max(1, _as_many_as_fit([size.short for size in sizes], most))
    more = [max(0, size.whole - size.short) for size in sizes]
    whole = _as_many_as_fit(more, most - total)
    return whole, len(sizes) - whole


def _as_many_as_fit(lengths: Sequence[int], most: int) -> int:
    for number, length in enumerate(lengths):
        most -= length
        if most < 0:
            return number
    return len(lengths)
