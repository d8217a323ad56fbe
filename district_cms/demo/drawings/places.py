"""Two plans seen from above: an invented valley with its rivers, and a school garden."""

from PIL import Image

from .canvas import Canvas, Point, spline
from .motifs import compass, leaf
from .palette import (
    CLAY,
    CLAY_DEEP,
    CLAY_SOFT,
    EARTH,
    EARTH_DEEP,
    EARTH_SOFT,
    INK,
    LARKSPUR,
    OCHRE,
    OCHRE_DEEP,
    OCHRE_SOFT,
    PAPER,
    SAGE,
    SAGE_DEEP,
    SAGE_PALE,
    SAGE_SOFT,
    SLATE,
    WATER,
    WATER_DEEP,
    WATER_SOFT,
    WHITE,
    mix,
)


def draw_river_map() -> Image.Image:
    """An invented valley: a river with three streams, a lake, hills and four towns."""
    canvas = Canvas()
    canvas.box((30, 30), (1140, 740), SAGE_PALE, SAGE_DEEP, 5, radius=14)
    high = spline([(33, 300), (200, 330), (330, 260), (420, 120), (470, 33)])
    canvas.polygon([*high, (44, 33), (33, 44)], mix(EARTH_SOFT, PAPER, 0.3))
    east = spline([(760, 33), (800, 130), (930, 200), (1060, 210), (1167, 260)])
    canvas.polygon([*east, (1167, 44), (1156, 33)], mix(EARTH_SOFT, PAPER, 0.3))
    for x, y, size in (
        (110, 130, 46),
        (190, 190, 60),
        (280, 110, 66),
        (100, 250, 38),
        (900, 110, 60),
        (1010, 130, 66),
        (1100, 176, 50),
    ):
        _peak(canvas, (x, y), size)
    main = spline(
        [(250, 180), (330, 300), (430, 360), (520, 440), (640, 460), (740, 540), (830, 600)]
    )
    streams = (
        spline([(880, 170), (830, 260), (740, 320), (680, 400), (640, 460)]),
        spline([(120, 290), (200, 380), (320, 410), (430, 360)]),
        spline([(240, 700), (330, 620), (420, 560), (470, 490), (520, 440)]),
    )
    for stream in streams:
        canvas.line(stream, WATER_DEEP, 9)
        canvas.line(stream, WATER, 6)
    canvas.line(main, WATER_DEEP, 17)
    canvas.line(main, WATER, 12)
    lake = spline(
        [
            (800, 590),
            (880, 550),
            (980, 560),
            (1050, 620),
            (1030, 690),
            (930, 710),
            (840, 680),
            (806, 640),
        ],
        closed=True,
    )
    canvas.polygon(lake, WATER_SOFT, WATER_DEEP, 5)
    towns = (
        ((545, 400), "Sunrise", (566, 372), "lm"),
        ((700, 500), "Cottonwood", (690, 540), "rm"),
        ((360, 436), "Juniper Creek", (350, 474), "mm"),
        ((890, 520), "Ridgeline", (910, 510), "lm"),
    )
    for spot, name, place, anchor in towns:
        canvas.ellipse(spot, 13, fill=CLAY, outline=WHITE, width=3)
        canvas.text(place, name, 31, anchor=anchor)
    names = (
        ((900, 632), "Heron Lake"),
        ((880, 300), "East Fork"),
        ((150, 420), "West Fork"),
        ((300, 720), "Willow Stream"),
        ((470, 290), "Larkspur River"),
    )
    for place, name in names:
        canvas.text(place, name, 31, WATER_DEEP)
    compass(canvas, (1090, 400), 62)
    canvas.line([(470, 706), (670, 706)], INK, 5)
    for x, words in ((470, "0"), (570, "5"), (670, "10 miles")):
        canvas.line([(x, 696), (x, 716)], INK, 5)
        canvas.text((x, 738), words, 28)
    canvas.text((600, 84), "A valley and its rivers", 42, bold=True)
    return canvas.finish()


