"""PNG (W3C, third edition) and animated PNG: chunks of length, name, content and checksum."""

import struct
import zlib

from .icc import without_device
from .parts import BrokenPictureError, Filtered, take

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA sRGB sBIT cICP mDCV cLLI bKGD hIST pHYs acTL fcTL "
    b"fdAT".split()
)
PROFILE_NAME = b"ICC Profile"
LARGEST_PROFILE = 16 * 1024 * 1024  # a compressed profile must not fill the memory


def filter_png(data: bytes) -> Filtered:
    """Copies the chunks needed to render the picture, and the color profile. Raises
    `BrokenPictureError`."""
    out = bytearray(SIGNATURE)
    exif = None
    at = len(SIGNATURE)
    name = b""
    while name != b"IEND":
        length, name = struct.unpack(">I4s", take(data, at, 8, "a chunk"))
        body = take(data, at + 8, length, "a chunk")
        checksum = take(data, at + 8 + length, 4, "a chunk")
        at += 12 + length
        if name in KEPT:
            out += struct.pack(">I4s", length, name) + body + checksum
        elif name == b"iCCP":
            out += _profile(body)
        else:
            _check_name(name)
            if name == b"eXIf":
                exif = body.removeprefix(b"Exif\0\0")
    return Filtered(bytes(out), exif, lossless=True)


def _check_name(name: bytes) -> None:
    if not name.isalpha():
        raise BrokenPictureError("a chunk without a name")
    if not name[0] & 0x20:
        # An unknown critical chunk: the picture cannot be rendered without it.
        raise BrokenPictureError(f"an unknown kind of PNG (chunk {name.decode('ascii')})")


def _profile(body: bytes) -> bytes:
    """Returns the chunk with a profile that names no device; empty for an invalid one."""
    name, _, rest = body.partition(b"\0")
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(rest[1:], LARGEST_PROFILE)
    except zlib.error:
        profile = b""
    clean = without_device(profile) if unpacker.eof else None
    if clean is None:
        return b""
    # The chunk itself has a name, often that of the profile's file.
    if clean == profile and name == PROFILE_NAME:
        new = body
    else:
        new = PROFILE_NAME + b"\0\0" + zlib.compress(clean, 9)
    return (
        struct.pack(">I4s", len(new), b"iCCP") + new + struct.pack(">I", zlib.crc32(b"iCCP" + new))
    )
