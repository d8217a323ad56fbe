"""What taking a picture file apart gives."""

from dataclasses import dataclass


class BrokenPictureError(ValueError):
    """The file ends too early, or does not follow its format; the message says where, in English.

    The message is for logs and tests. People read the sentence that `pictures.py` makes of it.
    """


@dataclass(frozen=True, slots=True)
class Filtered:
    """A picture file without what is not needed to draw it.

    `removed` names what was left out, in the order of the file, each name once. `exif` is the
    TIFF structure of an EXIF part (from its byte-order mark on), because it says which way is up;
    `turned` is whether the container itself says that the pixels do not lie upright. `lossless` is
    whether the pixels are stored without loss.
    """

    data: bytes
    removed: tuple[str, ...]
    exif: bytes | None = None
    lossless: bool = False
    turned: bool = False


@dataclass(slots=True)
class Removed:
    """Collects the names of what is left out."""

    names: dict[str, None]

    def __init__(self) -> None:
        self.names = {}

    def add(self, name: str) -> None:
        """Note `name`, once."""
        self.names.setdefault(name)

    def as_tuple(self) -> tuple[str, ...]:
        """The names in the order in which they were found."""
        return tuple(self.names)


def take(data: bytes, start: int, length: int, what: str) -> bytes:
    """`length` bytes of `data` from `start`; `BrokenPictureError` where the file ends before."""
    part = data[start : start + length]
    if len(part) != length:
        raise BrokenPictureError(f"the file ends inside {what} (byte {start})")
    return part
