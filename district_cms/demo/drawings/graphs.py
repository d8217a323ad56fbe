"""Charts and graphs: axes with their names, values where they can be read."""

from collections.abc import Callable

from PIL import Image

from .canvas import Canvas, Point
from .motifs import (
    cloud,
    drop,
    grid,
    integer,
    minus,
    raised,
    snowflake,
    sun,
)
from .palette import (
    CLAY,
    INK,
    LARKSPUR,
    LARKSPUR_DEEP,
    LARKSPUR_PALE,
    LARKSPUR_SOFT,
    LINE,
    OCHRE,
    SAGE,
    SAGE_DEEP,
    SLATE,
    WATER,
    WATER_DEEP,
    WHITE,
)


def _axes(
    canvas: Canvas,
    origin: Point,
    unit: float,
    *,
    across: tuple[int, int],
    up: tuple[int, int],
    unmarked: frozenset[tuple[str, int]] = frozenset(),
) -> Callable[[float, float], Point]:
    """Squared paper with both axes and their figures; returns graph to sheet coordinates."""

    def place(x: float, y: float) -> Point:
        return origin[0] + x * unit, origin[1] - y * unit

    grid(canvas, place(across[0], up[1]), (across[1] - across[0], up[1] - up[0]), unit)
    canvas.arrow([place(across[0], 0), place(across[1] + 0.62, 0)], INK, 4.5, head=22)
    canvas.arrow([place(0, up[0]), place(0, up[1] + 0.62)], INK, 4.5, head=22)
    canvas.text((place(across[1] + 0.9, 0)[0], origin[1]), "x", 36, bold=True)
    canvas.text((origin[0] + 30, place(0, up[1] + 0.5)[1]), "y", 36, bold=True)
    for value in range(across[0], across[1] + 1):
        if value and ("x", value) not in unmarked:
            integer(canvas, (place(value, 0)[0], origin[1] + 25), value, 25, SLATE)
    for value in range(up[0], up[1] + 1):
        if value and ("y", value) not in unmarked:
            integer(canvas, (origin[0] - 25, place(0, value)[1]), value, 25, SLATE)
    return place


def _pair(canvas: Canvas, place: Point, name: str, x: int, y: int, color: str) -> None:
    """A point's name and coordinates from `place` (left, middle), with true minus signs."""
    left, level = place
    for words in (f"{name}(", x, ", ", y, ")"):
        if isinstance(words, int):
            if words < 0:
                minus(canvas, (left + 11, level + 1), 34, color)
                left += 22
            words = str(abs(words))
        canvas.text((left, level), words, 34, color, anchor="lm")
        left += canvas.measure(words, 34) + 1


def draw_coordinate_plane() -> Image.Image:
    """Four quadrants with one point in each, joined as a quadrilateral."""
    canvas = Canvas()
    canvas.box((62, 62), (1076, 690), WHITE, radius=18)
    place = _axes(canvas, (590, 410), 62, across=(-8, 8), up=(-5, 5))
    corners = ((3, 2, "A"), (-4, 3, "B"), (-5, -2, "C"), (3, -3, "D"))
    points = [place(x, y) for x, y, _ in corners]
    canvas.polygon(points, None, LARKSPUR, 5)
    for (x, y, name), point in zip(corners, points, strict=True):
        canvas.ellipse(point, 13, fill=LARKSPUR, outline=WHITE, width=3)
        beside = point[0] + 26 if x > 0 else point[0] - 165
        _pair(
            canvas, (beside, point[1] - 22 if y > 0 else point[1] + 26), name, x, y, LARKSPUR_DEEP
        )
    for words, right, up in (("I", 1, 1), ("II", -1, 1), ("III", -1, -1), ("IV", 1, -1)):
        px, py = place(right * 6.5, up * 4.5)
        half = canvas.measure(f"Quadrant {words}", 30) / 2 + 14
        canvas.box((px - half, py - 24), (half * 2, 48), LARKSPUR_PALE, radius=12)
        canvas.text((px, py), f"Quadrant {words}", 30)
    return canvas.finish()


