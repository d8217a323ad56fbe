"""The orientation in EXIF (CIPA DC-008, section 4.5; TIFF 6.0, section 2). Never raises."""

import struct
from collections.abc import Iterator

ORIENTATION = 0x0112
UPRIGHT = 1


def orientation_in(tiff: bytes) -> int:
    """Returns 1 to 8 as in the standard, 1 being upright. Never raises."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return UPRIGHT
    tags = _directory(tiff, order, _number(tiff, order + "I", 4))
    value = _number(tiff, order + "H", tags[ORIENTATION]) if ORIENTATION in tags else None
    return value if value is not None and 1 <= value <= 8 else UPRIGHT


def _directory(tiff: bytes, order: str, start: int | None) -> dict[int, int]:
    """Returns the tags of one directory with the offset of each value field."""
    count = _number(tiff, order + "H", start) if start is not None and start > 0 else None
    return {} if start is None or count is None else dict(_entries(tiff, order, start + 2, count))


def _entries(tiff: bytes, order: str, start: int, count: int) -> Iterator[tuple[int, int]]:
    for entry in range(start, start + 12 * count, 12):
        tag = _number(tiff, order + "H", entry)
        if tag is None:
            return
        yield tag, entry + 8


def _number(tiff: bytes, form: str, at: int) -> int | None:
    if at + struct.calcsize(form) > len(tiff):
        return None
    value: int = struct.unpack_from(form, tiff, at)[0]
    return value
