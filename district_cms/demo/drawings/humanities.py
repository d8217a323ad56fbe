"""Reading and history: books, the shape of a story, a line of years."""

from PIL import Image

from .canvas import Canvas, Point, oval, spline
from .motifs import leaf
from .palette import (
    CLAY,
    CLAY_DEEP,
    CLAY_PALE,
    CLAY_SOFT,
    EARTH,
    EARTH_DEEP,
    EARTH_SOFT,
    INK,
    LARKSPUR,
    LARKSPUR_DEEP,
    LARKSPUR_PALE,
    LARKSPUR_SOFT,
    OCHRE_DEEP,
    OCHRE_PALE,
    OCHRE_SOFT,
    PAPER,
    SAGE,
    SAGE_DEEP,
    SAGE_PALE,
    SAGE_SOFT,
    SAND,
    SLATE,
    STONE,
    WATER_PALE,
    WATER_SOFT,
    WHITE,
)


def draw_book_stack() -> Image.Image:
    """Five books in a pile with an open book on top and a plant beside them."""
    canvas = Canvas()
    canvas.box((0, 0), (1200, 660), SAND)
    canvas.box((0, 660), (1200, 140), EARTH_SOFT)
    canvas.box((0, 652), (1200, 16), EARTH)
    books = (
        ("Science", 260, 640, 96, SAGE, SAGE_DEEP),
        ("Stories", 300, 560, 84, LARKSPUR_SOFT, LARKSPUR_DEEP),
        ("Maps", 252, 610, 76, OCHRE_SOFT, OCHRE_DEEP),
        ("Folktales", 318, 530, 88, CLAY_SOFT, CLAY_DEEP),
        ("Poems", 284, 520, 66, WATER_SOFT, LARKSPUR_DEEP),
    )
    base = 652.0
    for title, left, width, tall, fill, deep in books:
        top = base - tall
        canvas.box((left, top), (width, tall), fill, deep, 5, radius=12)
        canvas.box((left + width - 26, top + 10), (30, tall - 20), PAPER, deep, 4)
        for step in range(1, 4):
            level = top + 10 + (tall - 20) * step / 4
            canvas.line([(left + width - 20, level), (left + width + 2, level)], STONE, 2)
        for edge in (48, 60):
            canvas.line([(left + edge, top + 6), (left + edge, top + tall - 6)], deep, 4)
        canvas.text((left + width / 2 + 10, top + tall / 2), title, 40, INK, bold=True)
        base = top
    _open_book(canvas, (545, base))
    _pot(canvas, (1010, 652))
    canvas.ellipse((128, 600), 52, 54, fill=LARKSPUR, outline=LARKSPUR_DEEP, width=5)
    canvas.line(oval((75, 600), 28, 26, 90, 270), LARKSPUR_DEEP, 10)
    canvas.box((74, 540), (108, 64), SAND)
    canvas.box((74, 584), (108, 68), LARKSPUR, radius=10)
    canvas.ellipse((128, 584), 54, 14, fill=CLAY_DEEP, outline=LARKSPUR_DEEP, width=5)
    for x in (112, 144):
        canvas.line(spline([(x, 556), (x + 10, 534), (x - 8, 512), (x + 4, 488)]), STONE, 5)
    return canvas.finish()


