"""The result types of the format modules."""

from dataclasses import dataclass


class BrokenPictureError(ValueError):
    """The file ends too early, or violates its format. The message is for logs."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """A picture file with only the parts needed to render it.

    `exif` is the TIFF structure of an EXIF part; `turned` is True if the container itself rotates
    the picture. A file that is not `is_clean` must be encoded again.
    """

    data: bytes
    exif: bytes | None = None
    lossless: bool = False
    turned: bool = False
    is_clean: bool = True


def take(data: bytes, start: int, length: int, what: str) -> bytes:
    """Returns `length` bytes of `data` from `start`. Raises `BrokenPictureError` if the file is
    shorter."""
    part = data[start : start + length]
    if len(part) != length:
        raise BrokenPictureError(f"the file ends inside {what} (byte {start})")
    return part
