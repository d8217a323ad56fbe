"""What taking a picture file apart gives."""

from dataclasses import dataclass


class BrokenPictureError(ValueError):
    """The file ends too early, or does not follow its format; the message says where, in English.

    The message is for logs and tests. People read the sentence that `pictures.py` makes of it.
    """


@dataclass(frozen=True, slots=True)
class Filtered:
    """A picture file without what is not needed to draw it.

    `exif` is the TIFF structure of an EXIF part (from its byte-order mark on), because it says
    which way is up; `turned` is whether the container itself says that the pixels do not lie
    upright. `lossless` is whether the pixels are stored without loss. Not `is_clean` is a file that
    has to be encoded again, because nothing could be left out of it.
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
