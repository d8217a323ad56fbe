"""A meadow's food web, with an animal or plant drawn in each circle."""

from PIL import Image

from .canvas import Canvas, Point, oval, polar, spline
from .motifs import leaf, shorten
from .palette import (
    CLAY,
    CLAY_DEEP,
    CLAY_SOFT,
    EARTH,
    EARTH_DEEP,
    EARTH_SOFT,
    INK,
    LARKSPUR,
    LARKSPUR_DEEP,
    LARKSPUR_PALE,
    LARKSPUR_SOFT,
    OCHRE,
    OCHRE_DEEP,
    OCHRE_PALE,
    OCHRE_SOFT,
    SAGE,
    SAGE_DEEP,
    SAGE_PALE,
    SLATE,
    WHITE,
)

RADIUS = 74.0


def _grass(canvas: Canvas, c: Point) -> None:
    for bend, height, lean in (
        (-34, 62, -24),
        (-16, 92, -10),
        (0, 104, 4),
        (16, 88, 16),
        (34, 64, 30),
    ):
        foot = (c[0] + bend * 0.6, c[1] + 50)
        tip = (c[0] + bend + lean, c[1] + 50 - height)
        canvas.line(spline([foot, (foot[0] + bend * 0.2, c[1] + 10), tip]), SAGE_DEEP, 7)


def _clover(canvas: Canvas, c: Point) -> None:
    canvas.line(
        spline([(c[0] + 4, c[1] + 56), (c[0] - 4, c[1] + 20), (c[0], c[1] - 6)]), SAGE_DEEP, 7
    )
    leaf(canvas, (c[0], c[1] + 30), 46, -20)
    leaf(canvas, (c[0], c[1] + 34), 46, -160)
    for step in range(11):
        petal = polar((c[0], c[1] - 22), 22, step * 360 / 11)
        canvas.ellipse(petal, 12, fill=LARKSPUR_SOFT, outline=LARKSPUR, width=3)
    canvas.ellipse((c[0], c[1] - 22), 18, fill=LARKSPUR_SOFT)


def _caterpillar(canvas: Canvas, c: Point) -> None:
    for step, lift in enumerate((6, -6, -16, -6, 6)):
        spot = (c[0] - 46 + step * 22, c[1] + 12 + lift)
        canvas.line([(spot[0], spot[1] + 16), (spot[0], spot[1] + 26)], SAGE_DEEP, 4)
        canvas.ellipse(spot, 18, fill=SAGE, outline=SAGE_DEEP, width=4)
    head = (c[0] + 50, c[1] - 2)
    for lean in (-8, 10):
        canvas.line([head, (head[0] + lean, head[1] - 32)], SAGE_DEEP, 4)
    canvas.ellipse(head, 17, fill=OCHRE_SOFT, outline=SAGE_DEEP, width=4)
    canvas.ellipse((head[0] + 6, head[1] - 3), 3.5, fill=INK)


def _mouse(canvas: Canvas, c: Point) -> None:
    canvas.line(
        spline(
            [
                (c[0] - 34, c[1] + 26),
                (c[0] - 62, c[1] + 20),
                (c[0] - 50, c[1] - 14),
                (c[0] - 60, c[1] - 28),
            ]
        ),
        EARTH_DEEP,
        5,
    )
    body = spline(
        [
            (c[0] - 42, c[1] + 34),
            (c[0] - 36, c[1] - 8),
            (c[0], c[1] - 24),
            (c[0] + 32, c[1] - 6),
            (c[0] + 60, c[1] + 22),
            (c[0] + 34, c[1] + 34),
        ],
        closed=True,
    )
    canvas.polygon(body, EARTH_SOFT, EARTH_DEEP, 4)
    canvas.ellipse((c[0] + 14, c[1] - 22), 17, fill=CLAY_SOFT, outline=EARTH_DEEP, width=4)
    canvas.ellipse((c[0] + 38, c[1] + 6), 4.5, fill=INK)
    canvas.ellipse((c[0] + 60, c[1] + 21), 5, fill=INK)
    for x in (-18, 22):
        canvas.ellipse((c[0] + x, c[1] + 38), 12, 5, fill=EARTH_DEEP)


