"""A sheet of 1200 by 800 to draw on, in plain coordinates, with smooth edges.

Everything is drawn three times too large and reduced at the end, which is what smooths it.
Pillow's own scalable font is used, so that no font file is needed; it has no letters beyond
ASCII but a few signs (the degree sign, curly quotation marks), and one weight.
"""

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from .palette import INK, PAPER

type Point = tuple[float, float]

WIDTH, HEIGHT = 1200, 800
OVERSAMPLE = 3


@cache
def _font(pixels: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size=pixels)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("The drawings need Pillow with FreeType, for its scalable font.")
    return font


def polar(center: Point, radius: float, degrees: float) -> Point:
    """The point at `radius` from `center`; degrees run clockwise from three o'clock."""
    angle = math.radians(degrees)
    return center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)


def oval(
    center: Point, rx: float, ry: float, start: float = 0, end: float = 360, turn: float = 0
) -> list[Point]:
    """Points along an ellipse from `start` to `end` degrees, the whole turned by `turn` degrees."""
    steps = max(8, int(abs(end - start) / 3))
    tilt = math.radians(turn)
    points = []
    for step in range(steps + 1):
        angle = math.radians(start + (end - start) * step / steps)
        x, y = rx * math.cos(angle), ry * math.sin(angle)
        points.append(
            (
                center[0] + x * math.cos(tilt) - y * math.sin(tilt),
                center[1] + x * math.sin(tilt) + y * math.cos(tilt),
            )
        )
    return points


def spline(points: Sequence[Point], *, closed: bool = False, steps: int = 16) -> list[Point]:
    """A smooth curve through all `points` (Catmull-Rom), as a list of close points."""
    last = len(points) - 1
    count = len(points) if closed else last
    curve: list[Point] = []
    for index in range(count):
        if closed:
            a, b, c, d = (points[(index + shift) % len(points)] for shift in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(max(index + shift, 0), last)] for shift in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            curve.append((_catmull(a[0], b[0], c[0], d[0], t), _catmull(a[1], b[1], c[1], d[1], t)))
    curve.append(points[0] if closed else points[last])
    return curve


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


