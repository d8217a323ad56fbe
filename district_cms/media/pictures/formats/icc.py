"""Color profiles (ICC.1:2022): keeps what defines colors, removes device, dates and custom
titles."""

import struct

HEADER = 128
# 2000-01-01 00:00:00: the header requires a date, and this one reveals nothing.
NEUTRAL_DATE = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
NEUTRAL_NAME = "Color profile"
# Names of public color spaces: they identify the space, not the device.
PUBLIC_NAMES = (
    "sRGB IEC61966-2.1",
    "sRGB built-in",
    "sRGB",
    "Display P3",
    "Adobe RGB (1998)",
    "ProPhoto RGB",
    "Generic Gray Gamma 2.2 Profile",
    "Dot Gain 20%",
    NEUTRAL_NAME,
)
KEPT_TAGS = frozenset(
    b"A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 gamt wtpt bkpt chad "
    b"chrm rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC lumi cicp cprt".split()
)


def without_device(profile: bytes) -> bytes | None:
    """Returns the profile without its device; None for an invalid one. Idempotent."""
    tags = _read_tags(profile)
    if tags is None:
        return None
    major_version = profile[8]
    tags_to_keep = [(name, value) for name, value in tags if name in KEPT_TAGS]
    tags_to_keep.insert(
        0, (b"desc", _description(_title(dict(tags).get(b"desc", b"")), major_version))
    )
    table = _table(tags_to_keep)
    return struct.pack(">I", HEADER + len(table)) + _header_after_size(profile) + table


def _read_tags(profile: bytes) -> list[tuple[bytes, bytes]] | None:
    if len(profile) < HEADER + 4 or profile[36:40] != b"acsp":
        return None
    (count,) = struct.unpack_from(">I", profile, HEADER)
    if HEADER + 4 + 12 * count > len(profile):
        return None
    tags = []
    for index in range(count):
        name, offset, size = struct.unpack_from(">4sII", profile, HEADER + 4 + 12 * index)
        if offset + size > len(profile) or size < 8:
            return None
        tags.append((name, profile[offset : offset + size]))
    return tags


def _title(value: bytes) -> str:
    """Returns the profile's title if it is a public name, else a neutral one."""
    plain = value.replace(b"\0", b"").decode("latin-1")
    return next((name for name in PUBLIC_NAMES if name in plain), NEUTRAL_NAME)


def _description(title: str, major_version: int) -> bytes:
    if major_version >= 4:
        text = title.encode("utf-16-be")
        return struct.pack(">4sIIIHHII", b"mluc", 0, 1, 12, 0x656E, 0x5553, len(text), 28) + text
    text = title.encode("ascii") + b"\0"
    # An ASCII name, an empty Unicode name and an empty Macintosh name (ICC.1:2001-04, 6.5.17).
    return struct.pack(">4sII", b"desc", 0, len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)


def _header_after_size(old: bytes) -> bytes:
    """Returns the header, after its first field with the size, without maker, model, dates and
    checksum."""
    return b"".join(
        (
            bytes(4),  # preferred color management module
            old[8:24],  # version, class, color space, connection space
            NEUTRAL_DATE,
            old[36:40],  # the signature of a profile
            bytes(4),  # platform
            old[44:48],  # flags
            bytes(8),  # maker and model of the device
            old[56:80],  # attributes, intent, illuminant
            bytes(HEADER - 80),  # creator, checksum, and reserved bytes
        )
    )


def _table(tags: list[tuple[bytes, bytes]]) -> bytes:
    # Equal values are stored once: the three curves of most RGB profiles are equal.
    places: dict[bytes, int] = {}
    entries, body = b"", b""
    start = HEADER + 4 + 12 * len(tags)
    for name, value in tags:
        if value not in places:
            places[value] = start + len(body)
            body += value + bytes(-len(value) % 4)
        entries += struct.pack(">4sII", name, places[value], len(value))
    return struct.pack(">I", len(tags)) + entries + body
