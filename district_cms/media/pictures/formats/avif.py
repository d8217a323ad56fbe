"""AVIF (ISO/IEC 23000-22 in ISO/IEC 14496-12 boxes): say what is there besides the picture.

The places of all items are written into the file as absolute numbers, so that leaving out one
moves the others. Files with something to hide are therefore encoded again by `pictures.py`;
`Filtered.data` is the file as it came.
"""

import struct
from collections.abc import Iterator

from .icc import without_device
from .parts import BrokenPictureError, Filtered, Removed, take

# `mdat` holds the picture; `free` and `skip` are fillers, looked into because anything fits there.
TOP_LEVEL = frozenset({b"ftyp", b"meta", b"moov", b"mdat"})
FILLERS = frozenset({b"free", b"skip"})
PICTURE_ITEMS = frozenset({b"av01", b"grid", b"iovl", b"iden", b"tmap", b"a1op", b"a1lx"})
NAMES = {b"Exif": "EXIF", b"mime": "XMP"}
TURNED = frozenset({b"irot", b"imir"})
PROFILES = frozenset({b"prof", b"rICC"})


def filter_avif(data: bytes) -> Filtered:
    """Name what is not needed to draw the picture; `BrokenPictureError` for a damaged file."""
    removed = Removed()
    turned = False
    for name, body in _boxes(data):
        if name == b"meta":
            turned = _read_meta(body[4:], removed)
        elif name == b"moov":
            _read_moov(body, removed)
        elif name in FILLERS and not body.strip(b"\0"):
            continue
        elif name not in TOP_LEVEL:
            removed.add(f"unknown box {name.decode('latin-1')}")
    return Filtered(data, removed.as_tuple(), turned=turned)


def _read_meta(body: bytes, removed: Removed) -> bool:
    """Whether the picture is turned; what is not needed to draw it is noted."""
    turned = False
    for name, inner in _boxes(body):
        if name == b"iinf":
            start = 6 if inner[:1] == b"\0" else 8
            for _, entry in _boxes(inner[start:]):
                # Version 2 has a 16-bit, version 3 a 32-bit item number before the type.
                kind = entry[8:12] if entry[:1] == b"\2" else entry[10:14]
                if kind not in PICTURE_ITEMS:
                    removed.add(NAMES.get(kind, f"unknown item {kind.decode('latin-1')}"))
        elif name == b"iprp":
            boxes = [content for kind, content in _boxes(inner) if kind == b"ipco"]
            for property_name, value in (box for content in boxes for box in _boxes(content)):
                turned = turned or property_name in TURNED
                is_profile = property_name == b"colr" and value[:4] in PROFILES
                if is_profile and without_device(value[4:]) != value[4:]:
                    removed.add("details in the color profile")
    return turned


def _read_moov(body: bytes, removed: Removed) -> None:
    for name, inner in _boxes(body):
        if name in {b"udta", b"meta", b"uuid"}:
            removed.add(f"film data {name.decode('ascii')}")
        elif name == b"trak":
            _read_moov(inner, removed)


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
