"""WebP (RFC 9649): a RIFF file of chunks, padded to even length."""

import struct

from .icc import without_device
from .parts import Filtered, take

DRAWING = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM"})
HAS_PROFILE, HAS_EXIF, HAS_XMP = 0x20, 0x08, 0x04
FRAME_HEADER = 16


def filter_webp(data: bytes) -> Filtered:
    """Copies the chunks needed to render the picture, and the color profile. Raises
    `BrokenPictureError`."""
    (size,) = struct.unpack("<I", take(data, 4, 4, "the header"))
    content = take(data, 12, size - 4, "the picture")
    chunks, exif = _chunks(content)
    names = {name for name, _ in chunks}
    out = bytearray()
    for name, body in chunks:
        if name == b"VP8X":
            flags = take(body, 0, 10, "the header")[0] & ~(HAS_EXIF | HAS_XMP)
            flags = flags if b"ICCP" in names else flags & ~HAS_PROFILE
            body = bytes([flags]) + body[1:]
        out += _chunk(name, body)
    frames = (body[FRAME_HEADER:] for name, body in chunks if name == b"ANMF")
    lossless = b"VP8L" in names or any(frame.startswith(b"VP8L") for frame in frames)
    whole = b"RIFF" + struct.pack("<I", len(out) + 4) + b"WEBP" + bytes(out)
    return Filtered(whole, exif, lossless)


def _chunks(content: bytes) -> tuple[list[tuple[bytes, bytes]], bytes | None]:
    """Returns the chunks to keep, and the EXIF chunk among the others."""
    chunks: list[tuple[bytes, bytes]] = []
    exif = None
    at = 0
    while at < len(content):
        name, size = struct.unpack("<4sI", take(content, at, 8, "a chunk"))
        body = take(content, at + 8, size, "a chunk")
        at += 8 + size + size % 2
        if name in DRAWING or name == b"VP8X":
            chunks.append((name, body))
        elif name == b"ANMF":
            inner, _ = _chunks(body[FRAME_HEADER:])
            frame = b"".join(_chunk(*chunk) for chunk in inner)
            chunks.append((name, body[:FRAME_HEADER] + frame))
        elif name == b"ICCP":
            profile = without_device(body)
            if profile is not None:
                chunks.append((name, profile))
        elif name == b"EXIF":
            exif = body.removeprefix(b"Exif\0\0")
    return chunks, exif


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
