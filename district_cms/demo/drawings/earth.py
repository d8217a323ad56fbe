"""The earth and the sky: water, fire below, the moon, the lines on a globe."""

import math

from PIL import Image

from .canvas import Canvas, Point, oval, polar, spline
from .motifs import cloud, drop, sun
from .palette import (
    CLAY,
    CLAY_DEEP,
    EARTH,
    EARTH_DEEP,
    EARTH_SOFT,
    INK,
    LARKSPUR_DEEP,
    LARKSPUR_SOFT,
    NIGHT,
    NIGHT_SOFT,
    OCHRE,
    OCHRE_DEEP,
    OCHRE_PALE,
    OCHRE_SOFT,
    SAGE,
    SAGE_SOFT,
    STONE,
    WATER,
    WATER_DEEP,
    WATER_PALE,
    WATER_SOFT,
    WHITE,
    mix,
)


def draw_water_cycle() -> Image.Image:
    """Water rises from a lake, gathers as cloud, falls on hills and runs back."""
    canvas = Canvas(WATER_PALE)
    sun(canvas, (130, 128), 62)
    far = spline(
        [(280, 640), (500, 520), (700, 410), (840, 350), (930, 300), (1040, 352), (1220, 330)]
    )
    canvas.polygon([*far, (1220, 800), (380, 800)], mix(SAGE_SOFT, WATER_SOFT, 0.5))
    canvas.polygon([(866, 338), (930, 298), (990, 330), (962, 348), (932, 326), (898, 352)], WHITE)
    near = spline([(300, 640), (520, 600), (740, 500), (960, 400), (1220, 380)])
    canvas.polygon([*near, (1220, 800), (300, 800)], SAGE)
    under = spline([(300, 690), (560, 670), (860, 600), (1220, 560)])
    canvas.polygon([*under, (1220, 800), (300, 800)], EARTH_SOFT)
    seep = spline([(300, 744), (620, 716), (900, 668), (1220, 650)])
    canvas.polygon([*seep, (1220, 800), (300, 800)], mix(EARTH_SOFT, WATER, 0.45))
    lake = spline(
        [(-20, 620), (200, 616), (430, 628), (520, 664), (470, 730), (330, 790), (240, 830)]
    )
    canvas.polygon([*lake, (-20, 830)], WATER)
    for x, y in ((50, 650), (230, 652), (360, 690), (60, 752), (210, 762)):
        canvas.line(spline([(x, y), (x + 22, y - 8), (x + 44, y), (x + 66, y - 8)]), WHITE, 4)
    river = spline(
        [(958, 408), (880, 470), (900, 510), (760, 560), (720, 610), (540, 648), (470, 668)]
    )
    canvas.line(river, WATER_DEEP, 15)
    canvas.line(river, WATER, 10)
    cloud(canvas, (550, 140), 62)
    cloud(canvas, (870, 120), 72, fill=LARKSPUR_SOFT)
    for index in range(10):
        x = 788 + index * 17
        drop(canvas, (x, 192 + (index * 37) % 52), 25, WATER, WATER_DEEP)
    for x in (120, 200, 280):
        canvas.arrow(
            spline([(x, 600), (x + 20, 520), (x - 4, 440), (x + 24, 352)]), WATER_DEEP, 6, head=26
        )
    canvas.arrow(spline([(350, 300), (380, 220), (446, 168)]), WATER_DEEP, 6, head=26)
    canvas.arrow([(672, 132), (744, 128)], WATER_DEEP, 6, head=26)
    canvas.arrow(spline([(1060, 716), (840, 742), (600, 762)]), WATER_DEEP, 6, head=26)
    canvas.text((200, 312), "evaporation", 38, bold=True)
    canvas.text((560, 256), "condensation", 38, bold=True)
    canvas.text((1180, 228), "precipitation", 38, anchor="rm", bold=True)
    canvas.text((600, 552), "runoff", 38, bold=True)
    canvas.text((1060, 756), "groundwater", 36, bold=True)
    canvas.text((200, 700), "collection", 38, INK, bold=True)
    return canvas.finish()