class Canvas:
    """The sheet. Lengths and places are in pixels of the finished picture."""

    def __init__(self, background: str = PAPER) -> None:
        self._image = Image.new("RGB", (WIDTH * OVERSAMPLE, HEIGHT * OVERSAMPLE), background)
        self._draw = ImageDraw.Draw(self._image)

    def finish(self) -> Image.Image:
        """The finished picture, 1200 by 800, RGB."""
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)

    @staticmethod
    def _scaled(points: Sequence[Point]) -> list[Point]:
        return [(x * OVERSAMPLE, y * OVERSAMPLE) for x, y in points]

    def line(
        self,
        points: Sequence[Point],
        color: str = INK,
        width: float = 4,
        *,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A line with round ends and corners; `dash` is (drawn, left out) in pixels."""
        if dash:
            for piece in _dashes(points, *dash):
                self.line(piece, color, width)
            return
        scaled = self._scaled(points)
        thick = max(1, round(width * OVERSAMPLE))
        self._draw.line(scaled, fill=color, width=thick, joint="curve")
        if thick > 2:
            half = (thick - 1) / 2
            for x, y in (scaled[0], scaled[-1]):
                self._draw.ellipse((x - half, y - half, x + half, y + half), fill=color)

    def polygon(
        self,
        points: Sequence[Point],
        fill: str | None = None,
        outline: str | None = None,
        width: float = 4,
    ) -> None:
        """A closed shape."""
        if fill:
            self._draw.polygon(self._scaled(points), fill=fill)
        if outline:
            self.line([*points, points[0], points[1]], outline, width)

    def ellipse(
        self,
        center: Point,
        rx: float,
        ry: float | None = None,
        fill: str | None = None,
        outline: str | None = None,
        width: float = 4,
    ) -> None:
        """An ellipse, or a circle where `ry` is left out."""
        (x, y), ry = center, rx if ry is None else ry
        (box,) = [self._scaled([(x - rx, y - ry), (x + rx, y + ry)])]
        self._draw.ellipse(
            (*box[0], *box[1]), fill=fill, outline=outline, width=round(width * OVERSAMPLE)
        )

    def box(
        self,
        corner: Point,
        size: Point,
        fill: str | None = None,
        outline: str | None = None,
        width: float = 4,
        radius: float = 0,
    ) -> None:
        """A rectangle from its top left `corner`, with rounded corners where `radius` is given."""
        ends = self._scaled([corner, (corner[0] + size[0], corner[1] + size[1])])
        self._draw.rounded_rectangle(
            (*ends[0], *ends[1]),
            radius=radius * OVERSAMPLE,
            fill=fill,
            outline=outline,
            width=round(width * OVERSAMPLE),
        )

    def arrow(
        self,
        points: Sequence[Point],
        color: str = INK,
        width: float = 5,
        *,
        head: float = 20,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A line whose last point carries an arrowhead `head` pixels long."""
        tip = points[-1]
        behind = next(
            point for point in reversed(points[:-1]) if math.dist(point, tip) >= head * 0.6
        )
        angle = math.degrees(math.atan2(tip[1] - behind[1], tip[0] - behind[0]))
        neck = polar(tip, head * 0.75, angle + 180)
        shaft = [point for point in points[:-1] if math.dist(point, tip) > head * 0.75]
        self.line([*shaft, neck], color, width, dash=dash)
        self._draw.polygon(
            self._scaled(
                [tip, polar(tip, head * 1.12, angle + 155), polar(tip, head * 1.12, angle - 155)]
            ),
            fill=color,
        )

    def text(
        self,
        place: Point,
        words: str,
        size: float = 32,
        color: str = INK,
        *,
        anchor: str = "mm",
        bold: bool = False,
    ) -> None:
        """Words at `place`; `anchor` is Pillow's two letters (left, middle, right; top to base)."""
        font = _font(round(size * OVERSAMPLE))
        stroke = size / 46 if bold else size / 130
        leading = size * 1.2
        rows = words.split("\n")
        top = place[1] - leading * (len(rows) - 1) / 2
        for index, row in enumerate(rows):
            ((x, y),) = self._scaled([(place[0], top + index * leading)])
            self._draw.text(
                (x, y),
                row,
                font=font,
                fill=color,
                anchor=anchor,
                stroke_width=stroke * OVERSAMPLE,
                stroke_fill=color,
            )

    def measure(self, words: str, size: float = 32) -> float:
        """How wide one row of `words` is, in pixels."""
        return _font(round(size * OVERSAMPLE)).getlength(words) / OVERSAMPLE

    def label(
        self,
        place: Point,
        target: Point,
        words: str,
        size: float = 30,
        *,
        anchor: str = "lm",
        color: str = INK,
    ) -> None:
        """Words at `place` with a thin line from beside them to a dot at `target`."""
        gap = {"l": -12, "r": 12, "m": 0}[anchor[0]]
        start = (place[0] + gap, place[1])
        self.line([start, target], color, 2.5)
        self.ellipse(target, 6, fill=color)
        self.text(place, words, size, color, anchor=anchor)


def _dashes(points: Sequence[Point], drawn: float, left_out: float) -> list[list[Point]]:
    """The pieces of a line that a dash pattern leaves, following its corners."""
    pieces: list[list[Point]] = []
    piece: list[Point] = [points[0]]
    pen_down, remaining = True, drawn
    for start, end in pairwise(points):
        length, done = math.dist(start, end), 0.0
        while length - done > remaining:
            done += remaining
            share = done / length
            here = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            if pen_down:
                pieces.append([*piece, here])
            piece = [here]
            pen_down = not pen_down
            remaining = drawn if pen_down else left_out
        remaining -= length - done
        if pen_down:
            piece.append(end)
    if pen_down and len(piece) > 1:
        pieces.append(piece)
    return pieces
