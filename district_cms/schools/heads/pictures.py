"""The preview picture of links and the site's icons, rendered from the district's branding."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.core.cache import cache as cache_backend
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont
from wagtail.models import Page

from district_cms.brand.colors import mail_color
from district_cms.brand.models import LogoVersion
from district_cms.brand.selectors import LogoFile
from district_cms.brand.website import website

from ..frame import frame_pages

WIDTH: Final = 1200
HEIGHT: Final = 630
_EDGE: Final = 64
_MARK: Final = (420, 140)
_AROUND_MARK: Final = 22
_SIZES: Final = (92, 80, 68, 58, 50)
_MOST_HEIGHT: Final = 240
"""Maximum height of the name in pixels, so that it stays below the mark."""
_SMALL: Final = 38
_BOLD: Final = 750
_PLAIN: Final = 500


def draw_shared(
    *, name: str, below: str, hue: int, chroma: float, mark: bytes | None, font: bytes
) -> bytes:
    """Renders a preview as PNG: the name in large letters on the district's color, `below` under
    it, and the mark on a white card above."""
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
    """Renders a square icon of `size` pixels as PNG: the mark on white, or the name's first letter
    on the district's color.

    Leaves a margin of 14% on each side, because telephones crop icons to their own shapes.
    """
    inner = round(size * 0.72)
    if mark is not None:
        picture = Image.new("RGB", (size, size), "white")
        image = _opened(mark)
        image.thumbnail((inner, inner), Image.Resampling.LANCZOS)
        picture.paste(image, ((size - image.width) // 2, (size - image.height) // 2), image)
        return _png(picture)
    picture = Image.new("RGB", (size, size), mail_color(hue, chroma))
    letters = _letters(font, round(size * 0.6), _BOLD)
    middle = (size / 2, size / 2)
    ImageDraw.Draw(picture).text(middle, name[:1].upper(), font=letters, fill="white", anchor="mm")
    return _png(picture)


def _put_mark(picture: Image.Image, pen: ImageDraw.ImageDraw, mark: bytes) -> None:
    image = _opened(mark)
    image.thumbnail(_MARK, Image.Resampling.LANCZOS)
    right = _EDGE + image.width + 2 * _AROUND_MARK
    below = _EDGE + image.height + 2 * _AROUND_MARK
    pen.rounded_rectangle((_EDGE, _EDGE, right, below), radius=24, fill="white")
    picture.paste(image, (_EDGE + _AROUND_MARK, _EDGE + _AROUND_MARK), image)


def _fitting(text: str, font: bytes) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Returns the largest font in which the text fits, and its lines. Cuts the text if no size is
    small enough."""
    for size in _SIZES:
        letters = _letters(font, size, _BOLD)
        lines = _lines(text, letters)
        if len(lines) * _step(letters) <= _MOST_HEIGHT and all(
            _fits(line, letters) for line in lines
        ):
            break
    visible = lines[: _MOST_HEIGHT // _step(letters)]
    return letters, [_cut(line, letters) for line in visible]


def _step(letters: ImageFont.FreeTypeFont) -> int:
    """Returns the line height in pixels."""
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


_RENDER_VERSION: Final = "1"
"""Raise it when the rendering changes, to give every picture a new address."""
_CACHE_SECONDS: Final = 7 * 24 * 60 * 60
TOUCH_ICON: Final = 180
"""Pixels of the icon that iPhones put on the home screen."""
ICON_SIZES: Final = (32, TOUCH_ICON, 192, 512)
DISTRICT: Final = 0
"""The key in an address that means the district instead of a school's page."""


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """`says` is the text in the picture."""

    url: str
    says: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Look:
    """What the pictures of a school or of the district are made of."""

    key: int
    name: str
    below: str
    mark: LogoFile | None
    hue: int
    chroma: float

    @property
    def digest(self) -> str:
        mark = self.mark.sha256 if self.mark else ""
        parts = (_RENDER_VERSION, self.name, self.below, mark, str(self.hue), str(self.chroma))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    @property
    def shared_path(self) -> str:
        return reverse("shared_picture", args=[self.key, self.digest])

    def icon_path(self, size: int) -> str:
        return reverse("icon", args=[size, self.digest])

    def shared_png(self) -> bytes:
        """Returns the preview picture for links."""
        return self._rendered("shared", partial(draw_shared, below=self.below))

    def icon_png(self, size: int) -> bytes:
        """Returns the mark, or the first letter of the name, as a square."""
        return self._rendered(f"icon{size}", partial(draw_icon, size=size))

    def _rendered(self, kind: str, draw: Callable[..., bytes]) -> bytes:
        name = f"heads.{kind}.{self.key}.{self.digest}"
        png: bytes | None = cache_backend.get(name)
        if png is None:
            mark = _file_of(self.mark)
            png = draw(name=self.name, hue=self.hue, chroma=self.chroma, mark=mark, font=_font())
            cache_backend.set(name, png, _CACHE_SECONDS)
        return png


def look_of(key: int, request: HttpRequest | None) -> Look | None:
    """Returns the look of the school whose page has this key, or of the `DISTRICT`; None if there
    is no such school. No query."""
    return _district(request) if key == DISTRICT else _of_first(frame_pages(), request, "pk", key)


def picture_of(path: str, frame: list[Page], root: str, request: HttpRequest) -> SharedPicture:
    """Returns the picture of the school at the tree path `path`, or the district's. No query."""
    look = _of_first(frame, request, "path", path) or _district(request)
    says = f"{look.name}, {look.below}" if look.below else look.name
    return SharedPicture(url=root + look.shared_path, says=says)


def icon_path(size: int, request: HttpRequest) -> str:
    """Returns the path of the district's icon of `size` pixels."""
    return _district(request).icon_path(size)


def _of_first(
    frame: list[Page], request: HttpRequest | None, field: str, value: Any
) -> Look | None:
    site = website(request)
    for page in frame:
        if page.school_kind is not None and getattr(page, field) == value:
            mark = site.marks.get(page.school_organization or 0, site.mark)
            return Look(page.pk, page.title, site.name, mark, site.hue, float(site.chroma))
    return None


def _district(request: HttpRequest | None) -> Look:
    site = website(request)
    return Look(DISTRICT, site.name, "", site.mark, site.hue, float(site.chroma))


def _file_of(mark: LogoFile | None) -> bytes | None:
    """Returns None also if the database was restored without its files."""
    if mark is None:
        return None
    name = LogoVersion.objects.values_list("file_2x", flat=True).get(pk=mark.version_id)
    try:
        with default_storage.open(name) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


@cache
def _font() -> bytes:
    return Path(str(finders.find("fonts/public-sans-latin.woff2"))).read_bytes()
