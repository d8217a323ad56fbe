"""Bars of a chart: each part has a shape and a number of its own, and a word beside it. Pure.

Places and widths are shares of the whole, so that letters keep their size on every screen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .rules import Month, Tally


@dataclass(frozen=True, slots=True)
class Part:
    """`shape` names a pattern; `start` and `width` are shares, such as "12.5%"."""

    shape: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`label` says whose it is and `said` what it shows: neither is told by the bar alone."""

    label: str
    said: str
    parts: tuple[Part, ...]


def parts(numbers: Iterable[tuple[str, int]], whole: int) -> tuple[Part, ...]:
    """One after the other, of those with a number: ("late", 3) of 30 is a tenth of the bar."""
    found: list[Part] = []
    begun = 0
    for shape, number in numbers:
        if number > 0 and whole > 0:
            found.append(Part(shape, _share(begun, whole), _share(number, whole)))
            begun += number
    return tuple(found)


def of_tally(tally: Tally) -> tuple[Part, ...]:
    numbers: Sequence[tuple[str, int]] = (
        ("whole", tally.in_time),
        ("lines", tally.late),
        ("empty", tally.not_posted),
    )
    return parts(numbers, tally.asked)


def of_month(month: Month) -> tuple[Part, ...]:
    return parts((("whole", month.met), ("empty", month.asked - month.met)), month.asked)


def of_percent(percent: int | None, shape: str) -> tuple[Part, ...]:
    return parts(((shape, percent or 0),), 100)


def _share(number: int, whole: int) -> str:
    # With a point in every language: it is markup.
    return f"{100 * number / whole:.2f}%"
