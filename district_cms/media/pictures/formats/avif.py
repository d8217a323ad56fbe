"""AVIF (ISO/IEC 23000-22 in ISO/IEC 14496-12 boxes): reports whether a file has more than the
picture.

Items are located by absolute offsets, so files with metadata are encoded again.
"""

import struct
from collections.abc import Iterator

from .icc import without_device
from .parts import BrokenPictureError, Filtered, take

# `mdat` holds the picture. `free` and `skip` are padding, but are examined because they may hold
# anything.
TOP_LEVEL = frozenset({b"ftyp", b"meta", b"moov", b"mdat"})
FILLERS = frozenset({b"free", b"skip"})
PICTURE_ITEMS = frozenset({b"av01", b"grid", b"iovl", b"iden", b"tmap", b"a1op", b"a1lx"})
TURNED = frozenset({b"irot", b"imir"})
PROFILES = frozenset({b"prof", b"rICC"})


def filter_avif(data: bytes) -> Filtered:
    """Reports whether there is more than the picture. Raises `BrokenPictureError` for a damaged
    file."""
    is_clean, turned = True, False
    for name, body in _boxes(data):
        if name == b"meta":
            is_known, turned = _read_meta(body[4:])
            is_clean = is_clean and is_known
        elif name == b"moov":
            is_clean = is_clean and _is_clean_film(body)
        elif name in FILLERS:
            is_clean = is_clean and not body.strip(b"\0")
        else:
            is_clean = is_clean and name in TOP_LEVEL
    return Filtered(data, turned=turned, is_clean=is_clean)


def _read_meta(body: bytes) -> tuple[bool, bool]:
    """Returns whether there is only the picture, and whether it is rotated."""
    is_clean, turned = True, False
    for name, inner in _boxes(body):
        if name == b"iinf":
            start = 6 if inner[:1] == b"\0" else 8
            for _, entry in _boxes(inner[start:]):
                # Version 2 has a 16-bit, version 3 a 32-bit item number before the type.
                kind = entry[8:12] if entry[:1] == b"\2" else entry[10:14]
                is_clean = is_clean and kind in PICTURE_ITEMS
        elif name == b"iprp":
            boxes = [content for kind, content in _boxes(inner) if kind == b"ipco"]
            for property_name, value in (box for content in boxes for box in _boxes(content)):
                turned = turned or property_name in TURNED
                is_profile = property_name == b"colr" and value[:4] in PROFILES
                if is_profile and without_device(value[4:]) != value[4:]:
                    is_clean = False
    return is_clean, turned


def _is_clean_film(body: bytes) -> bool:
    return all(
        name not in {b"udta", b"meta", b"uuid"} and (name != b"trak" or _is_clean_film(inner))
        for name, inner in _boxes(body)
    )


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        size, name = struct.unpack(">I4s", take(data, at, 8, "a box"))
        head = 8
        if size == 1:
            (size,) = struct.unpack(">Q", take(data, at + 8, 8, "a box"))
            head = 16
        elif size == 0:
            size = len(data) - at
        if size < head:
            raise BrokenPictureError(f"a box of impossible length (byte {at})")
        yield name, take(data, at + head, size - head, f"the box {name.decode('latin-1')}")
        at += size
