"""Removes metadata from pictures: place, device, owner, thumbnails, films.

JPEG, PNG, WebP and GIF lose no quality: only the parts needed to render the picture are copied. A
picture that must be rotated is encoded again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from .formats.avif import filter_avif
from .formats.exif import UPRIGHT, orientation_in
from .formats.gif import filter_gif
from .formats.jpeg import filter_jpeg
from .formats.parts import BrokenPictureError, Filtered
from .formats.pixels import MAX_PIXELS, TooManyPixelsError, check_pixels, encode_upright
from .formats.png import filter_png
from .formats.webp import filter_webp

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    # Generic for type checkers only.
    BytesFile = ContentFile[bytes]
else:
    BytesFile = ContentFile


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """A kind of picture: its name in Pillow, its file extensions, and its filter function."""

    name: str
    extensions: tuple[str, ...]
    filter: Callable[[bytes], Filtered]


FORMATS = (
    PictureFormat("JPEG", (".jpg", ".jpeg", ".jpe", ".jfif"), filter_jpeg),
    PictureFormat("PNG", (".png", ".apng"), filter_png),
    PictureFormat("WEBP", (".webp",), filter_webp),
    PictureFormat("GIF", (".gif",), filter_gif),
    PictureFormat("AVIF", (".avif",), filter_avif),
)
# HEIC files begin with "ftyp" and one of these brands.
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis")


class StrippedPicture(BytesFile):
    """The result of `strip_metadata`; it needs no second pass."""


def strip_metadata(
    file: IO[bytes], *, name: str | None = None, max_pixels: int = MAX_PIXELS
) -> StrippedPicture:
    """Returns the picture in `file`, upright, with its color profile and all frames, and nothing
    else.

    Reads all of `file` and restores its position. Idempotent. Raises `ValidationError` with a code:
    `not_a_picture`, `unsupported_format`, `wrong_extension`, `broken_picture` or `too_many_pixels`.
    """
    name = name or getattr(file, "name", None) or ""
    kind, filtered = _filtered(_read_whole(file), name)
    orientation = orientation_in(filtered.exif or b"")
    try:
        check_pixels(filtered.data, kind.name, max_pixels)
        if orientation != UPRIGHT or filtered.turned or not filtered.is_clean:
            encoded = encode_upright(filtered, kind.name, orientation)
            # Encoders add metadata of their own.
            filtered = kind.filter(encoded)
    except TooManyPixelsError as error:
        raise ValidationError(
            _(
                "“%(name)s” has %(pixels)s million pixels, more than the %(limit)s million that "
                "this site can handle. Make the picture smaller and upload it again."
            ),
            code="too_many_pixels",
            params={
                "name": _short(name),
                "pixels": error.pixels // 1_000_000,
                "limit": max_pixels // 1_000_000,
            },
        ) from error
    except BrokenPictureError as error:
        raise broken_picture(name) from error
    return StrippedPicture(filtered.data, name=name)


def _read_whole(file: IO[bytes]) -> bytes:
    if isinstance(file, File) and file.closed:
        with file.open("rb") as opened:
            return bytes(opened.read())
    before = file.tell()
    file.seek(0)
    data: bytes = file.read()
    file.seek(before)
    return data


def _filtered(data: bytes, name: str) -> tuple[PictureFormat, Filtered]:
    kind = _recognize(data, name)
    _check_extension(kind, name)
    try:
        return kind, kind.filter(data)
    except BrokenPictureError as error:
        raise broken_picture(name) from error


def _recognize(data: bytes, name: str) -> PictureFormat:
    """Returns the format by the first bytes, whatever the file's name."""
    start = data[:16]
    jpeg, png, webp, gif, avif = FORMATS
    if start.startswith(b"\xff\xd8\xff"):
        return jpeg
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return png
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return webp
    if start.startswith((b"GIF87a", b"GIF89a")):
        return gif
    if start[4:8] == b"ftyp":
        size = int.from_bytes(start[:4], "big")
        brands = data[8 : min(size, 128)]
        if b"avif" in brands or b"avis" in brands:
            return avif
        if brands[:4] in HEIC_BRANDS or b"heic" in brands:
            raise ValidationError(
                _(
                    "“%(name)s” is a HEIC picture, which most browsers cannot show. Save it as "
                    "JPEG on the phone or computer that it comes from, and upload that."
                ),
                code="unsupported_format",
                params={"name": _short(name)},
            )
    raise ValidationError(
        _(
            "“%(name)s” is not a picture that this site can read. Choose a JPEG, PNG, WebP or GIF "
            "file."
        ),
        code="not_a_picture",
        params={"name": _short(name)},
    )


def _check_extension(kind: PictureFormat, name: str) -> None:
    extension = PurePath(name).suffix.lower()
    claimed = next((each for each in FORMATS if extension in each.extensions), kind)
    if claimed is not kind:
        raise ValidationError(
            _(
                "“%(name)s” is called %(extension)s, but is a %(format)s picture. Rename it to "
                "end in %(right)s and upload it again."
            ),
            code="wrong_extension",
            params={
                "name": _short(name),
                "extension": extension,
                "format": kind.name,
                "right": kind.extensions[0],
            },
        )


def broken_picture(name: str) -> ValidationError:
    """Returns the error for the damaged file `name`."""
    return ValidationError(
        _(
            "“%(name)s” is damaged: it ends too early or cannot be read. Open it on your "
            "computer to see if it is complete, and upload it again."
        ),
        code="broken_picture",
        params={"name": _short(name)},
    )


def _short(name: str) -> "str | StrPromise":
    """Returns the file's name without folders, short enough for a sentence."""
    bare = PurePath(name).name
    if not bare:
        return _("This file")
    return bare if len(bare) <= 80 else f"{bare[:60]}…{bare[-16:]}"