def draw_parabola() -> Image.Image:
    """The graph of y = x squared - 4x + 3, with vertex, zeros and axis of symmetry."""
    canvas = Canvas()
    canvas.box((40, 40), (640, 720), WHITE, radius=18)
    # Figures that the curve or the dashed line would cross.
    hidden = frozenset({("x", 2), ("y", 4), ("y", 5), ("y", 3)})
    place = _axes(canvas, (236, 618), 64, across=(-2, 6), up=(-2, 8), unmarked=hidden)
    canvas.line([place(2, -1.9), place(2, 8)], SAGE_DEEP, 4.5, dash=(15, 12))
    steps = 120
    curve = [(2 - 3 + 6 * step / steps) for step in range(steps + 1)]
    canvas.line([place(x, x * x - 4 * x + 3) for x in curve], LARKSPUR, 7)
    for x, y, color in ((1, 0, CLAY), (3, 0, CLAY), (2, -1, LARKSPUR_DEEP), (0, 3, OCHRE)):
        canvas.ellipse(place(x, y), 13, fill=color, outline=WHITE, width=3)
    left = 730.0
    end = raised(canvas, (left, 120), "y = x", "2", 62)
    minus(canvas, (end + 32, 121), 62)
    canvas.text((end + 62, 120), "4x + 3", 62, anchor="lm")
    notes = (
        (LARKSPUR_DEEP, "vertex", "(2, -1), the lowest point"),
        (CLAY, "zeros", "x = 1 and x = 3"),
        (OCHRE, "y-intercept", "(0, 3)"),
        (SAGE_DEEP, "axis of symmetry", "x = 2"),
    )
    for index, (color, name, words) in enumerate(notes):
        top = 248 + index * 128
        if name == "axis of symmetry":
            canvas.line([(left + 12, top - 28), (left + 12, top + 62)], color, 5, dash=(14, 11))
        else:
            canvas.ellipse((left + 12, top), 14, fill=color)
        canvas.text((left + 48, top), name, 38, anchor="lm", bold=True)
        before, sign, after = words.partition("-")
        canvas.text((left + 48, top + 48), before, 34, SLATE, anchor="lm")
        if sign:
            edge = left + 48 + canvas.measure(before, 34)
            minus(canvas, (edge + 11, top + 49), 34, SLATE)
            canvas.text((edge + 24, top + 48), after, 34, SLATE, anchor="lm")
    return canvas.finish()


def draw_bar_chart() -> Image.Image:
    """How one class comes to school: four bars."""
    canvas = Canvas()
    left, base, unit = 150.0, 650.0, 38.0
    canvas.text((left - 70, 60), "How our class comes to school", 46, anchor="lm", bold=True)
    for value in range(0, 15, 2):
        level = base - value * unit
        canvas.line([(left, level), (1130, level)], LINE if value else INK, 3 if value else 5)
        canvas.text((left - 22, level), str(value), 32, SLATE, anchor="rm")
    bars = (
        ("School bus", 11, LARKSPUR),
        ("Walk", 6, SAGE),
        ("Car", 8, OCHRE),
        ("Bicycle", 3, CLAY),
    )
    for index, (name, count, color) in enumerate(bars):
        middle = left + 130 + index * 240
        canvas.box((middle - 76, base - count * unit), (152, count * unit), color)
        canvas.text((middle, base - count * unit - 32), str(count), 44, bold=True)
        canvas.text((middle, base + 42), name, 38)
    canvas.line([(left, base), (1130, base)], INK, 5)
    canvas.line([(left, base), (left, base - 14 * unit)], INK, 5)
    canvas.text((640, 756), "Each bar counts students. 28 answered.", 32, SLATE)
    return canvas.finish()


def draw_weather_chart() -> Image.Image:
    """One school week's weather with the high temperature of each day."""
    canvas = Canvas()
    left, base, unit = 170.0, 650.0, 8.6
    canvas.text((80, 62), "High temperature this week", 46, anchor="lm", bold=True)
    canvas.text((1130, 62), "degrees Fahrenheit", 32, SLATE, anchor="rm")
    for value in range(20, 61, 10):
        level = base - (value - 20) * unit
        canvas.line([(left, level), (1130, level)], LINE, 3)
        canvas.text((left - 22, level), f"{value}°", 34, SLATE, anchor="rm")
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    highs = (52, 47, 38, 29, 41)
    points = [
        (left + 100 + index * 190, base - (high - 20) * unit) for index, high in enumerate(highs)
    ]
    canvas.polygon([(points[0][0], base), *points, (points[-1][0], base)], LARKSPUR_PALE)
    canvas.line(points, LARKSPUR, 7)
    for (x, y), day, high in zip(points, days, highs, strict=True):
        canvas.ellipse((x, y), 14, fill=LARKSPUR, outline=WHITE, width=4)
        canvas.text((x, y + 46), f"{high}°", 38, LARKSPUR_DEEP, bold=True)
        canvas.text((x, base + 42), day, 34)
        canvas.line([(x, base - 8), (x, base + 8)], INK, 4)
    canvas.line([(left, base), (1130, base)], INK, 5)
    icons = 222.0
    sun(canvas, (points[0][0], icons + 2), 34)
    sun(canvas, (points[1][0] + 26, icons - 8), 26)
    cloud(canvas, (points[1][0] - 8, icons + 22), 34)
    cloud(canvas, (points[2][0], icons - 6), 38, fill=LARKSPUR_SOFT)
    for step in (-1, 0, 1):
        drop(canvas, (points[2][0] + step * 32, icons + 34 + abs(step) * 8), 26, WATER, WATER_DEEP)
    cloud(canvas, (points[3][0], icons - 6), 38)
    for step in (-1, 0, 1):
        snowflake(canvas, (points[3][0] + step * 36, icons + 52 + abs(step) * 8), 15, WATER_DEEP)
    cloud(canvas, (points[4][0], icons + 2), 42)
    for x, words in zip(
        [x for x, _ in points], ("sunny", "some cloud", "rain", "snow", "cloudy"), strict=True
    ):
        canvas.text((x, 132), words, 30, SLATE)
    canvas.text((640, 752), "The week turned colder, then warmed on Friday.", 32, SLATE)
    return canvas.finish()
