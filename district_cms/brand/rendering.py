"""Renders the files of a logo that mails and pages show from the uploaded file.

Every mail program shows PNG, but not WebP or SVG. Screens with small pixels need twice as many, so
there are two files: the size in CSS pixels, and exactly twice that.
"""

import io
from dataclasses import dataclass
from typing import IO, Final

from PIL import Image, ImageCms

MOST_HEIGHT: Final = 120  # CSS pixels
MOST_WIDTH: Final = 480
MOST_BYTES: Final = 50_000
"""A larger file is reduced to 256 colors: a mail shows several logos, on a telephone."""
_ALMOST: Final = 2
"""A picture is first reduced to this multiple of the target size, before its colors are
converted."""


@dataclass(frozen=True, slots=True)
class RenderedLogo:
    """Two PNG files, and the size in CSS pixels at which they are shown."""

    width: int
    height: int
    once: bytes
    twice: bytes


def display_size(width: int, height: int) -> tuple[int, int]:
    """Returns width and height in CSS pixels for an upload of this size: half of it, so that the
    file of twice the size needs no upscaling, and within the limits."""
    scale = min(MOST_HEIGHT / height, MOST_WIDTH / width, 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def draw_logo(file: IO[bytes]) -> RenderedLogo:
    """Returns the two files of an upright picture that `strip_metadata` has checked. The same
    picture gives the same bytes.

    Decoding needs 4 bytes of memory for each pixel: callers must limit the pixels first.
    """
    with Image.open(file) as opened:
        width, height = display_size(*opened.size)
        twice = (2 * width, 2 * height)
        picture = _in_srgb(_almost(opened, twice))
    return RenderedLogo(
        width=width,
        height=height,
        once=_png(picture, (width, height)),
        twice=_png(picture, twice),
    )


def _almost(opened: Image.Image, wanted: tuple[int, int]) -> Image.Image:
    """Returns the picture in RGB or RGBA. A larger picture is reduced to `_ALMOST` times the target
    size or a little more; a JPEG is not even decoded any larger."""
    profile = opened.info.get("icc_profile")
    enough = (_ALMOST * wanted[0], _ALMOST * wanted[1])
    if opened.mode == "RGB":
        opened.draft(None, enough)
    mode = "RGBA" if opened.has_transparency_data else "RGB"
    opened.load()
    picture = opened if opened.mode == mode else opened.convert(mode)
    factor = min(picture.width // enough[0], picture.height // enough[1])
    picture = picture.reduce(factor) if factor > 1 else picture.copy()
    picture.info = {"icc_profile": profile} if profile else {}
    return picture


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Converts the colors to sRGB, because mail programs ignore color profiles."""
    if profile := picture.info.get("icc_profile"):
        try:
            source = ImageCms.getOpenProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(
                picture, source, target, outputMode=picture.mode, inPlace=False
            )
        except ImageCms.PyCMSError:  # a profile of another color space: the pixels stay unchanged
            return picture
        picture = changed or picture
    return picture


def _png(picture: Image.Image, size: tuple[int, int]) -> bytes:
    small = picture.resize(size, Image.Resampling.LANCZOS)
    data = _encoded(small)
    if len(data) > MOST_BYTES:
        data = _encoded(small.quantize(256, method=Image.Quantize.FASTOCTREE))
    return data


def _encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.info.clear()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
