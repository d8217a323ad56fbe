"""Reads a QR code as a telephone does (ISO/IEC 18004), without the library that draws it: the
modules of the picture, their mask, the order of the bytes, the text. It corrects no errors."""

import re
from collections.abc import Iterator

Modules = list[list[bool]]

# By level of error correction and version: how many bytes of text each block has. Q is asked for,
# and H, which corrects more, stands where it takes no more room.
BLOCKS = {
    0b11: {
        1: [13], 2: [22], 3: [17] * 2, 4: [24] * 2, 5: [15] * 2 + [16] * 2, 6: [19] * 4,
        7: [14] * 2 + [15] * 4, 8: [18] * 4 + [19] * 2, 9: [16] * 4 + [17] * 4,
        10: [19] * 6 + [20] * 2, 11: [22] * 4 + [23] * 4, 12: [20] * 4 + [21] * 6,
    },
    0b10: {
        1: [9], 2: [16], 3: [13] * 2, 4: [9] * 4, 5: [11] * 2 + [12] * 2, 6: [15] * 4,
        7: [13] * 4 + [14], 8: [14] * 4 + [15] * 2, 9: [12] * 4 + [13] * 4,
        10: [15] * 6 + [16] * 2, 11: [12] * 3 + [13] * 8, 12: [14] * 7 + [15] * 4,
    },
}  # fmt: skip
ALIGNED = {
    1: [], 2: [6, 18], 3: [6, 22], 4: [6, 26], 5: [6, 30], 6: [6, 34], 7: [6, 22, 38],
    8: [6, 24, 42], 9: [6, 26, 46], 10: [6, 28, 50], 11: [6, 30, 54], 12: [6, 32, 58],
}  # fmt: skip
MASKS = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def read_qr(svg: str) -> str:
    """The text of the code in this drawing. Raises `ValueError` for what is none,
    or corrects less than a quarter."""
    modules = _modules(svg)
    size = len(modules)
    version = (size - 17) // 4
    bits = "".join("01"[modules[8][column]] for column in (0, 1, 2, 3, 4))
    form = int(bits, 2) ^ 0b10101  # the first five bits of the mask of the format
    blocks = BLOCKS.get(form >> 3)
    if blocks is None:
        raise ValueError(f"level {form >> 3:02b}")
    masked = MASKS[form & 0b111]
    read = [modules[r][c] ^ masked(r, c) for r, c in _order(size, version)]
    words = [
        int("".join("01"[bit] for bit in read[at : at + 8]), 2) for at in range(0, len(read) - 7, 8)
    ]
    return _text(_in_order(words, blocks[version]), version)


def _modules(svg: str) -> Modules:
    (side,) = {int(n) for n in re.findall(r'viewBox="0 0 (\d+) \1"', svg)}
    dark: Modules = [[False] * side for _ in range(side)]
    (drawn,) = re.findall(r'stroke="#000"[^>]* d="([^"]+)"|d="([^"]+)"[^>]* stroke="#000"', svg)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", "".join(drawn)):
        values = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            for column in range(int(x), int(x + values[0])):
                dark[int(y)][column] = True
            x += values[0]
        else:
            x, y = values if command == "M" else (x + values[0], y + values[1])
    quiet = 4
    return [row[quiet:-quiet] for row in dark[quiet:-quiet]]


def _order(size: int, version: int) -> Iterator[tuple[int, int]]:
    """The modules with the text, in their order: two columns at a time, from the right, up and
    down."""
    kept = _kept(size, version)
    upward = True
    for right in [*range(size - 1, 6, -2), *range(5, 0, -2)]:
        rows = range(size - 1, -1, -1) if upward else range(size)
        for row in rows:
            for column in (right, right - 1):
                if (row, column) not in kept:
                    yield row, column
        upward = not upward


def _kept(size: int, version: int) -> set[tuple[int, int]]:
    """The modules that say how to read the others."""
    kept = {(6, n) for n in range(size)} | {(n, 6) for n in range(size)}
    corners = ((0, 0, 9, 9), (0, size - 8, 9, 8), (size - 8, 0, 8, 9))
    for top, left, height, width in corners:
        kept |= {(top + r, left + c) for r in range(height) for c in range(width)}
    at = ALIGNED[version]
    for row in at:
        for column in at:
            if (row, column) not in {(6, 6), (6, at[-1]), (at[-1], 6)}:
                kept |= {(row + r, column + c) for r in range(-2, 3) for c in range(-2, 3)}
    if version >= 7:
        kept |= {(r, size - 11 + c) for r in range(6) for c in range(3)}
        kept |= {(size - 11 + r, c) for r in range(3) for c in range(6)}
    return kept


def _in_order(words: list[int], lengths: list[int]) -> list[int]:
    """The bytes of each block stand in turns."""
    blocks: list[list[int]] = [[] for _ in lengths]
    coming = iter(words)
    for position in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if position < length:
                block.append(next(coming))
    return [word for block in blocks for word in block]


def _text(words: list[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    if bits[:4] != "0100":
        raise ValueError("no bytes")
    wide = 8 if version < 10 else 16
    length = int(bits[4 : 4 + wide], 2)
    start = 4 + wide
    return bytes(int(bits[at : at + 8], 2) for at in range(start, start + 8 * length, 8)).decode()
