"""Music, color and the stage."""

from PIL import Image

from .canvas import Canvas, Point, oval, polar, spline
from .palette import (
    CLAY,
    CLAY_DEEP,
    EARTH,
    EARTH_DEEP,
    EARTH_SOFT,
    INK,
    LARKSPUR,
    LARKSPUR_DEEP,
    LINE,
    NIGHT,
    OCHRE,
    OCHRE_DEEP,
    OCHRE_PALE,
    OCHRE_SOFT,
    PAPER,
    SAGE,
    SAGE_DEEP,
    SLATE,
    WHITE,
    mix,
)


def draw_music_notes() -> Image.Image:
    """The scale of C on a staff with its letters, and below it the lengths of notes."""
    canvas = Canvas()
    top, gap, left, right = 150.0, 40.0, 70.0, 1130.0
    for step in range(5):
        canvas.line([(left, top + step * gap), (right, top + step * gap)], INK, 4)
    canvas.line([(right, top), (right, top + 4 * gap)], INK, 5)
    _treble_clef(canvas, (145, top + 3 * gap), gap)
    for step, letter in enumerate("CDEFGABC"):
        x = 300 + step * 108
        y = top + 5 * gap - step * gap / 2
        if step == 0:
            canvas.line([(x - 36, y), (x + 36, y)], INK, 4)
        up = step < 6
        _note(canvas, (x, y), gap, up=up)
        canvas.text((x, top + 6.6 * gap), letter, 44, LARKSPUR_DEEP, bold=True)
    canvas.text((600, 64), "The scale of C", 44, bold=True)
    lengths = (
        ("whole note", "4 beats"),
        ("half note", "2 beats"),
        ("quarter note", "1 beat"),
        ("eighth notes", "half a beat each"),
    )
    for index, (name, beats) in enumerate(lengths):
        x, y = 180 + index * 282, 612.0
        canvas.box((x - 130, 470), (260, 282), WHITE, LINE, 3, radius=16)
        if index == 0:
            _head(canvas, (x, y), gap, hollow=True)
        elif index == 3:
            for shift in (-38, 38):
                _note(canvas, (x + shift, y), gap, up=True)
            stem = gap * 0.56
            canvas.polygon(
                [
                    (x - 38 + stem - 2, y - 118),
                    (x + 38 + stem + 2, y - 118),
                    (x + 38 + stem + 2, y - 98),
                    (x - 38 + stem - 2, y - 98),
                ],
                INK,
            )
        else:
            _note(canvas, (x, y), gap, up=True, hollow=index == 1)
        canvas.text((x, 672), name, 34, bold=True)
        canvas.text((x, 716), beats, 31, SLATE)
    return canvas.finish()


def _head(canvas: Canvas, center: Point, gap: float, *, hollow: bool = False) -> None:
    canvas.polygon(oval(center, gap * 0.62, gap * 0.44, turn=-20), INK)
    if hollow:
        canvas.polygon(oval(center, gap * 0.46, gap * 0.25, turn=-32), WHITE)


def _note(canvas: Canvas, center: Point, gap: float, *, up: bool, hollow: bool = False) -> None:
    side = gap * 0.56 if up else -gap * 0.56
    reach = -118 if up else 118
    canvas.line([(center[0] + side, center[1]), (center[0] + side, center[1] + reach)], INK, 5)
    _head(canvas, center, gap, hollow=hollow)


def _treble_clef(canvas: Canvas, curl: Point, gap: float) -> None:
    """A treble clef whose curl turns around the line of G at `curl`."""
    x, y = curl
    shape = [
        (0.1, 0.42), (-0.42, 0.3), (-0.55, -0.12), (-0.2, -0.62), (0.42, -0.64), (0.92, -0.2),
        (0.9, 0.5), (0.36, 0.98), (-0.46, 0.98), (-1.08, 0.48), (-1.2, -0.4), (-0.78, -1.3),
        (-0.08, -2.1), (0.5, -2.9), (0.62, -3.8), (0.4, -4.35), (0.08, -4.2), (-0.12, -3.5),
        (0.02, -2.5), (0.3, -1.0), (0.52, 0.6), (0.62, 1.7), (0.34, 2.35), (-0.2, 2.4), (-0.5, 2.0),
    ]  # fmt: skip
    points = spline([(x + px * gap, y + py * gap) for px, py in shape])
    canvas.line(points, INK, 8)
    canvas.ellipse((x - 0.34 * gap, y + 1.98 * gap), gap * 0.27, fill=INK)


WHEEL = (
    ("yellow", "#e9c53b"),
    ("yellow-green", "#a9bd4a"),
    ("green", "#5f9e62"),
    ("blue-green", "#4a9a9c"),
    ("blue", "#4777b8"),
    ("blue-violet", "#5b5bc6"),
    ("violet", "#7f55a8"),
    ("red-violet", "#a84f8c"),
    ("red", "#c9483f"),
    ("red-orange", "#d66a3c"),
    ("orange", "#e08f3a"),
    ("yellow-orange", "#e6aa3a"),
)


