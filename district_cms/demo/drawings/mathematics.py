"""Number, shape and time: what is drawn on the board in mathematics."""

from PIL import Image

from .canvas import Canvas, Point, oval, polar, spline
from .motifs import between, fraction, regular
from .palette import (
    CLAY,
    CLAY_DEEP,
    CLAY_PALE,
    CLAY_SOFT,
    INK,
    LARKSPUR,
    LARKSPUR_DEEP,
    LARKSPUR_PALE,
    LARKSPUR_SOFT,
    LINE,
    OCHRE_DEEP,
    OCHRE_PALE,
    OCHRE_SOFT,
    SAGE_DEEP,
    SAGE_PALE,
    SAGE_SOFT,
    SLATE,
    STONE,
    WATER_SOFT,
    WHITE,
)


def draw_number_line() -> Image.Image:
    """8 + 5 on a number line, by way of ten."""
    canvas = Canvas()
    canvas.text((600, 100), "8 + 5 = 13", 76, bold=True)
    canvas.text((600, 178), "Make ten first, then add what is left.", 38, SLATE)
    level, left, unit = 510.0, 90.0, 66.0

    def place(value: float) -> float:
        return left + value * unit

    canvas.box((place(8), level - 14), (unit * 2, 28), LARKSPUR_SOFT)
    canvas.box((place(10), level - 14), (unit * 3, 28), CLAY_SOFT)
    canvas.arrow([(place(0), level), (place(15) + 50, level)], INK, 6, head=26)
    canvas.line([(place(0), level), (place(0) - 20, level)], INK, 6)
    for value in range(16):
        tall = 30 if value % 5 == 0 else 18
        canvas.line([(place(value), level - tall), (place(value), level + tall)], INK, 4)
        marked = value in {8, 10, 13}
        if marked:
            canvas.ellipse((place(value), level + 70), 31, fill=OCHRE_SOFT)
        size = 40 if value % 5 == 0 or marked else 34
        canvas.text((place(value), level + 70), str(value), size, INK if marked else SLATE)
    hops = ((8, 10, LARKSPUR, LARKSPUR_DEEP, "+ 2"), (10, 13, CLAY, CLAY_DEEP, "+ 3"))
    for start, end, color, deep, words in hops:
        middle = ((place(start) + place(end)) / 2, level - 44)
        half = (place(end) - place(start)) / 2 - 3
        canvas.arrow(oval(middle, half, half * 0.55 + 70, 180, 360), color, 7, head=26)
        canvas.text((middle[0], level - 190 - (end - start - 2) * 18), words, 46, deep, bold=True)
    for value in (8, 13):
        canvas.ellipse((place(value), level), 12, fill=INK)
    canvas.ellipse((place(10), level), 12, fill=WHITE, outline=INK, width=5)
    canvas.text((600, 690), "5 is 2 and 3, so 8 + 2 = 10 and 10 + 3 = 13", 38)
    return canvas.finish()


def draw_fraction_bars() -> Image.Image:
    """One whole cut into halves, thirds, fourths, sixths and eighths."""
    canvas = Canvas()
    left, width, height, gap = 80.0, 1040.0, 98.0, 20.0
    rows = (
        (1, SLATE, LINE),
        (2, LARKSPUR_DEEP, LARKSPUR_SOFT),
        (3, SAGE_DEEP, SAGE_SOFT),
        (4, OCHRE_DEEP, OCHRE_SOFT),
        (6, CLAY_DEEP, CLAY_SOFT),
        (8, LARKSPUR_DEEP, WATER_SOFT),
    )
    half = left + width / 2
    for index, (parts, edge, fill) in enumerate(rows):
        top = 48 + index * (height + gap)
        part = width / parts
        for step in range(parts):
            canvas.box((left + step * part, top), (part, height), fill, edge, 4)
        canvas.line([(half, top - 22), (half, top + height + 22)], INK, 4, dash=(14, 12))
        for step in range(parts):
            center = (left + (step + 0.5) * part, top + height / 2)
            if parts == 1:
                canvas.box((half - 92, top + 10), (184, height - 20), fill)
                canvas.text(center, "1 whole", 44)
            else:
                if center[0] == half:  # the dashed line makes room for the figures
                    canvas.box((half - 26, top + 8), (52, height - 16), fill)
                fraction(canvas, center, "1", str(parts), 34)
    return canvas.finish()


