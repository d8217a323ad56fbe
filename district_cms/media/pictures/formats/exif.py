"""The few facts that are read from EXIF before it is thrown away.

EXIF is a TIFF structure (CIPA DC-008, section 4.5; TIFF 6.0, section 2). Cameras write it badly
often enough that every offset is checked here, and that nothing in it can raise.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

ORIENTATION = 0x0112
MAKE, MODEL = 0x010F, 0x0110
EXIF_DIRECTORY = 0x8769
GPS_DIRECTORY = 0x8825
MAKER_NOTE = 0x927C
THUMBNAIL_OFFSET = 0x0201

UPRIGHT = 1


@dataclass(frozen=True, slots=True)
class ExifFacts:
    """`orientation` is 1 to 8 as in the standard, 1 being upright; the rest is what was found."""

    orientation: int = UPRIGHT
    details: tuple[str, ...] = ()


def read_exif(tiff: bytes) -> ExifFacts:
    """Read the orientation, and which private details there are. Never raises."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return ExifFacts()
    first, second = _directory(tiff, order, _number(tiff, order + "I", 4))
    details = []
    orientation = UPRIGHT
    if ORIENTATION in first:
        value = _number(tiff, order + "H", first[ORIENTATION])
        orientation = value if value is not None and 1 <= value <= 8 else UPRIGHT
    if MAKE in first or MODEL in first:
        details.append("EXIF: camera make and model")
    if GPS_DIRECTORY in first:
        details.append("EXIF: GPS position")
    if EXIF_DIRECTORY in first:
        inner, _ = _directory(tiff, order, _number(tiff, order + "I", first[EXIF_DIRECTORY]))
        if MAKER_NOTE in inner:
            details.append("EXIF: maker note")
    if second:
        thumbnail, _ = _directory(tiff, order, second)
        if THUMBNAIL_OFFSET in thumbnail:
            details.append("EXIF: thumbnail")
    return ExifFacts(orientation, tuple(details))


def _directory(tiff: bytes, order: str, start: int | None) -> tuple[dict[int, int], int | None]:
    """The tags of one directory with the place of each value field, and the next directory."""
    if start is None or start <= 0:
        return {}, None
    count = _number(tiff, order + "H", start)
    if count is None:
        return {}, None
    tags = dict(_entries(tiff, order, start + 2, count))
    return tags, _number(tiff, order + "I", start + 2 + 12 * count)


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
