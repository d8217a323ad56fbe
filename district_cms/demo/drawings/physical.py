"""Machines, current and matter: the physical sciences."""

from PIL import Image

from .canvas import Canvas, Point, oval, polar
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
    LINE,
    OCHRE,
    OCHRE_PALE,
    OCHRE_SOFT,
    SAGE_DEEP,
    SAGE_SOFT,
    SLATE,
    STONE,
    WHITE,
)


def draw_simple_machines() -> Image.Image:
    """Six simple machines, each with an arrow for the push or the pull."""
    canvas = Canvas()
    names = ("lever", "wheel and axle", "pulley", "inclined plane", "wedge", "screw")
    spots: list[Point] = []
    for index, name in enumerate(names):
        corner = (36.0 + (index % 3) * 382, 34.0 + (index // 3) * 372)
        canvas.box(corner, (364, 354), WHITE, LINE, 3, radius=18)
        canvas.text((corner[0] + 182, corner[1] + 318), name, 38, bold=True)
        spots.append((corner[0] + 182, corner[1] + 150))
    for draw, spot in zip((_lever, _wheel, _pulley, _plane, _wedge, _screw), spots, strict=True):
        draw(canvas, spot)
    return canvas.finish()


def _load(canvas: Canvas, corner: Point, size: float = 64) -> None:
    canvas.box(corner, (size, size), CLAY_SOFT, CLAY_DEEP, 4)
    canvas.line([corner, (corner[0] + size, corner[1] + size)], CLAY_DEEP, 3)
    canvas.line([(corner[0] + size, corner[1]), (corner[0], corner[1] + size)], CLAY_DEEP, 3)


def _lever(canvas: Canvas, c: Point) -> None:
    x, y = c
    canvas.polygon([(x - 50, y + 38), (x - 96, y + 112), (x - 4, y + 112)], SAGE_SOFT, SAGE_DEEP, 4)
    canvas.line([(x - 150, y + 68), (x + 150, y - 22)], EARTH_DEEP, 16)
    canvas.line([(x - 150, y + 68), (x + 150, y - 22)], EARTH_SOFT, 9)
    _load(canvas, (x - 150, y - 20))
    canvas.arrow([(x + 138, y - 118), (x + 138, y - 34)], LARKSPUR, 8, head=30)


def _wheel(canvas: Canvas, c: Point) -> None:
    x, y = c
    hub = (x, y - 10)
    canvas.ellipse(hub, 106, fill=EARTH_SOFT, outline=EARTH_DEEP, width=12)
    for step in range(8):
        canvas.line([hub, polar(hub, 98, 45 * step)], EARTH_DEEP, 7)
    canvas.ellipse(hub, 32, fill=SAGE_SOFT, outline=SAGE_DEEP, width=5)
    canvas.line([(x - 31, y - 10), (x - 31, y + 68)], INK, 4)
    _load(canvas, (x - 58, y + 66), 54)
    canvas.arrow(oval(hub, 132, 132, 200, 262), LARKSPUR, 8, head=30)


def _pulley(canvas: Canvas, c: Point) -> None:
    x, y = c
    canvas.box((x - 120, y - 134), (240, 16), EARTH, EARTH_DEEP, 3)
    canvas.line([(x, y - 118), (x, y - 62)], SLATE, 10)
    wheel = (x, y - 52)
    canvas.ellipse(wheel, 48, fill=SAGE_SOFT, outline=SAGE_DEEP, width=6)
    canvas.line(oval(wheel, 50, 50, 180, 360), INK, 5)
    canvas.line([(x - 50, y - 52), (x - 50, y + 52)], INK, 5)
    canvas.ellipse(wheel, 10, fill=INK)
    _load(canvas, (x - 84, y + 52), 68)
    canvas.arrow([(x + 50, y - 52), (x + 50, y + 104)], LARKSPUR, 8, head=30)


def _plane(canvas: Canvas, c: Point) -> None:
    x, y = c
    ramp = [(x - 150, y + 110), (x + 150, y + 110), (x + 150, y - 40)]
    canvas.polygon(ramp, SAGE_SOFT, SAGE_DEEP, 5)
    side, angle = 68.0, -26.565
    foot = polar((x - 150, y + 110), 118, angle)
    far = polar(foot, side, angle)
    box = [foot, far, polar(far, side, angle - 90), polar(foot, side, angle - 90)]
    canvas.polygon(box, CLAY_SOFT, CLAY_DEEP, 4)
    canvas.line([box[0], box[2]], CLAY_DEEP, 3)
    canvas.line([box[1], box[3]], CLAY_DEEP, 3)
    start = polar(polar(foot, -104, angle), side * 0.6, angle - 90)
    canvas.arrow([start, polar(start, 92, angle)], LARKSPUR, 8, head=30)


def _wedge(canvas: Canvas, c: Point) -> None:
    x, y = c
    canvas.box((x - 148, y + 8), (140, 104), EARTH_SOFT, EARTH_DEEP, 5)
    canvas.box((x + 8, y + 8), (140, 104), EARTH_SOFT, EARTH_DEEP, 5)
    for shift in (-112, -76, 50, 86):
        canvas.line([(x + shift, y + 32), (x + shift + 22, y + 90)], EARTH, 4)
    canvas.polygon([(x - 46, y - 56), (x + 46, y - 56), (x, y + 96)], STONE, INK, 5)
    canvas.arrow([(x, y - 140), (x, y - 66)], LARKSPUR, 8, head=30)
    for side in (-1, 1):
        canvas.arrow([(x + side * 66, y - 16), (x + side * 134, y - 16)], CLAY, 7, head=26)


def _screw(canvas: Canvas, c: Point) -> None:
    x, y = c
    canvas.box((x - 58, y - 92), (116, 34), STONE, INK, 5, radius=10)
    canvas.box((x - 24, y - 58), (48, 140), STONE, INK, 5)
    canvas.polygon([(x - 24, y + 80), (x + 24, y + 80), (x, y + 122)], STONE, INK, 5)
    for step in range(6):
        top = y - 48 + step * 24
        canvas.line([(x - 42, top + 18), (x + 42, top)], INK, 8)
    canvas.arrow(oval((x, y - 96), 92, 34, 160, 380), LARKSPUR, 8, head=30)


def draw_circuit() -> Image.Image:
    """The same battery and lamps in series and in parallel."""
    canvas = Canvas()
    for left, name in ((50.0, "series"), (625.0, "parallel")):
        canvas.box((left, 50), (525, 700), WHITE, LINE, 3, radius=18)
        canvas.text((left + 262, 108), f"{name} circuit", 46, bold=True)
    canvas.text((312, 164), "one path, dimmer lamps", 32, SLATE)
    canvas.polygon([(130, 270), (495, 270), (495, 610), (130, 610)], None, INK, 6)
    _battery(canvas, (312, 610))
    _switch(canvas, (130, 440))
    _lamp(canvas, (230, 270), glow=34)
    _lamp(canvas, (395, 270), glow=34)

    canvas.text((888, 164), "two paths, bright lamps", 32, SLATE)
    canvas.polygon([(705, 270), (1070, 270), (1070, 610), (705, 610)], None, INK, 6)
    canvas.line([(705, 425), (1070, 425)], INK, 6)
    for spot in ((705, 425), (1070, 425)):
        canvas.ellipse(spot, 10, fill=INK)
    _battery(canvas, (888, 610))
    _switch(canvas, (705, 522))
    _lamp(canvas, (888, 270), glow=46)
    _lamp(canvas, (888, 425), glow=46)
    for x, level in ((495, 450), (1070, 522)):
        canvas.arrow([(x, level + 44), (x, level - 46)], CLAY, 8, head=30)
        canvas.text((x - 24, level), "current", 32, CLAY_DEEP, anchor="rm")
    return canvas.finish()


def _lamp(canvas: Canvas, center: Point, glow: float) -> None:
    """The lamp sign with as many rays as it is bright."""
    for step in range(12):
        angle = 30 * step + 15
        canvas.line([polar(center, 48, angle), polar(center, 22 + glow, angle)], OCHRE, 6)
    canvas.ellipse(center, 40, fill=OCHRE_SOFT if glow > 40 else OCHRE_PALE, outline=INK, width=6)
    for angle in (45, 135):
        canvas.line([polar(center, 36, angle), polar(center, 36, angle + 180)], INK, 5)


def _battery(canvas: Canvas, center: Point) -> None:
    x, y = center
    canvas.box((x - 40, y - 10), (80, 20), WHITE)
    for shift, half, width in ((-36, 22, 12), (-12, 46, 6), (12, 22, 12), (36, 46, 6)):
        canvas.line([(x + shift, y - half), (x + shift, y + half)], INK, width)
    canvas.box((x - 14, y - 5), (28, 10), WHITE)
    canvas.line([(x - 6, y), (x + 6, y)], INK, 6)
    canvas.text((x, y + 82), "battery", 34)
    canvas.text((x + 70, y - 34), "+", 40, CLAY_DEEP)


def _switch(canvas: Canvas, center: Point) -> None:
    x, y = center
    canvas.box((x - 10, y - 44), (20, 88), WHITE)
    canvas.line([(x, y + 44), (x, y - 44)], INK, 6)
    for end in (-44, 44):
        canvas.ellipse((x, y + end), 11, fill=WHITE, outline=INK, width=5)
    canvas.text((x + 30, y), "switch", 34, anchor="lm")


def draw_periodic_tile() -> Image.Image:
    """The periodic table's tile for carbon, explained, beside its place in the table."""
    canvas = Canvas()
    canvas.box((92, 90), (430, 520), LARKSPUR_PALE, LARKSPUR, 10, radius=26)
    canvas.text((134, 152), "6", 76, anchor="lm", bold=True)
    canvas.text((307, 326), "C", 250, LARKSPUR_DEEP, bold=True)
    canvas.text((307, 484), "Carbon", 68, bold=True)
    canvas.text((307, 556), "12.011", 58)
    notes = (
        ((190, 152), 130, "atomic number", "6 protons in every atom"),
        ((430, 326), 264, "symbol", "one or two letters"),
        ((440, 484), 398, "name", "what we say"),
        ((420, 556), 532, "atomic mass", "the average of its isotopes"),
    )
    for target, y, name, words in notes:
        canvas.line([(600, y), target], INK, 3)
        canvas.ellipse(target, 7, fill=INK)
        canvas.text((616, y), name, 42, anchor="lm", bold=True)
        canvas.text((616, y + 48), words, 32, SLATE, anchor="lm")
    cell = 22.0
    left, top = 690.0, 620.0
    for row in range(7):
        for column in range(18):
            if _in_table(row, column):
                found = (row, column) == (1, 13)
                canvas.box(
                    (left + column * cell, top + row * cell),
                    (cell - 3, cell - 3),
                    LARKSPUR if found else STONE,
                )
    canvas.text((92, 680), "Carbon stands in period 2, group 14.", 34, anchor="lm")
    canvas.text((92, 730), "The table's tiles are in order of protons.", 31, SLATE, anchor="lm")
    return canvas.finish()


def _in_table(row: int, column: int) -> bool:
    """Whether the table's main block has a tile there; rows are periods, columns groups."""
    if row == 0:
        return column in {0, 17}
    if row in {1, 2}:
        return column < 2 or column > 11
    return True