def draw_clock_faces() -> Image.Image:
    """Three clocks: on the hour, half past, a quarter past."""
    canvas = Canvas()
    clocks = (
        (215, 3, 0, "3:00", "three o'clock", LARKSPUR, LARKSPUR_PALE),
        (600, 7, 30, "7:30", "half past seven", SAGE_DEEP, SAGE_PALE),
        (985, 10, 15, "10:15", "quarter past ten", CLAY, CLAY_PALE),
    )
    for x, hour, minute, figures, words, color, pale in clocks:
        center = (float(x), 290.0)
        canvas.ellipse(center, 178, fill=color)
        canvas.ellipse(center, 162, fill=WHITE)
        for mark in range(60):
            long = mark % 5 == 0
            angle = mark * 6 - 90
            canvas.line(
                [polar(center, 154, angle), polar(center, 140 if long else 148, angle)],
                INK if long else STONE,
                4 if long else 2.5,
            )
        for number in range(1, 13):
            canvas.text(polar(center, 116, number * 30 - 90), str(number), 34)
        hour_angle = (hour + minute / 60) * 30 - 90
        canvas.line([center, polar(center, 62, hour_angle)], INK, 13)
        canvas.line([center, polar(center, 94, minute * 6 - 90)], color, 8)
        canvas.ellipse(center, 13, fill=INK)
        canvas.box((x - 105, 520), (210, 92), pale, color, 5, radius=20)
        canvas.text((x, 567), figures, 54, bold=True)
        canvas.text((x, 668), words, 40)
    canvas.line([(388, 744), (448, 744)], INK, 12)
    canvas.text((466, 744), "hour hand", 32, SLATE, anchor="lm")
    canvas.line([(660, 744), (744, 744)], SLATE, 7)
    canvas.text((762, 744), "minute hand", 32, SLATE, anchor="lm")
    return canvas.finish()


def _mirror(canvas: Canvas, first: Point, second: Point) -> None:
    canvas.line([first, second], INK, 4, dash=(13, 10))


def draw_shapes_symmetry() -> Image.Image:
    """Six shapes, each with all its lines of symmetry dashed."""
    canvas = Canvas()
    columns, rows, reach = (220.0, 600.0, 980.0), (190.0, 570.0), 122.0
    spots = [(x, y) for y in rows for x in columns]

    triangle = regular((spots[0][0], spots[0][1] + 22), reach, 3)
    canvas.polygon(triangle, LARKSPUR_SOFT, LARKSPUR_DEEP, 5)
    _mirrors_through_corners(canvas, triangle)

    square = regular(spots[1], reach * 1.15, 4, turn=-135)
    canvas.polygon(square, SAGE_SOFT, SAGE_DEEP, 5)
    _mirrors_through_corners(canvas, square)

    x, y = spots[2]
    canvas.box((x - 145, y - 86), (290, 172), OCHRE_SOFT, OCHRE_DEEP, 5)
    _mirror(canvas, (x - 172, y), (x + 172, y))
    _mirror(canvas, (x, y - 113), (x, y + 113))

    x, y = spots[3]
    right = [(x, y - 58), (x + 52, y - 112), (x + 116, y - 80), (x + 112, y - 8), (x, y + 118)]
    half = spline(right)
    heart = [*half, *[(2 * x - px, py) for px, py in reversed(half)]]
    canvas.polygon(heart, CLAY_SOFT, CLAY_DEEP, 5)
    _mirror(canvas, (x, y - 138), (x, y + 144))

    hexagon = regular(spots[4], reach, 6, turn=0)
    canvas.polygon(hexagon, WATER_SOFT, LARKSPUR_DEEP, 5)
    _mirrors_through_corners(canvas, hexagon)

    x, y = spots[5]
    slant = [(x - 156, y + 84), (x - 66, y - 84), (x + 156, y - 84), (x + 66, y + 84)]
    canvas.polygon(slant, OCHRE_PALE, OCHRE_DEEP, 5)

    names = (
        "Equilateral triangle: 3",
        "Square: 4",
        "Rectangle: 2",
        "Heart: 1",
        "Hexagon: 6",
        "Parallelogram: none",
    )
    for (x, y), words in zip(spots, names, strict=True):
        canvas.text((x, y + 172), words, 34)
    return canvas.finish()


def _mirrors_through_corners(canvas: Canvas, corners: list[Point]) -> None:
    """Every line of symmetry of a regular polygon, drawn a little past its edges."""
    count = len(corners)
    center = (
        sum(x for x, _ in corners) / count,
        sum(y for _, y in corners) / count,
    )
    ends: list[tuple[Point, Point]] = []
    for index, corner in enumerate(corners):
        side = between(corner, corners[(index + 1) % count], 0.5)
        if count % 2:
            opposite = between(
                corners[(index + count // 2) % count], corners[(index - count // 2) % count], 0.5
            )
            ends.append((corner, opposite))
        elif index < count // 2:
            ends.append((corner, corners[index + count // 2]))
            far = corners[index + count // 2]
            ends.append((side, between(far, corners[(index + count // 2 + 1) % count], 0.5)))
    for first, second in ends:
        _mirror(canvas, _past(center, first), _past(center, second))


def _past(center: Point, edge: Point) -> Point:
    return between(center, edge, 1.18)
