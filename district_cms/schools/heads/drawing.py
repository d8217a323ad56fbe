"""The picture that messengers show beside a link, and the site's icon. Pure: bytes in, PNG out.

What a picture says stands also in words beside it: its description, and the link's title.
"""

import io
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from district_cms.brand.colors import mail_color

WIDTH: Final = 1200
HEIGHT: Final = 630
_EDGE: Final = 64
_MARK: Final = (420, 140)
_AROUND_MARK: Final = 22
_SIZES: Final = (92, 80, 68, 58, 50)
_MOST_HEIGHT: Final = 240
"""Of the name, so that it stays below the mark."""
_SMALL: Final = 38
_BOLD: Final = 750
_PLAIN: Final = 500


def draw_shared(
    *, name: str, below: str, hue: int, chroma: float, mark: bytes | None, font: bytes
) -> bytes:
    """A name in large letters on the district's color, the district's below it, and above them the
    mark on white paper."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), mail_color(hue, chroma))
    pen = ImageDraw.Draw(picture)
    if mark is not None:
        _put_mark(picture, pen, mark)
    letters, lines = _fitting(name, font)
    step = _step(letters)
    small = _letters(font, _SMALL, _PLAIN)
    top = HEIGHT - _EDGE - (2 * _SMALL if below else 0) - step * len(lines)
    for number, line in enumerate(lines):
        pen.text((_EDGE, top + number * step), line, font=letters, fill="white")
    if below:
        pen.text((_EDGE, HEIGHT - _EDGE - _SMALL), below, font=small, fill="white")
    return _png(picture)


def draw_icon(
    *, size: int, name: str, hue: int, chroma: float, mark: bytes | None, font: bytes
) -> bytes:
    """A square of so many pixels: the mark on white, or the name's first letter on the color.

    A fifth of each side is left free, because telephones cut icons to their own shapes.
    """
    inner = round(size * 0.72)
    if mark is not None:
        picture = Image.new("RGB", (size, size), "white")
        shown = _opened(mark)
        shown.thumbnail((inner, inner), Image.Resampling.LANCZOS)
        picture.paste(shown, ((size - shown.width) // 2, (size - shown.height) // 2), shown)
        return _png(picture)
    picture = Image.new("RGB", (size, size), mail_color(hue, chroma))
    letters = _letters(font, round(size * 0.6), _BOLD)
    middle = (size / 2, size / 2)
    ImageDraw.Draw(picture).text(middle, name[:1].upper(), font=letters, fill="white", anchor="mm")
    return _png(picture)


def _put_mark(picture: Image.Image, pen: ImageDraw.ImageDraw, mark: bytes) -> None:
    shown = _opened(mark)
    shown.thumbnail(_MARK, Image.Resampling.LANCZOS)
    right = _EDGE + shown.width + 2 * _AROUND_MARK
    below = _EDGE + shown.height + 2 * _AROUND_MARK
    pen.rounded_rectangle((_EDGE, _EDGE, right, below), radius=24, fill="white")
    picture.paste(shown, (_EDGE + _AROUND_MARK, _EDGE + _AROUND_MARK), shown)


def _fitting(text: str, font: bytes) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest letters in which the text stands on a few lines; cut where none are small
    enough."""
    for size in _SIZES:
        letters = _letters(font, size, _BOLD)
        lines = _lines(text, letters)
        if len(lines) * _step(letters) <= _MOST_HEIGHT and all(
            _fits(line, letters) for line in lines
        ):
            break
    kept = lines[: _MOST_HEIGHT // _step(letters)]
    return letters, [_cut(line, letters) for line in kept]


def _step(letters: ImageFont.FreeTypeFont) -> int:
    """From one line to the next."""
    return round(letters.size * 1.15)


def _lines(text: str, letters: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _fits(longer, letters):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fits(line: str, letters: ImageFont.FreeTypeFont) -> bool:
    return letters.getlength(line) <= WIDTH - 2 * _EDGE


def _cut(line: str, letters: ImageFont.FreeTypeFont) -> str:
    while line and not _fits(line, letters):
        line = line[:-1]
    return line


def _letters(font: bytes, size: int, weight: int) -> ImageFont.FreeTypeFont:
    letters = ImageFont.truetype(io.BytesIO(font), size)
    letters.set_variation_by_axes([weight])
    return letters


def _opened(mark: bytes) -> Image.Image:
    with Image.open(io.BytesIO(mark)) as opened:
        return opened.convert("RGBA")


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.quantize(64, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()
