"""Helpers for pictures with metadata: strip them, and compare the result."""

import io
from collections.abc import Callable

from PIL import Image

from district_cms.media.pictures.stripping import strip_metadata
from tests.factories import media

MAKERS: dict[str, Callable[..., bytes]] = {
    "jpg": media.jpeg,
    "png": media.png,
    "webp": media.webp,
    "avif": media.avif,
}


def strip(data: bytes, name: str = "") -> bytes:
    return strip_metadata(io.BytesIO(data), name=name or None).read()


def close_to(found: tuple[int, ...], wanted: media.Color) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=False))


def is_upright(data: bytes, size: tuple[int, int] = (64, 48)) -> bool:
    with Image.open(io.BytesIO(data)) as image:
        plain = image.convert("RGB")
        width, height = plain.size
        return (
            plain.size == size
            and image.getexif().get(0x0112, 1) == 1
            and close_to(plain.getpixel((4, 4)), media.RED)
            and close_to(plain.getpixel((width - 5, 4)), media.BLUE)
            and close_to(plain.getpixel((4, height - 5)), media.BLUE)
        )
