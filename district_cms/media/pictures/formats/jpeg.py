"""JPEG (ITU-T T.81; JFIF, T.871): segments with markers, then the picture data, then an end
marker."""

import re
import struct
from dataclasses import dataclass, field

from .icc import without_device
from .parts import BrokenPictureError, Filtered, take

START, END, SCAN, APP0, APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE
COMMENT = 0xFE
# Frames, Huffman and arithmetic tables, quantization, line counts and restart intervals.
DRAWING = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)}) - {START}
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# In a scan, FF is followed by 00 when it is data and by D0 to D7 when it is a restart.
NEXT_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)
ICC_NAME = b"ICC_PROFILE\0"
LARGEST_ICC_PART = 65_519


@dataclass(slots=True)
class _Walk:
    """The results of one pass over the segments."""

    out: bytearray = field(default_factory=lambda: bytearray(b"\xff\xd8"))
    exif: bytes | None = None
    framed: bool = False
    icc_at: int | None = None
    icc_parts: dict[int, bytes] = field(default_factory=dict)

    def keep(self, marker: int, body: bytes) -> None:
        self.out += struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def filter_jpeg(data: bytes) -> Filtered:
    """Copies the segments needed to render the picture, and the color profile. Raises
    `BrokenPictureError`.

    Drops everything after the end of the picture, such as the film of a motion photo.
    """
    walk = _Walk()
    at = 2
    while True:
        at = _next_marker(data, at)
        marker = data[at]
        at += 1
        if marker == END:
            break
        if marker == START or (marker in FRAMES and walk.framed):
            # A second picture inside the first, which has no end: only part of it would be visible.
            raise BrokenPictureError(f"a second picture begins inside the first (byte {at})")
        walk.framed = walk.framed or marker in FRAMES
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            continue  # a stray one
        (length,) = struct.unpack(">H", take(data, at, 2, "a segment"))
        if length < 2:
            raise BrokenPictureError(f"a segment of impossible length (byte {at})")
        body = take(data, at + 2, length - 2, "a segment")
        at += length
        _sort(walk, marker, body)
        if marker == SCAN:
            at = _copy_scan(data, at, walk)
    _put_profile(walk)
    walk.out += b"\xff\xd9"
    return Filtered(bytes(walk.out), walk.exif)


def _next_marker(data: bytes, at: int) -> int:
    """Returns the offset of the next marker's second byte. Bytes before it belong to no segment."""
    match = NEXT_MARKER.search(data, at)
    if match is None:
        raise BrokenPictureError("the file ends before the picture does")
    return match.start(1)


def _sort(walk: _Walk, marker: int, body: bytes) -> None:
    """Copies or drops one segment."""
    if marker in DRAWING:
        walk.keep(marker, body)
    elif marker == APP0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        # Without its thumbnail.
        walk.keep(marker, body[:12] + b"\0\0")
    elif marker == APP14 and body.startswith(b"Adobe") and len(body) >= 12:
        # It says how the colors are encoded; without it, CMYK pictures look like negatives.
        walk.keep(marker, body[:12])
    elif body.startswith(ICC_NAME) and len(body) >= len(ICC_NAME) + 2:
        walk.icc_at = len(walk.out) if walk.icc_at is None else walk.icc_at
        walk.icc_parts[body[12]] = body[14:]
    elif marker != COMMENT and body.startswith(b"Exif\0") and walk.exif is None:
        walk.exif = body[6:]


def _copy_scan(data: bytes, at: int, walk: _Walk) -> int:
    match = NEXT_MARKER.search(data, at)
    if match is None:
        # Adding the end would hide the loss: decoders silently fill missing parts with gray.
        raise BrokenPictureError("the file ends before the picture does")
    walk.out += data[at : match.start()]
    return match.start()


def _put_profile(walk: _Walk) -> None:
    if walk.icc_at is None:
        return
    joined = b"".join(walk.icc_parts[number] for number in sorted(walk.icc_parts))
    profile = without_device(joined)
    if profile is None:
        return
    starts = range(0, len(profile), LARGEST_ICC_PART)
    segments = bytearray()
    for number, start in enumerate(starts, 1):
        part = ICC_NAME + bytes((number, len(starts))) + profile[start : start + LARGEST_ICC_PART]
        segments += struct.pack(">BBH", 0xFF, 0xE2, len(part) + 2) + part
    walk.out[walk.icc_at : walk.icc_at] = segments
