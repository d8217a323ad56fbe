"""Small things that several drawings share: a sun, a cloud, a leaf, a fraction, a plus sign."""

from .canvas import Canvas, Point, oval, polar, spline
from .palette import (
    INK,
    LINE,
    OCHRE,
    OCHRE_SOFT,
    SAGE,
    SAGE_DEEP,
    SLATE,
    WHITE,
)


def sun(canvas: Canvas, center: Point, radius: float, *, rays: int = 12) -> None:
    """A sun with short straight rays."""
    for step in range(rays):
        angle = 360 * step / rays
        canvas.line(
            [polar(center, radius * 1.28, angle), polar(center, radius * 1.6, angle)],
            OCHRE,
            max(3.0, radius / 9),
        )
    canvas.ellipse(center, radius, fill=OCHRE_SOFT, outline=OCHRE, width=max(3.0, radius / 12))


def cloud(
    canvas: Canvas, center: Point, size: float, fill: str = WHITE, outline: str = SLATE
) -> None:
    """A cloud about three times `size` wide, flat below."""
    x, y = center
    puffs = [(-0.95, 0.1, 0.55), (-0.35, -0.35, 0.72), (0.45, -0.22, 0.62), (1.0, 0.15, 0.5)]
    edge = max(3.0, size / 14)
    for grow, color in ((edge, outline), (0.0, fill)):
        for dx, dy, radius in puffs:
            canvas.ellipse((x + dx * size, y + dy * size), radius * size + grow, fill=color)
        canvas.box(
            (x - 1.1 * size - grow, y + 0.1 * size - grow),
            (2.25 * size + 2 * grow, 0.55 * size + 2 * grow),
            fill=color,
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
    """A leaf that grows from `stem` toward `degrees`, with its middle vein."""
    tip = polar(stem, length, degrees)
    middle = polar(stem, length * 0.45, degrees)
    one = polar(middle, length * slim, degrees + 90)
    two = polar(middle, length * slim, degrees - 90)
    points = [*spline([stem, one, tip])[:-1], *spline([tip, two, stem])[:-1]]
    edge = max(2.0, length / 28)
    canvas.polygon(points, fill, outline, edge)
    canvas.line([stem, polar(stem, length * 0.7, degrees)], outline, edge * 0.8)


def fraction(
    canvas: Canvas, center: Point, top: str, bottom: str, size: float = 36, color: str = INK
) -> None:
    """A fraction written upright, with its bar."""
    x, y = center
    half = max(canvas.measure(top, size), canvas.measure(bottom, size)) / 2 + 5
    canvas.line([(x - half, y), (x + half, y)], color, size / 12)
    canvas.text((x, y - size * 0.62), top, size, color)
    canvas.text((x, y + size * 0.66), bottom, size, color)


def raised(
    canvas: Canvas, place: Point, base: str, power: str, size: float = 36, color: str = INK
) -> float:
    """`base` with a small raised `power`, from `place` (left, middle). Returns where it ends."""
    x, y = place
    canvas.text((x, y), base, size, color, anchor="lm")
    x += canvas.measure(base, size) + 2
    canvas.text((x, y - size * 0.36), power, size * 0.62, color, anchor="lm")
    return x + canvas.measure(power, size * 0.62) + 2


def minus(canvas: Canvas, center: Point, size: float = 36, color: str = INK) -> None:
    """A minus sign as long as a figure is wide; the font has only the hyphen."""
    x, y = center
    canvas.line([(x - size * 0.24, y), (x + size * 0.24, y)], color, size / 11)


def integer(canvas: Canvas, place: Point, value: int, size: float = 28, color: str = INK) -> None:
    """A whole number centerd on `place`, with a true minus sign where it is negative."""
    words = str(abs(value))
    canvas.text(place, words, size, color)
    if value < 0:
        edge = place[0] - canvas.measure(words, size) / 2
        minus(canvas, (edge - size * 0.36, place[1]), size * 0.9, color)


def grid(
    canvas: Canvas, corner: Point, cells: tuple[int, int], cell: float, color: str = LINE
) -> None:
    """Squared paper: `cells` across and down, each `cell` pixels."""
    x, y = corner
    across, down = cells
    for column in range(across + 1):
        canvas.line([(x + column * cell, y), (x + column * cell, y + down * cell)], color, 2)
    for row in range(down + 1):
        canvas.line([(x, y + row * cell), (x + across * cell, y + row * cell)], color, 2)


def drop(canvas: Canvas, tip: Point, size: float, fill: str, outline: str) -> None:
    """A drop of water that hangs `size` pixels below its tip."""
    x, y = tip
    center = (x, y + size * 0.66)
    points = [(x, y), *oval(center, size * 0.34, size * 0.34, -30, 210)]
    canvas.polygon(points, fill, outline, max(2.0, size / 14))


def snowflake(canvas: Canvas, center: Point, radius: float, color: str) -> None:
    """A six-armed snowflake."""
    for step in range(6):
        angle = 60 * step - 90
        canvas.line([center, polar(center, radius, angle)], color, max(2.5, radius / 9))
        fork = polar(center, radius * 0.62, angle)
        for turn in (-42, 42):
            canvas.line(
                [fork, polar(fork, radius * 0.36, angle + turn)], color, max(2.0, radius / 11)
            )


def compass(canvas: Canvas, center: Point, radius: float, color: str = INK) -> None:
    """A compass rose whose long point and letter say north."""
    for degrees, reach in ((0, 0.62), (90, 0.62), (180, 0.62), (270, 1.0)):
        tip = polar(center, radius * reach, degrees)
        left = polar(center, radius * 0.17, degrees - 60)
        right = polar(center, radius * 0.17, degrees + 60)
        canvas.polygon([center, left, tip], color)
        canvas.polygon([center, right, tip], WHITE, color, 2)
    canvas.text((center[0], center[1] - radius - 22), "N", 30, color, bold=True)


def regular(center: Point, radius: float, sides: int, *, turn: float = -90) -> list[Point]:
    """The corners of a regular polygon, the first at `turn` degrees."""
    return [polar(center, radius, turn + 360 * step / sides) for step in range(sides)]


def between(first: Point, second: Point, share: float) -> Point:
    """The point `share` of the way from `first` to `second`."""
    return (
        first[0] + (second[0] - first[0]) * share,
        first[1] + (second[1] - first[1]) * share,
    )
