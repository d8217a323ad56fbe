"""Converts phones' HEIC pictures into a format that browsers show."""

import io
from pathlib import PurePath
from typing import IO, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps
from pillow_heif import HeifImagePlugin  # noqa: F401  # teaches Pillow to read HEIC

from .formats.pixels import MAX_PIXELS, UNREADABLE
from .stripping import HEIC_BRANDS, broken_picture

QUALITY = 88


def is_heic(file: IO[bytes]) -> bool:
    """True for a HEIC picture, whatever its name. Keeps the file's position."""
    before = file.tell()
    file.seek(0)
    start = file.read(128)
    file.seek(before)
    size = int.from_bytes(start[:4], "big")
    brands = start[8 : min(size, 128)]
    return start[4:8] == b"ftyp" and (brands[:4] in HEIC_BRANDS or b"heic" in brands)


def as_browsers_show(file: Any) -> Any:
    """Returns a HEIC picture as upright JPEG, any other file unchanged. Raises
    `ValidationError`."""
    if not is_heic(file):
        return file
    file.seek(0)
    try:
        with Image.open(file) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise broken_picture(file.name)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
            written = io.BytesIO()
            profile = opened.info.get("icc_profile")
            upright.save(written, "JPEG", quality=QUALITY, icc_profile=profile)
    except UNREADABLE as error:
        raise broken_picture(file.name) from error
    name = PurePath(file.name or "picture").with_suffix(".jpg").name
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")