def _peak(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    canvas.polygon(
        [(x - size * 0.7, y + size * 0.5), (x + size * 0.7, y + size * 0.5), (x, y - size * 0.6)],
        EARTH_SOFT,
        EARTH_DEEP,
        4,
    )
    canvas.polygon(
        [(x, y - size * 0.6), (x + size * 0.7, y + size * 0.5), (x + size * 0.1, y + size * 0.5)],
        EARTH,
    )
    canvas.polygon(
        [
            (x - size * 0.22, y - size * 0.25),
            (x, y - size * 0.6),
            (x + size * 0.22, y - size * 0.25),
            (x, y - size * 0.12),
        ],
        WHITE,
        EARTH_DEEP,
        3,
    )


def draw_garden_plan() -> Image.Image:
    """A school garden from above: six beds, a path, a shed, a rain barrel, compost."""
    canvas = Canvas()
    canvas.box((50, 84), (880, 640), SAGE_PALE, SAGE_DEEP, 6, radius=10)
    canvas.box((50, 374), (880, 64), OCHRE_SOFT)
    canvas.box((640, 84), (64, 640), OCHRE_SOFT)
    canvas.line([(50, 84), (930, 84), (930, 724), (50, 724), (50, 84)], SAGE_DEEP, 6)
    beds = (
        ((80, 114), "beans", SAGE),
        ((268, 114), "peas", SAGE_SOFT),
        ((456, 114), "squash", OCHRE),
        ((80, 468), "carrots", CLAY),
        ((268, 468), "herbs", SAGE),
        ((456, 468), "flowers", LARKSPUR),
    )
    for corner, name, color in beds:
        canvas.box(corner, (160, 220), EARTH, EARTH_DEEP, 6, radius=8)
        for row in range(4):
            for column in range(3):
                _plant(
                    canvas, (corner[0] + 36 + column * 44, corner[1] + 32 + row * 42), name, color
                )
        canvas.box((corner[0] + 12, corner[1] + 180), (136, 34), PAPER, radius=8)
        canvas.text((corner[0] + 80, corner[1] + 197), name, 29)
    canvas.box((734, 114), (166, 150), CLAY_SOFT, CLAY_DEEP, 5)
    canvas.line([(734, 189), (900, 189)], CLAY_DEEP, 4)
    canvas.text((817, 152), "tool shed", 30)
    canvas.ellipse((780, 318), 36, fill=WATER_SOFT, outline=WATER_DEEP, width=5)
    canvas.text((872, 318), "rain\nbarrel", 27)
    canvas.box((734, 600), (166, 94), EARTH, EARTH_DEEP, 5)
    canvas.text((817, 647), "compost", 30, WHITE)
    canvas.ellipse((817, 520), 46, fill=EARTH_SOFT, outline=EARTH_DEEP, width=5)
    canvas.text((817, 520), "table", 28)
    canvas.text((160, 406), "path", 30)
    compass(canvas, (1060, 230), 72)
    canvas.line([(960, 470), (1160, 470)], INK, 5)
    for x, words in ((960, "0"), (1060, "5"), (1160, "10")):
        canvas.line([(x, 458), (x, 482)], INK, 5)
        canvas.text((x, 510), words, 30)
    canvas.text((1060, 556), "feet", 32)
    canvas.text((1060, 660), "one bed:\n8 by 11 feet", 32, SLATE)
    canvas.text((50, 44), "Our garden, seen from above", 42, anchor="lm", bold=True)
    canvas.line([(640, 724), (704, 724)], OCHRE_SOFT, 10)
    for x in (640, 704):
        canvas.box((x - 8, 708), (16, 32), SAGE_DEEP)
    canvas.text((672, 764), "gate", 30)
    return canvas.finish()


def _plant(canvas: Canvas, center: Point, kind: str, color: str) -> None:
    x, y = center
    if kind in {"squash", "flowers"}:
        for turn in range(0, 360, 72):
            leaf(canvas, center, 21, turn, slim=0.4)
        canvas.ellipse(
            center, 9, fill=color, outline=INK if kind == "flowers" else OCHRE_DEEP, width=2
        )
    elif kind == "carrots":
        for turn in (-130, -90, -50):
            leaf(canvas, (x, y), 20, turn)
        canvas.polygon([(x - 8, y), (x + 8, y), (x, y + 22)], CLAY, CLAY_DEEP, 2)
    else:
        for turn in range(-90, 270, 90):
            leaf(canvas, center, 20, turn + (45 if kind == "herbs" else 0), fill=color)