def _songbird(canvas: Canvas, c: Point) -> None:
    canvas.polygon(
        [
            (c[0] - 22, c[1] + 6),
            (c[0] - 70, c[1] + 6),
            (c[0] - 62, c[1] + 26),
            (c[0] - 20, c[1] + 24),
        ],
        LARKSPUR,
        LARKSPUR_DEEP,
        3,
    )
    for x in (-2, 14):
        canvas.line([(c[0] + x, c[1] + 30), (c[0] + x, c[1] + 54)], OCHRE_DEEP, 4)
    canvas.polygon(
        [(c[0] + 46, c[1] - 28), (c[0] + 68, c[1] - 20), (c[0] + 46, c[1] - 14)],
        OCHRE,
        OCHRE_DEEP,
        2,
    )
    canvas.ellipse((c[0], c[1] + 8), 40, 30, fill=LARKSPUR, outline=LARKSPUR_DEEP, width=4)
    canvas.ellipse((c[0] + 30, c[1] - 20), 24, fill=LARKSPUR, outline=LARKSPUR_DEEP, width=4)
    canvas.ellipse((c[0] + 14, c[1] + 16), 26, 17, fill=OCHRE_SOFT)
    canvas.polygon(oval((c[0] - 12, c[1] + 6), 28, 14, turn=18), LARKSPUR_SOFT, LARKSPUR_DEEP, 3)
    canvas.ellipse((c[0] + 36, c[1] - 24), 4.5, fill=INK)


def _frog(canvas: Canvas, c: Point) -> None:
    for side in (-1, 1):
        canvas.ellipse((c[0] + side * 44, c[1] + 36), 24, 15, fill=SAGE, outline=SAGE_DEEP, width=4)
    canvas.ellipse((c[0], c[1] + 14), 50, 38, fill=SAGE, outline=SAGE_DEEP, width=4)
    canvas.ellipse((c[0], c[1] + 32), 32, 19, fill=SAGE_PALE)
    for side in (-1, 1):
        eye = (c[0] + side * 25, c[1] - 24)
        canvas.ellipse(eye, 18, fill=SAGE, outline=SAGE_DEEP, width=4)
        canvas.ellipse(eye, 10, fill=WHITE)
        canvas.ellipse(eye, 6, fill=INK)
    canvas.line(oval((c[0], c[1] + 0), 30, 14, 15, 165), SAGE_DEEP, 4)


def _snake(canvas: Canvas, c: Point) -> None:
    body = spline(
        [
            (c[0] - 60, c[1] + 42),
            (c[0] - 28, c[1] + 26),
            (c[0] + 8, c[1] + 48),
            (c[0] + 46, c[1] + 30),
            (c[0] + 30, c[1] + 2),
            (c[0] - 20, c[1] + 4),
            (c[0] - 42, c[1] - 18),
            (c[0] - 18, c[1] - 42),
            (c[0] + 22, c[1] - 36),
        ]
    )
    canvas.line(body, OCHRE_DEEP, 22)
    canvas.line(body, OCHRE, 14)
    for spot in body[10::12]:
        canvas.ellipse(spot, 4, fill=OCHRE_DEEP)
    head = (c[0] + 32, c[1] - 34)
    canvas.line([head, (head[0] + 32, head[1] + 2)], CLAY, 4)
    canvas.polygon(oval(head, 22, 15, turn=6), OCHRE, OCHRE_DEEP, 4)
    canvas.ellipse((head[0] + 6, head[1] - 4), 4, fill=INK)


def _fox(canvas: Canvas, c: Point) -> None:
    for side in (-1, 1):
        ear = [
            (c[0] + side * 50, c[1] - 56),
            (c[0] + side * 50, c[1] - 4),
            (c[0] + side * 8, c[1] - 26),
        ]
        canvas.polygon(ear, CLAY, CLAY_DEEP, 4)
    face = [(c[0] - 54, c[1] - 10), (c[0], c[1] - 34), (c[0] + 54, c[1] - 10), (c[0], c[1] + 56)]
    canvas.polygon(face, CLAY, CLAY_DEEP, 4)
    for side in (-1, 1):
        cheek = [(c[0] + side * 52, c[1] - 8), (c[0] + side * 8, c[1] + 16), (c[0], c[1] + 52)]
        canvas.polygon(cheek, WHITE)
        canvas.ellipse((c[0] + side * 20, c[1] - 2), 5, fill=INK)
    canvas.line([face[0], face[3], face[2]], CLAY_DEEP, 4)
    canvas.ellipse((c[0], c[1] + 48), 8, fill=INK)


