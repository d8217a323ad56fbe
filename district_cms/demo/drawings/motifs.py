"""Small things that several drawings share: a sun, a cloud, a leaf, a fraction, a plus sign."""

import math

from district_cms.demo.drawings.canvas import Canvas, Point, oval, polar, spline
from district_cms.demo.drawings.palette import (
    INK,
    LINE,
    OCHRE,
    OCHRE_SOFT,
    SAGE,
    SAGE_DEEP,
    SLATE,
    WHITE,
)


def sun(canvas: Canvas, centre: Point, radius: float, *, rays: int = 12) -> None:
    """A sun with short straight rays."""
    for step in range(rays):
        angle = 360 * step / rays
        canvas.line(
            [polar(centre, radius * 1.28, angle), polar(centre, radius * 1.6, angle)],
            OCHRE,
            max(3.0, radius / 9),
        )
    canvas.ellipse(centre, radius, fill=OCHRE_SOFT, outline=OCHRE, width=max(3.0, radius / 12))


def cloud(
    canvas: Canvas, centre: Point, size: float, fill: str = WHITE, outline: str = SLATE
) -> None:
    """A cloud about three times `size` wide, flat below."""
    x, y = centre
    puffs = [(-0.95, 0.1, 0.55), (-0.35, -0.35, 0.72), (0.45, -0.22, 0.62), (1.0, 0.15, 0.5)]
    edge = max(3.0, size / 14)
    for grow, colour in ((edge, outline), (0.0, fill)):
        for dx, dy, radius in puffs:
            canvas.ellipse((x + dx * size, y + dy * size), radius * size + grow, fill=colour)
        canvas.box(
            (x - 1.1 * size - grow, y + 0.1 * size - grow),
            (2.25 * size + 2 * grow, 0.55 * size + 2 * grow),
            fill=colour,
            radius=0.27 * size + grow,
        )


def leaf(
    canvas: Canvas,
    stem: Point,
    length: float,
    degrees: float,
    fill: str = SAGE,
    outline: str = SAGE_DEEP,
    *,
    slim: float = 0.32,
) -> None:
    """A leaf that grows from `stem` towards `degrees`, with its middle vein."""
    tip = polar(stem, length, degrees)
    middle = polar(stem, length * 0.45, degrees)
    one = polar(middle, length * slim, degrees + 90)
    two = polar(middle, length * slim, degrees - 90)
    points = [*spline([stem, one, tip])[:-1], *spline([tip, two, stem])[:-1]]
    edge = max(2.0, length / 28)
    canvas.polygon(points, fill, outline, edge)
    canvas.line([stem, polar(stem, length * 0.7, degrees)], outline, edge * 0.8)


def fraction(
    canvas: Canvas, centre: Point, top: str, bottom: str, size: float = 36, colour: str = INK
) -> None:
    """A fraction written upright, with its bar."""
    x, y = centre
    half = max(canvas.measure(top, size), canvas.measure(bottom, size)) / 2 + 5
    canvas.line([(x - half, y), (x + half, y)], colour, size / 12)
    canvas.text((x, y - size * 0.62), top, size, colour)
    canvas.text((x, y + size * 0.66), bottom, size, colour)


def raised(
    canvas: Canvas, place: Point, base: str, power: str, size: float = 36, colour: str = INK
) -> float:
    """`base` with a small raised `power`, from `place` (left, middle). Returns where it ends."""
    x, y = place
    canvas.text((x, y), base, size, colour, anchor="lm")
    x += canvas.measure(base, size) + 2
    canvas.text((x, y - size * 0.36), power, size * 0.62, colour, anchor="lm")
    return x + canvas.measure(power, size * 0.62) + 2


def minus(canvas: Canvas, centre: Point, size: float = 36, colour: str = INK) -> None:
    """A minus sign as long as a figure is wide; the font has only the hyphen."""
    x, y = centre
    canvas.line([(x - size * 0.24, y), (x + size * 0.24, y)], colour, size / 11)


def integer(canvas: Canvas, place: Point, value: int, size: float = 28, colour: str = INK) -> None:
    """A whole number centred on `place`, with a true minus sign where it is negative."""
    words = str(abs(value))
    canvas.text(place, words, size, colour)
    if value < 0:
        edge = place[0] - canvas.measure(words, size) / 2
        minus(canvas, (edge - size * 0.36, place[1]), size * 0.9, colour)


def grid(
    canvas: Canvas, corner: Point, cells: tuple[int, int], cell: float, colour: str = LINE
) -> None:
    """Squared paper: `cells` across and down, each `cell` pixels."""
    x, y = corner
    across, down = cells
    for column in range(across + 1):
        canvas.line([(x + column * cell, y), (x + column * cell, y + down * cell)], colour, 2)
    for row in range(down + 1):
        canvas.line([(x, y + row * cell), (x + across * cell, y + row * cell)], colour, 2)


def drop(canvas: Canvas, tip: Point, size: float, fill: str, outline: str) -> None:
    """A drop of water that hangs `size` pixels below its tip."""
    x, y = tip
    centre = (x, y + size * 0.66)
    points = [(x, y), *oval(centre, size * 0.34, size * 0.34, -30, 210)]
    canvas.polygon(points, fill, outline, max(2.0, size / 14))


def snowflake(canvas: Canvas, centre: Point, radius: float, colour: str) -> None:
    """A six-armed snowflake."""
    for step in range(6):
        angle = 60 * step - 90
        canvas.line([centre, polar(centre, radius, angle)], colour, max(2.5, radius / 9))
        fork = polar(centre, radius * 0.62, angle)
        for turn in (-42, 42):
            canvas.line(
                [fork, polar(fork, radius * 0.36, angle + turn)], colour, max(2.0, radius / 11)
            )


def compass(canvas: Canvas, centre: Point, radius: float, colour: str = INK) -> None:
    """A compass rose whose long point and letter say north."""
    for degrees, reach in ((0, 0.62), (90, 0.62), (180, 0.62), (270, 1.0)):
        tip = polar(centre, radius * reach, degrees)
        left = polar(centre, radius * 0.17, degrees - 60)
        right = polar(centre, radius * 0.17, degrees + 60)
        canvas.polygon([centre, left, tip], colour)
        canvas.polygon([centre, right, tip], WHITE, colour, 2)
    canvas.text((centre[0], centre[1] - radius - 22), "N", 30, colour, bold=True)


def regular(centre: Point, radius: float, sides: int, *, turn: float = -90) -> list[Point]:
    """The corners of a regular polygon, the first at `turn` degrees."""
    return [polar(centre, radius, turn + 360 * step / sides) for step in range(sides)]


def between(first: Point, second: Point, share: float) -> Point:
    """The point `share` of the way from `first` to `second`."""
    return (
        first[0] + (second[0] - first[0]) * share,
        first[1] + (second[1] - first[1]) * share,
    )


def shorten(first: Point, second: Point, before: float, after: float) -> tuple[Point, Point]:
    """A line's two ends drawn in by `before` and `after` pixels, to leave room for circles."""
    angle = math.degrees(math.atan2(second[1] - first[1], second[0] - first[0]))
    return polar(first, before, angle), polar(second, after, angle + 180)
