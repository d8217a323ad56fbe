"""Living things: how a plant grows, what is in a cell, who eats whom."""

from PIL import Image

from .canvas import Canvas, Point, oval, polar, spline
from .motifs import leaf, sun
from .palette import (
    CLAY,
    CLAY_DEEP,
    CLAY_SOFT,
    EARTH,
    EARTH_DEEP,
    LARKSPUR,
    LARKSPUR_DEEP,
    LARKSPUR_SOFT,
    OCHRE,
    OCHRE_DEEP,
    OCHRE_SOFT,
    SAGE,
    SAGE_DEEP,
    SAGE_PALE,
    WATER_DEEP,
    WATER_PALE,
    WATER_SOFT,
    WHITE,
    mix,
)

GROUND = 540.0


def _roots(canvas: Canvas, x: float, depth: float, branches: int) -> None:
    canvas.line(
        spline([(x, GROUND + 20), (x - 5, GROUND + depth * 0.5), (x + 3, GROUND + depth)]), WHITE, 6
    )
    for index in range(branches):
        side = 1 if index % 2 else -1
        start = GROUND + 34 + (depth - 46) * index / max(1, branches)
        reach = (depth * 0.42) * (1 - index / (branches + 3))
        canvas.line(
            spline(
                [
                    (x - 2, start),
                    (x + side * reach * 0.5, start + 10),
                    (x + side * reach, start + 34),
                ]
            ),
            WHITE,
            4,
        )


def draw_plant_growth() -> Image.Image:
    """Five stages of a bean plant, from seed to flower, above and below the ground."""
    canvas = Canvas()
    canvas.box((0, 0), (1200, GROUND), WATER_PALE)
    canvas.box((0, GROUND), (1200, 190), EARTH)
    canvas.box((0, GROUND), (1200, 16), EARTH_DEEP)
    for index in range(64):
        # Steps of the golden ratio and of the root of two: scattered, and the same every time.
        x = 15 + 1170 * (index * 0.618034 % 1)
        y = GROUND + 34 + 142 * (index * index * 0.414214 % 1)
        canvas.ellipse((x, y), 3 + index % 4, 2 + index % 3, fill=mix(EARTH, EARTH_DEEP, 0.45))
    sun(canvas, (150, 140), 56)
    xs = (120.0, 350.0, 585.0, 820.0, 1065.0)

    canvas.ellipse((xs[0], GROUND + 70), 34, 23, fill=CLAY, outline=EARTH_DEEP, width=5)
    canvas.line(oval((xs[0], GROUND + 76), 14, 8, 180, 330), CLAY_SOFT, 4)

    x = xs[1]
    _roots(canvas, x, 128, 2)
    canvas.line(
        spline([(x, GROUND + 40), (x + 2, GROUND - 30), (x + 26, GROUND - 58)]), SAGE_DEEP, 8
    )
    canvas.ellipse((x + 34, GROUND - 46), 24, 17, fill=CLAY, outline=EARTH_DEEP, width=4)

    x = xs[2]
    _roots(canvas, x, 140, 4)
    canvas.line([(x, GROUND + 30), (x, GROUND - 130)], SAGE_DEEP, 9)
    for degrees in (-25, -155):
        leaf(canvas, (x, GROUND - 128), 78, degrees)

    x = xs[3]
    _roots(canvas, x, 156, 6)
    canvas.line(
        spline([(x, GROUND + 30), (x - 5, GROUND - 130), (x + 2, GROUND - 270)]), SAGE_DEEP, 10
    )
    for rise, degrees, length in (
        (100, -12, 92),
        (126, -168, 92),
        (196, -25, 84),
        (222, -158, 78),
        (268, -58, 58),
        (268, -122, 58),
    ):
        leaf(canvas, (x - 3, GROUND - rise), length, degrees)

    x = xs[4]
    _roots(canvas, x, 166, 8)
    canvas.line(spline([(x, GROUND + 30), (x + 6, GROUND - 180), (x, GROUND - 372)]), SAGE_DEEP, 11)
    for rise, degrees, length in (
        (96, -10, 96),
        (128, -170, 100),
        (206, -22, 96),
        (238, -160, 90),
        (300, -35, 74),
        (322, -146, 70),
    ):
        leaf(canvas, (x + 3, GROUND - rise), length, degrees)
    _flower(canvas, (x, GROUND - 404), 26)

    for x, words in zip(
        xs, ("1  seed", "2  sprout", "3  seedling", "4  young plant", "5  flower"), strict=True
    ):
        canvas.text((x, 768), words, 36)
    return canvas.finish()