def _owl(canvas: Canvas, c: Point) -> None:
    for side in (-1, 1):
        canvas.polygon(
            [
                (c[0] + side * 46, c[1] - 58),
                (c[0] + side * 44, c[1] - 12),
                (c[0] + side * 10, c[1] - 40),
            ],
            EARTH,
            EARTH_DEEP,
            4,
        )
    canvas.ellipse((c[0], c[1] + 6), 50, 52, fill=EARTH, outline=EARTH_DEEP, width=4)
    canvas.ellipse((c[0], c[1] + 28), 30, 28, fill=EARTH_SOFT)
    for row, count in ((18, 3), (34, 2)):
        for step in range(count):
            x = c[0] + (step - (count - 1) / 2) * 20
            canvas.line(oval((x, c[1] + row), 7, 6, 0, 180), EARTH_DEEP, 3)
    for side in (-1, 1):
        eye = (c[0] + side * 22, c[1] - 14)
        canvas.ellipse(eye, 21, fill=OCHRE_PALE, outline=EARTH_DEEP, width=4)
        canvas.ellipse(eye, 10, fill=INK)
    canvas.polygon(
        [(c[0] - 8, c[1] - 2), (c[0] + 8, c[1] - 2), (c[0], c[1] + 14)], OCHRE, OCHRE_DEEP, 2
    )


def draw_food_web() -> Image.Image:
    """Nine living things of a meadow; each arrow runs from what is eaten to what eats it."""
    canvas = Canvas()
    plants, grazers, hunters = (
        (SAGE_PALE, SAGE_DEEP),
        (OCHRE_PALE, OCHRE_DEEP),
        (LARKSPUR_PALE, LARKSPUR_DEEP),
    )
    nodes = {
        "grass": ((440.0, 696.0), plants, _grass),
        "clover": ((840.0, 696.0), plants, _clover),
        "caterpillar": ((330.0, 480.0), grazers, _caterpillar),
        "mouse": ((930.0, 490.0), grazers, _mouse),
        "frog": ((340.0, 250.0), hunters, _frog),
        "songbird": ((630.0, 390.0), hunters, _songbird),
        "snake": ((630.0, 120.0), hunters, _snake),
        "fox": ((900.0, 190.0), hunters, _fox),
        "owl": ((1100.0, 270.0), hunters, _owl),
    }
    eaten = (
        ("grass", "caterpillar"),
        ("grass", "mouse"),
        ("clover", "caterpillar"),
        ("clover", "mouse"),
        ("caterpillar", "frog"),
        ("caterpillar", "songbird"),
        ("frog", "snake"),
        ("songbird", "snake"),
        ("songbird", "fox"),
        ("mouse", "fox"),
        ("mouse", "owl"),
        ("mouse", "snake"),
    )
    for food, eater in eaten:
        ends = shorten(nodes[food][0], nodes[eater][0], RADIUS + 4, RADIUS + 10)
        canvas.arrow(list(ends), SLATE, 5, head=24)
    for name, (center, (pale, deep), drawing) in nodes.items():
        canvas.ellipse(center, RADIUS, fill=pale, outline=deep, width=5)
        drawing(canvas, center)
        half = canvas.measure(name, 28) / 2 + 12
        level = center[1] - RADIUS - 4
        canvas.box((center[0] - half, level - 19), (half * 2, 38), WHITE, deep, 3, radius=12)
        canvas.text((center[0], level), name, 28)
    steps = (
        (*hunters, "hunters", 110),
        (*grazers, "plant eaters", 450),
        (*plants, "plants", 690),
    )
    for pale, deep, words, y in steps:
        canvas.box((24, y - 32), (200, 64), pale, deep, 4, radius=16)
        canvas.text((124, y), words, 31)
    return canvas.finish()
