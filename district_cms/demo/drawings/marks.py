"""The demo's logos: a larkspur on a tile for the district, other signs for other owners."""

import io
import math
from typing import Final

from PIL import Image, ImageDraw

SIZE: Final = 320
_SCALE: Final = 2  # drawn larger, and made smaller for smooth edges
_WHITE: Final = "#fffdf9"
COLORS: Final = {
    "larkspur": "#4c3ea6",
    "juniper": "#2f6f4f",
    "summit": "#1f5f7a",
    "numbers": "#8a4b1f",
}


def draw_mark(sign: str) -> bytes:
    """A PNG of 320 by 320 pixels with transparent corners. `sign` is a key of `COLORS`; the same
    one gives the same picture."""
    size = SIZE * _SCALE
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, size - 1, size - 1), radius=size * 0.28, fill=COLORS[sign])
    {"larkspur": _larkspur, "juniper": _juniper, "summit": _summit, "numbers": _numbers}[sign](
        pen, size, COLORS[sign]
    )
    out = io.BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _larkspur(pen: ImageDraw.ImageDraw, size: int, ground: str) -> None:
    """Five petals over a stem."""
    across, down = size * 0.55, size * 0.44
    stem = [(size * 0.47, size * 0.52), (size * 0.34, size * 0.7), (size * 0.15, size * 0.78)]
    pen.line(stem, fill="#9c9be7", width=int(size * 0.07), joint="curve")
    for petal in range(5):
        angle = -math.pi / 2 + petal * 2 * math.pi / 5
        x, y = across + size * 0.17 * math.cos(angle), down + size * 0.17 * math.sin(angle)
        _dot(pen, x, y, size * 0.125, _WHITE)
    _dot(pen, across, down, size * 0.06, ground)


def _juniper(pen: ImageDraw.ImageDraw, size: int, ground: str) -> None:
    """A tree beside water."""
    for top, half in ((0.16, 0.16), (0.32, 0.22), (0.48, 0.28)):
        corners = [(0.5 - half, top + 0.24), (0.5, top), (0.5 + half, top + 0.24)]
        pen.polygon([(size * x, size * y) for x, y in corners], fill=_WHITE)
    for level in (0.79, 0.86):
        line = (size * 0.22, size * level, size * 0.78, size * level)
        pen.line(line, fill="#b9d8c8", width=int(size * 0.035))


def _summit(pen: ImageDraw.ImageDraw, size: int, ground: str) -> None:
    """Two peaks, the nearer one white."""
    far = [(0.42, 0.74), (0.66, 0.32), (0.9, 0.74)]
    near = [(0.1, 0.74), (0.4, 0.24), (0.7, 0.74)]
    pen.polygon([(size * x, size * y) for x, y in far], fill="#a9cbd9")
    pen.polygon([(size * x, size * y) for x, y in near], fill=_WHITE)


def _numbers(pen: ImageDraw.ImageDraw, size: int, ground: str) -> None:
    """Three rows of counters, as on an abacus."""
    for row, beads in ((0.3, 2), (0.5, 3), (0.7, 4)):
        line = (size * 0.16, size * row, size * 0.84, size * row)
        pen.line(line, fill="#e2c3a8", width=int(size * 0.025))
        for bead in range(beads):
            _dot(pen, size * (0.24 + 0.15 * bead), size * row, size * 0.065, _WHITE)


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, color: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)