def _open_book(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    for side in (-1, 1):
        page = [
            (x, y - 12),
            *spline([(x, y - 12), (x + side * 100, y - 52), (x + side * 220, y - 22)]),
            (x + side * 232, y - 142),
            *spline([(x + side * 232, y - 142), (x + side * 104, y - 172), (x, y - 120)]),
        ]
        canvas.polygon(page, WHITE, INK, 5)
        for step in range(4):
            level = y - 122 + step * 25
            canvas.line(
                spline(
                    [
                        (x + side * 34, level),
                        (x + side * 104, level - 24),
                        (x + side * 196, level - 8),
                    ]
                ),
                STONE,
                5,
            )
    canvas.line([(x, y - 120), (x, y - 12)], INK, 5)


def _pot(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    for degrees, length in ((-90, 190), (-62, 170), (-118, 170), (-38, 140), (-142, 140)):
        leaf(canvas, (x, y - 132), length, degrees, slim=0.24)
    canvas.polygon(
        [(x - 84, y - 118), (x + 84, y - 118), (x + 60, y), (x - 60, y)], CLAY, CLAY_DEEP, 5
    )
    canvas.box((x - 96, y - 142), (192, 36), CLAY, CLAY_DEEP, 5, radius=8)


def draw_story_map() -> Image.Image:
    """The shape of a story as a mountain path with five stages."""
    canvas = Canvas(WATER_PALE)
    ridge = spline(
        [
            (-30, 660),
            (150, 640),
            (300, 590),
            (470, 440),
            (620, 230),
            (690, 200),
            (770, 300),
            (900, 500),
            (1040, 610),
            (1240, 640),
        ]
    )
    canvas.polygon([*ridge, (1240, 800), (-30, 800)], SAGE_SOFT)
    canvas.line(ridge, SAGE_DEEP, 8)
    canvas.polygon([(660, 196), (660, 70), (760, 106), (664, 138)], CLAY, CLAY_DEEP, 4)
    canvas.line([(660, 210), (660, 66)], INK, 7)
    stages = (
        (120, 645, "1", LARKSPUR, "beginning", "who and where", (150, 560)),
        (300, 590, "2", LARKSPUR, "problem", "what goes wrong", (236, 450)),
        (480, 430, "3", LARKSPUR, "events", "how it grows", (330, 310)),
        (664, 203, "4", CLAY, "turning point", "the big moment", (912, 130)),
        (868, 452, "5", LARKSPUR, "after", "what changes", (990, 370)),
        (1060, 616, "6", LARKSPUR, "ending", "how it settles", (1066, 520)),
    )
    for x, y, figure, color, _name, _words, _spot in stages:
        canvas.ellipse((x, y), 34, fill=color, outline=WHITE, width=5)
        canvas.text((x, y), figure, 38, WHITE, bold=True)
    for _x, _y, _figure, _color, name, words, spot in stages:
        canvas.text((spot[0], spot[1] - 22), name, 40, bold=True)
        canvas.text((spot[0], spot[1] + 24), words, 31, SLATE)
    for x, size in ((470, 46), (540, 60), (620, 40), (760, 52), (836, 40)):
        _pine(canvas, (x, 760), size)
    return canvas.finish()


def _pine(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    canvas.box((x - size * 0.1, y - size * 0.3), (size * 0.2, size * 0.32), EARTH_DEEP)
    for step in range(3):
        base, half = y - size * (0.25 + 0.42 * step), size * (0.55 - 0.12 * step)
        canvas.polygon(
            [(x - half, base), (x + half, base), (x, base - size * 0.7)], SAGE, SAGE_DEEP, 3
        )


def draw_timeline() -> Image.Image:
    """Seven events of United States history on a line drawn to scale, 1770 to 1900."""
    canvas = Canvas()
    level, left, right = 400.0, 90.0, 1110.0

    def place(year: float) -> float:
        return left + (year - 1770) / 130 * (right - left)

    canvas.text((90, 66), "A young nation, 1770 to 1900", 46, anchor="lm", bold=True)
    canvas.box((left - 30, level - 20), (right - left + 60, 40), LARKSPUR_PALE, radius=20)
    canvas.line([(left - 30, level), (right + 30, level)], LARKSPUR_DEEP, 6)
    for year in range(1770, 1901, 10):
        tall = 18 if year % 50 == 0 else 11
        canvas.line([(place(year), level - tall), (place(year), level + tall)], LARKSPUR_DEEP, 4)
    events = (
        (1776, "Declaration of\nIndependence", 190, 184, LARKSPUR, LARKSPUR_PALE),
        (1787, "Constitution\nwritten", 235, 560, SAGE_DEEP, SAGE_PALE),
        (1803, "Louisiana\nPurchase", 430, 250, OCHRE_DEEP, OCHRE_PALE),
        (1825, "Erie Canal\nopens", 520, 620, CLAY, CLAY_PALE),
        (1862, "Homestead\nAct", 740, 184, SAGE_DEEP, SAGE_PALE),
        (1869, "Railroad joins\neast and west", 800, 560, LARKSPUR, LARKSPUR_PALE),
        (1889, "Montana becomes\na state", 1010, 265, CLAY, CLAY_PALE),
    )
    for year, words, x, y, color, pale in events:
        height = 154.0
        edge = y + height / 2 if y < level else y - height / 2
        canvas.line([(place(year), level), (place(year), (level + edge) / 2), (x, edge)], color, 4)
        canvas.ellipse((place(year), level), 13, fill=color, outline=WHITE, width=3)
        half = max(canvas.measure(row, 30) for row in words.split("\n")) / 2 + 20
        canvas.box((x - half, y - height / 2), (half * 2, height), pale, color, 4, radius=14)
        canvas.text((x, y - 42), str(year), 36, bold=True)
        canvas.text((x, y + 22), words, 30)
    canvas.text((place(1770), level + 44), "1770", 28, SLATE)
    canvas.text((place(1900), level + 44), "1900", 28, SLATE)
    canvas.text((600, 750), "Each small mark is ten years.", 30, SLATE)
    return canvas.finish()
