"""The trend as a picture: bars of a small SVG, beside a table that says the same. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 480
HEIGHT: Final = 120
_GAP: Final = 8
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the picture, in its units; `value` is written above it."""

    x: int
    y: int
    width: int
    height: int
    value: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def above(self) -> int:
        return self.y - 4


def bars(values: Sequence[int]) -> list[Bar]:
    """One bar a value, side by side, the tallest as high as the picture less its number.

    A value above nothing is never invisible; nothing has no height.
    """
    if not values:
        return []
    room = HEIGHT - 20
    most = max(max(values), 1)
    width = min(48, (WIDTH - _GAP * (len(values) - 1)) // len(values))
    found = []
    for place, value in enumerate(values):
        height = max(_LEAST, round(room * value / most)) if value > 0 else 0
        found.append(Bar(place * (width + _GAP), HEIGHT - height, width, height, value))
    return found