def draw_volcano_section() -> Image.Image:
    """A volcano cut open from the magma chamber to the ash cloud."""
    canvas = Canvas(WATER_PALE)
    for x, y, size in (
        (470, 130, 52),
        (560, 86, 66),
        (660, 120, 58),
        (600, 176, 46),
        (740, 82, 44),
    ):
        cloud(canvas, (x, y), size, fill=STONE, outline=STONE)
    canvas.box((0, 560), (1200, 240), EARTH)
    canvas.box((0, 640), (1200, 160), mix(EARTH, EARTH_DEEP, 0.5))
    layers = (
        (480.0, EARTH_DEEP),
        (428.0, mix(EARTH, STONE, 0.3)),
        (376.0, EARTH_DEEP),
        (318.0, mix(EARTH, STONE, 0.3)),
        (252.0, EARTH_DEEP),
        (180.0, mix(EARTH, STONE, 0.3)),
    )
    for half, color in layers:
        rise = 566 - half * 0.66
        left = spline(
            [(600 - half, 566), (600 - half * 0.55, 566 - (566 - rise) * 0.42), (556, rise)]
        )
        right = [(1200 - x, y) for x, y in reversed(left)]
        canvas.polygon([*left, *right], color)
    canvas.polygon(
        spline(
            [(430, 700), (520, 650), (690, 654), (776, 702), (720, 752), (500, 756)], closed=True
        ),
        CLAY,
        CLAY_DEEP,
        6,
    )
    vent = [(572, 670), (578, 420), (566, 246), (634, 246), (622, 420), (630, 670)]
    canvas.polygon(vent, CLAY)
    canvas.line(spline([(588, 500), (500, 446), (436, 400)]), CLAY, 20)
    crater = spline(
        [(548, 238), (572, 262), (628, 262), (652, 238), (630, 230), (570, 230)], closed=True
    )
    canvas.polygon(crater, OCHRE)
    flow = spline([(636, 246), (690, 330), (760, 420), (850, 500), (930, 556)])
    canvas.line(flow, CLAY_DEEP, 26)
    canvas.line(flow, OCHRE, 15)
    for lean, reach in ((-34, 64), (-14, 92), (8, 100), (30, 70)):
        canvas.line([(600 + lean * 0.5, 232), (600 + lean, 232 - reach)], OCHRE, 8)
    named_left = (
        ("ash cloud", (470, 130), 130, INK),
        ("crater", (566, 244), 226, INK),
        ("side vent", (442, 404), 322, INK),
        ("layers of lava\nand ash", (338, 516), 424, INK),
        ("magma chamber", (476, 706), 706, WHITE),
    )
    for words, target, y, color in named_left:
        canvas.label((290, y), target, words, 32, anchor="rm", color=color)
    named_right = (("main vent", (616, 350), 190), ("lava flow", (762, 422), 310))
    for words, target, y in named_right:
        canvas.label((920, y), target, words, 32)
    canvas.text((1000, 604), "crust", 32, WHITE)
    return canvas.finish()


PHASES = (
    "new moon",
    "waxing\ncrescent",
    "first\nquarter",
    "waxing\ngibbous",
    "full\nmoon",
    "waning\ngibbous",
    "third\nquarter",
    "waning\ncrescent",
)


def _lit(center: Point, radius: float, step: int) -> list[Point]:
    """The lit part of the moon as seen from the northern half of the earth, phase 0 to 7."""
    waxing = step <= 4
    side = 1 if waxing else -1
    limb = oval(center, radius * side, radius, -90, 90)
    bulge = math.cos(math.radians(45 * step)) * side
    edge = oval(center, radius * bulge, radius, 90, -90)
    return [*limb, *edge]