def draw_color_wheel() -> Image.Image:
    """Twelve colors in a wheel: three primary, three secondary, six between."""
    canvas = Canvas()
    center = (600.0, 400.0)
    for index, (name, color) in enumerate(WHEEL):
        middle = -90 + index * 30
        kind = "primary" if index % 4 == 0 else "secondary" if index % 2 == 0 else "between"
        outer = {"primary": 300.0, "secondary": 276.0, "between": 252.0}[kind]
        ring = [
            *oval(center, outer, outer, middle - 14.2, middle + 14.2),
            *oval(center, 120, 120, middle + 13, middle - 13),
        ]
        canvas.polygon(ring, color)
        spot = polar(center, outer + 30, middle)
        across = spot[0] - center[0]
        anchor = "mm" if abs(across) < 40 else "lm" if across > 0 else "rm"
        canvas.text(
            spot, name, 36 if kind == "primary" else 32, anchor=anchor, bold=kind == "primary"
        )
        if kind != "between":
            mark = polar(center, 206, middle)
            canvas.ellipse(mark, 27, fill=PAPER)
            canvas.text(mark, "1" if kind == "primary" else "2", 34, bold=True)
    canvas.text(center, "the color\nwheel", 32)
    canvas.text((40, 720), "1  primary", 34, anchor="lm")
    canvas.text((40, 764), "2  mixed from two primaries", 34, anchor="lm")
    return canvas.finish()


def draw_stage_set() -> Image.Image:
    """A stage seen from the seats: curtains, a painted street, and the names of places."""
    canvas = Canvas(NIGHT)
    canvas.box((110, 70), (980, 560), "#d9e6ee")
    floor = [(110, 630), (1090, 630), (960, 500), (240, 500)]
    canvas.polygon([(110, 500), (1090, 500), (1090, 630), (110, 630)], mix(EARTH_SOFT, EARTH, 0.3))
    canvas.polygon(floor, EARTH_SOFT)
    for step in range(1, 8):
        share = step / 8
        canvas.line([(240 + 720 * share, 500), (110 + 980 * share, 630)], EARTH, 3)
    _house(canvas, (330, 516), 170, 230, CLAY, CLAY_DEEP)
    _house(canvas, (700, 516), 200, 196, SAGE, SAGE_DEEP)
    canvas.ellipse((600, 214), 40, fill=OCHRE_SOFT, outline=OCHRE, width=4)
    canvas.line([(600, 516), (600, 366)], INK, 9)
    canvas.box((578, 316), (44, 54), OCHRE_SOFT, INK, 5)
    canvas.polygon([(568, 318), (632, 318), (600, 290)], INK)
    for side in (-1, 1):
        _curtain(canvas, side)
    _valance(canvas)
    canvas.box((60, 628), (1080, 46), EARTH_DEEP)
    canvas.box((60, 628), (1080, 10), EARTH)
    words = (
        ((600, 602), "downstage"),
        ((600, 522), "upstage"),
        ((880, 566), "stage left"),
        ((322, 566), "stage right"),
    )
    for spot, text in words:
        half = canvas.measure(text, 30) / 2 + 14
        canvas.box(
            (spot[0] - half, spot[1] - 22), (half * 2, 44), WHITE, LARKSPUR_DEEP, 3, radius=12
        )
        canvas.text(spot, text, 30)
    for x in range(150, 1100, 100):
        canvas.ellipse((x, 800), 42, 60, fill=mix(NIGHT, WHITE, 0.2))
    canvas.text((600, 708), "Left and right are the actor's, facing the seats.", 31, PAPER)
    return canvas.finish()


def _house(canvas: Canvas, foot: Point, width: float, tall: float, fill: str, deep: str) -> None:
    x, y = foot
    canvas.box((x, y - tall), (width, tall), mix(fill, WHITE, 0.35), deep, 5)
    canvas.polygon(
        [(x - 16, y - tall), (x + width + 16, y - tall), (x + width / 2, y - tall - 84)],
        fill,
        deep,
        5,
    )
    canvas.box((x + width / 2 - 24, y - 92), (48, 92), deep)
    for shift in (0.14, 0.66):
        canvas.box((x + width * shift, y - tall + 30), (width * 0.2, 46), OCHRE_PALE, deep, 4)


def _curtain(canvas: Canvas, side: int) -> None:
    def across(x: float) -> float:
        return x if side < 0 else 1200 - x

    folds = 5
    for step in range(folds):
        left = 60 + step * 34
        tied = 60 + step * 17
        strip = [
            *spline(
                [
                    (across(left), 90),
                    (across(left + 4), 250),
                    (across(tied), 420),
                    (across(tied), 640),
                ]
            ),
            *spline(
                [
                    (across(tied + 17), 640),
                    (across(tied + 17), 420),
                    (across(left + 40), 250),
                    (across(left + 34), 90),
                ]
            ),
        ]
        canvas.polygon(strip, LARKSPUR if step % 2 else LARKSPUR_DEEP)
    canvas.box(
        (across(60) if side < 0 else across(152), 408), (92, 24), OCHRE, OCHRE_DEEP, 3, radius=8
    )


def _valance(canvas: Canvas) -> None:
    width = 1080 / 9
    for step in range(9):
        center = (60 + width * (step + 0.5), 96.0)
        canvas.ellipse(center, width / 2, 58, fill=LARKSPUR if step % 2 else LARKSPUR_DEEP)
    canvas.box((60, 30), (1080, 66), LARKSPUR_DEEP)
    canvas.box((60, 84), (1080, 12), OCHRE)
