"""What the drawings of screens are made of: windows, buttons, lines of words, and their colors."""

from __future__ import annotations

from html import escape
from typing import Final

WIDTH: Final = 320
# Colors by what they are for, on light and on dark screens; each pair of words and ground has 4.5
# to 1, each edge 3 to 1. As attributes: a drawing has no style of its own.
_LIGHT: Final = {"ground": "#fff", "bar": "#eef0f3", "edge": "#6b7280", "words": "#1f2937"}
_LIGHT_CLICKED: Final = {"fill": "#dbe4f0", "line": "#3b5b86", "disk": "#1d4f91", "digit": "#fff"}
_DARK: Final = {"ground": "#1f2329", "bar": "#2b3038", "edge": "#9aa3b0", "words": "#e5e7eb"}
_DARK_CLICKED: Final = {"fill": "#33455f", "line": "#9db9e0", "disk": "#9cc3ff", "digit": "#10151c"}
SCHEMES: Final = {"": _LIGHT | _LIGHT_CLICKED, "-dark": _DARK | _DARK_CLICKED}
KINDS: Final = {
    "g": 'fill="{ground}"',
    "s": 'fill="{bar}"',
    "e": 'fill="none" stroke="{edge}"',
    "o": 'fill="{ground}" stroke="{edge}"',
    "m": 'fill="{words}"',
    "l": 'stroke="{edge}" stroke-width="2" stroke-linecap="round"',
    "h": 'fill="{fill}" stroke="{line}"',
    "b": 'fill="{disk}"',
    "n": 'fill="{digit}" font-weight="700"',
}
"""What a class of the drawing stands for."""


def box(x: float, y: float, width: float, height: float, kind: str = "o", corner: int = 3) -> str:
    """A rectangle: `g` the ground, `s` a bar, `o` with an edge, `h` what is to be clicked."""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{corner}" class="{kind}"/>'


def words(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" class="m">{escape(text)}</text>'


def lines(x: float, y: float, *widths: int) -> str:
    """Words that need not be read."""
    return "".join(
        f'<path d="M{x} {y + 8 * number}h{width}" class="l"/>'
        for number, width in enumerate(widths)
    )


def number(value: int, x: float, y: float) -> str:
    """Of a step, in a disk."""
    return (
        f'<circle cx="{x}" cy="{y}" r="9" class="b"/>'
        f'<text x="{x}" y="{y + 4.2}" text-anchor="middle" class="n">{value}</text>'
    )


def button(x: float, y: float, width: float, text: str) -> str:
    return box(x, y, width, 20, "h") + words(x + width / 2, y + 14, text, "middle")


def choice(x: float, y: float, width: float) -> str:
    """A list to choose from."""
    arrow = f'<path d="M{x + width - 13} {y + 7}l4 4 4-4" class="e"/>'
    return box(x, y, width, 18) + lines(x + 6, y + 9, int(width) - 34) + arrow


def signature(x: float, y: float, width: float, height: float) -> str:
    """The box that the signature is pasted into, with one in it."""
    mark = box(x + 8, y + height - 22, 14, 14, "h") if height > 50 else ""
    return box(x, y, width, height) + lines(x + 8, y + 11, 54, 40, 62) + mark


def gear(x: float, y: float) -> str:
    teeth = "".join(
        f'<path d="M0-7V-9.500" class="l" transform="translate({x} {y}) rotate({45 * step})"/>'
        for step in range(8)
    )
    rings = (
        f'<circle r="6" class="o" cx="{x}" cy="{y}"/><circle r="2" class="m" cx="{x}" cy="{y}"/>'
    )
    return teeth + rings


def window(height: int, *inside: str) -> str:
    return (
        box(0.5, 0.5, WIDTH - 1, height - 1, "g", 6)
        + "".join(inside)
        + box(0.5, 0.5, WIDTH - 1, height - 1, "e", 6)
    )
