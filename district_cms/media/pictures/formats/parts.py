"""What taking a picture file apart gives."""

from dataclasses import dataclass


class BrokenPictureError(ValueError):
    """The file ends too early, or does not follow its format; the message is for logs."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """A picture file without what is not needed to draw it.

    `exif` is the TIFF structure of an EXIF part; `turned`: the container itself turns the picture.
    A file that is not `is_clean` has to be encoded again.
    """

    data: bytes
    exif: bytes | None = None
    lossless: bool = False
    turned: bool = False
    is_clean: bool = True


def take(data: bytes, start: int, length: int, what: str) -> bytes:
    """`length` bytes of `data` from `start`; `BrokenPictureError` where the file ends before."""
    part = data[start : start + length]
    if len(part) != length:
        raise BrokenPictureError(f"the file ends inside {what} (byte {start})")
    return part
