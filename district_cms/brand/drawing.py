"""The files of a logo that mails and pages show, made from what was uploaded.

Mail programs show PNG everywhere, and neither WebP nor SVG. A screen with small pixels wants twice
as many of them, so that there are two files: the size in CSS pixels, and exactly twice that.
"""

import io
from dataclasses import dataclass
from typing import IO, Final

from PIL import Image, ImageCms, ImageOps

MOST_HEIGHT: Final = 120  # CSS pixels
MOST_WIDTH: Final = 480
MOST_BYTES: Final = 50_000
"""Above this a file is kept to 256 colors: a mail shows several, on a telephone."""


@dataclass(frozen=True, slots=True)
class DrawnLogo:
    """Two PNG files, and the size in CSS pixels at which they are shown."""

    width: int
    height: int
    once: bytes
    twice: bytes


def shown_size(width: int, height: int) -> tuple[int, int]:
    """Width and height in CSS pixels for an upload of so many pixels: half of them, so that the
    file of twice the size needs no invented ones, and within the bounds."""
    scale = min(MOST_HEIGHT / height, MOST_WIDTH / width, 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def draw_logo(file: IO[bytes]) -> DrawnLogo:
    """The two files of a picture that has been looked into already (`strip_metadata`). The same
    picture gives the same bytes."""
    with Image.open(file) as opened:
        picture = _in_srgb(opened)
    width, height = shown_size(*picture.size)
    return DrawnLogo(
        width=width,
        height=height,
        once=_png(picture, (width, height)),
        twice=_png(picture, (2 * width, 2 * height)),
    )


def _in_srgb(opened: Image.Image) -> Image.Image:
    """Mail programs ignore color profiles, so the colors are put into the usual one."""
    picture = ImageOps.exif_transpose(opened)
    profile = picture.info.get("icc_profile")
    has_alpha = picture.has_transparency_data
    picture = picture.convert("RGBA" if has_alpha else "RGB")
    if profile:
        try:
            source = ImageCms.getOpenProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(
                picture, source, target, outputMode=picture.mode, inPlace=False
            )
        except ImageCms.PyCMSError:  # a profile of another color space: the pixels as they are
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
