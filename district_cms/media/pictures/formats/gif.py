"""GIF (CompuServe, 89a): a screen, then pictures with the blocks that say how to show them."""

from .parts import BrokenPictureError, Filtered, take

EXTENSION, PICTURE, TRAILER = 0x21, 0x2C, 0x3B
CONTROL, PLAIN_TEXT, APPLICATION = 0xF9, 0x01, 0xFF
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def filter_gif(data: bytes) -> Filtered:
    """Copies the pictures, their timing and the loop. Raises `BrokenPictureError`."""
    header = take(data, 0, 13, "the header")
    at = 13 + _palette_size(header[10])
    out = bytearray(take(data, 0, at, "the palette"))
    control = b""  # how long and how to show the next picture
    # Decoders accept a missing trailer, and not every encoder writes one.
    while at != len(data) and (kind := data[at]) != TRAILER:
        if kind == PICTURE:
            descriptor = take(data, at, 10, "a frame")
            body = at + 10 + _palette_size(descriptor[9]) + 1
            end = _end_of_blocks(data, body)
            out += control + data[at:end]
            control = b""
        elif kind == EXTENSION:
            label = take(data, at + 1, 1, "a block")[0]
            end = _end_of_blocks(data, at + 2)
            if label == CONTROL:
                control = data[at:end]
            elif label == APPLICATION and data[at + 3 : at + 14] in LOOPS:
                out += data[at:end]
            elif label == PLAIN_TEXT:
                control = b""
        else:
            raise BrokenPictureError(f"an unknown kind of block (byte {at})")
        at = end
    out.append(TRAILER)
    return Filtered(bytes(out), lossless=True)


def _palette_size(flags: int) -> int:
    return 3 * 2 ** ((flags & 0x07) + 1) if flags & 0x80 else 0


def _end_of_blocks(data: bytes, at: int) -> int:
    """Returns the offset after a row of blocks, each preceded by its length, the last one empty."""
    while size := take(data, at, 1, "a block")[0]:
        at += 1 + size
    return at + 1