def draw_moon_phases() -> Image.Image:
    """The moon's eight places around the earth, and how each looks to us."""
    canvas = Canvas(NIGHT)
    middle = (560.0, 404.0)
    for index in range(70):
        spot = (1200 * (index * 0.618034 % 1), 800 * (index * index * 0.414214 % 1))
        canvas.ellipse(spot, 1.6 + index % 2, fill=mix(NIGHT, WHITE, 0.45))
    canvas.ellipse(middle, 176, outline=mix(NIGHT_SOFT, WHITE, 0.3), width=3)
    for y in (270, 404, 538):
        canvas.arrow([(1150, y), (1060, y)], OCHRE_SOFT, 7, head=26)
    canvas.text((1104, 190), "sunlight", 34, OCHRE_SOFT)
    canvas.ellipse(middle, 60, fill=NIGHT_SOFT, outline=WATER_SOFT, width=4)
    canvas.polygon(oval(middle, 58, 58, -90, 90), WATER)
    canvas.text((middle[0], middle[1] + 88), "Earth", 28, WHITE)
    dark = mix(NIGHT_SOFT, STONE, 0.25)
    for step, words in enumerate(PHASES):
        angle = -45.0 * step
        near = polar(middle, 176, angle)
        canvas.ellipse(near, 26, fill=dark)
        canvas.polygon(oval(near, 26, 26, -90, 90), OCHRE_PALE)
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        far = (middle[0] + 372 * c, middle[1] + 290 * s)
        canvas.ellipse(far, 52, fill=dark, outline=mix(NIGHT, WHITE, 0.5), width=2.5)
        if step:
            canvas.polygon(_lit(far, 52, step), OCHRE_PALE)
        if abs(c) < 0.1:
            canvas.text((far[0] + 72, far[1]), words, 29, WHITE, anchor="lm")
        elif c < 0:
            canvas.text((far[0] - 70, far[1]), words, 29, WHITE, anchor="rm")
        else:
            beside = "lm" if step != 0 else "mm"
            spot = (far[0] + 70, far[1]) if step else (far[0], far[1] + 78)
            canvas.text(spot, words, 29, WHITE, anchor=beside)
    return canvas.finish()


def draw_globe() -> Image.Image:
    """A globe on its stand with lines of latitude and longitude."""
    canvas = Canvas()
    center, radius, tilt = (640.0, 360.0), 270.0, 0.36

    def place(latitude: float, longitude: float) -> Point:
        lat, lon = math.radians(latitude), math.radians(longitude)
        x, y, z = math.cos(lat) * math.sin(lon), math.sin(lat), math.cos(lat) * math.cos(lon)
        # Tip the north pole a little toward the reader.
        y, z = y * math.cos(tilt) - z * math.sin(tilt), y * math.sin(tilt) + z * math.cos(tilt)
        return center[0] + radius * x, center[1] - radius * y

    def seen(latitude: float, longitude: float) -> bool:
        lat, lon = math.radians(latitude), math.radians(longitude)
        return math.sin(lat) * math.sin(tilt) + math.cos(lat) * math.cos(lon) * math.cos(tilt) > 0

    def curve(color: str, width: float, spots: list[tuple[float, float]]) -> None:
        run = [place(*spot) for spot in spots if seen(*spot)]
        canvas.line(run, color, width)

    canvas.polygon(oval((640, 742), 190, 30), EARTH, EARTH_DEEP, 5)
    canvas.box((622, 640), (36, 100), EARTH, EARTH_DEEP, 5)
    canvas.line(oval(center, radius + 26, radius + 26, -82, 96), EARTH_DEEP, 16)
    canvas.ellipse(center, radius, fill=WATER_SOFT, outline=WATER_DEEP, width=5)
    for latitude in (-60, -30, 30, 60):
        curve(WATER_DEEP, 2.5, [(latitude, lon) for lon in range(-180, 181, 2)])
    for longitude in range(-150, 181, 30):
        curve(WATER_DEEP, 2.5, [(lat, longitude) for lat in range(-90, 91, 2)])
    for tropic in (-23.4, 23.4):
        curve(OCHRE_DEEP, 5, [(tropic, lon) for lon in range(-180, 181, 2)])
    curve(CLAY, 9, [(0.0, lon) for lon in range(-180, 181, 2)])
    curve(LARKSPUR_DEEP, 9, [(lat, 0.0) for lat in range(-90, 91, 2)])
    canvas.label((300, 92), place(90, 0), "North Pole", 34, anchor="rm")
    canvas.label(
        (300, 262), place(23.4, -50), "Tropic of\nCancer", 34, anchor="rm", color=OCHRE_DEEP
    )
    canvas.label((300, 402), place(0, -55), "equator", 34, anchor="rm", color=CLAY_DEEP)
    canvas.label(
        (300, 542), place(-23.4, -40), "Tropic of\nCapricorn", 34, anchor="rm", color=OCHRE_DEEP
    )
    canvas.label((958, 232), place(44, 0), "prime meridian", 34, color=LARKSPUR_DEEP)
    canvas.label((958, 400), place(12, 60), "a line of\nlongitude", 34, color=WATER_DEEP)
    canvas.label((958, 560), place(-30, 45), "a line of\nlatitude", 34, color=WATER_DEEP)
    return canvas.finish()