def _flower(canvas: Canvas, center: Point, size: float) -> None:
    for step in range(6):
        petal = polar(center, size * 1.25, 60 * step - 90)
        canvas.polygon(
            oval(petal, size * 0.95, size * 0.62, turn=60 * step - 90), LARKSPUR_SOFT, LARKSPUR, 4
        )
    canvas.ellipse(center, size * 0.72, fill=OCHRE_SOFT, outline=OCHRE, width=5)


def draw_cell_diagram() -> Image.Image:
    """A plant cell cut open, with its parts named."""
    canvas = Canvas()
    canvas.box((300, 90), (600, 620), SAGE, SAGE_DEEP, 6, radius=92)
    canvas.box((326, 116), (548, 568), OCHRE_SOFT, OCHRE_DEEP, 5, radius=74)
    canvas.box((336, 126), (528, 548), SAGE_PALE, radius=66)
    vacuole = spline(
        [
            (520, 300),
            (640, 262),
            (772, 312),
            (800, 440),
            (742, 560),
            (590, 590),
            (494, 520),
            (470, 400),
        ],
        closed=True,
    )
    canvas.polygon(vacuole, WATER_SOFT, WATER_DEEP, 5)
    nucleus = (458.0, 236.0)
    canvas.ellipse(nucleus, 78, fill=LARKSPUR_SOFT, outline=LARKSPUR_DEEP, width=5)
    canvas.ellipse((nucleus[0] + 14, nucleus[1] + 10), 28, fill=LARKSPUR_DEEP)
    for x, y, turn in (
        (640, 190, 8),
        (790, 226, 42),
        (400, 396, 95),
        (402, 560, 70),
        (566, 636, 4),
        (748, 628, -16),
    ):
        _chloroplast(canvas, (float(x), float(y)), turn)
    for x, y, turn in ((716, 168, 14), (420, 474, 30), (660, 640, 8), (828, 400, 92)):
        _mitochondrion(canvas, (float(x), float(y)), turn)
    left = (
        ("cell wall", (312, 190), 170),
        ("nucleus", (404, 264), 290),
        ("chloroplast", (392, 396), 410),
        ("cytoplasm", (440, 640), 640),
    )
    for words, target, y in left:
        canvas.label((262, y), target, words, 32, anchor="rm")
    right = (
        ("cell membrane", (869, 250), 220),
        ("mitochondrion", (830, 400), 380),
        ("vacuole", (720, 500), 500),
        ("chloroplast", (764, 624), 630),
    )
    for words, target, y in right:
        canvas.label((938, y), target, words, 32)
    canvas.text((600, 752), "A plant cell, cut open", 34)
    return canvas.finish()


def _chloroplast(canvas: Canvas, center: Point, turn: float) -> None:
    canvas.polygon(oval(center, 46, 25, turn=turn), SAGE, SAGE_DEEP, 4)
    for shift in (-20, 0, 20):
        middle = polar(center, shift, turn)
        canvas.line([polar(middle, 13, turn + 90), polar(middle, 13, turn - 90)], SAGE_DEEP, 6)


def _mitochondrion(canvas: Canvas, center: Point, turn: float) -> None:
    canvas.polygon(oval(center, 36, 17, turn=turn), CLAY_SOFT, CLAY_DEEP, 4)
    folds = [
        polar(polar(center, -24 + 8 * step, turn), 8, turn + (90 if step % 2 else -90))
        for step in range(7)
    ]
    canvas.line(folds, CLAY_DEEP, 3)
