"""Picture files that carry everything a picture should not: made in memory, named in the tests.

The secrets are words that no encoder writes by chance, so that a test can look for them in the
bytes of a stored file.
"""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageDraw

CAMERA = b"Fernwell Optics Wren 7"
OWNER = b"owner-of-this-phone"
NOTE = b"serial-number-0042-of-the-maker"
PLACE = b"taken-at-the-kitchen-table"
FILM = b"a-short-film-with-voices"
DISPLAY = b"display-of-the-family-computer"
# 46 degrees 52 minutes 19 seconds, as EXIF writes it.
LATITUDE = struct.pack("<6I", 46, 1, 52, 1, 19, 1)
SECRETS = (CAMERA, OWNER, NOTE, PLACE, FILM, DISPLAY, LATITUDE)

Color = tuple[int, int, int]
RED: Color = (200, 30, 30)
BLUE: Color = (30, 30, 200)


def drawing(size: tuple[int, int] = (64, 48), color: Color = BLUE) -> Image.Image:
    """A plain picture whose top left quarter is red, so that one can see which way is up."""
    image = Image.new("RGB", size, color)
    width, height = size
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=RED)
    return image


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as a camera stores it that was held so that `orientation` puts it right."""
    stored = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    turn = stored.get(orientation)
    return image if turn is None else image.transpose(turn)


def exif(orientation: int = 1) -> bytes:
    """A TIFF structure with camera, owner, position, maker note and a thumbnail."""
    thumbnail = io.BytesIO()
    drawing((16, 12)).save(thumbnail, "JPEG")
    small = thumbnail.getvalue()
    # One directory after the other; values longer than four bytes stand at the end.
    main, camera, gps, second = 8, 8 + 2 + 12 * 5 + 4, 0, 0
    gps = camera + 2 + 12 * 2 + 4
    second = gps + 2 + 12 * 2 + 4
    values = second + 2 + 12 * 2 + 4
    tail = bytearray()

    def placed(value: bytes) -> int:
        tail.extend(value)
        return values + len(tail) - len(value)

    def directory(entries: list[tuple[int, int, int, int]], following: int) -> bytes:
        packed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
        return struct.pack("<H", len(entries)) + packed + struct.pack("<I", following)

    text, short, long, fraction, undefined = 2, 3, 4, 5, 7
    maker = CAMERA + b"\0"
    artist = OWNER + b"\0"
    body = directory(
        [
            (0x010F, text, len(maker), placed(maker)),
            (0x0112, short, 1, orientation),
            (0x013B, text, len(artist), placed(artist)),
            (0x8769, long, 1, camera),
            (0x8825, long, 1, gps),
        ],
        second,
    )
    body += directory(
        [
            (0x927C, undefined, len(NOTE), placed(NOTE)),
            (0xA430, text, len(artist), placed(artist)),
        ],
        0,
    )
    body += directory([(0x0001, text, 2, ord("N")), (0x0002, fraction, 3, placed(LATITUDE))], 0)
    body += directory([(0x0201, long, 1, placed(small)), (0x0202, long, 1, len(small))], 0)
    return struct.pack("<2sHI", b"II", 42, main) + body + bytes(tail)


def xmp() -> bytes:
    """An XMP packet with a place in it."""
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'place="' + PLACE + b'"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def profile() -> bytes:
    """A real sRGB profile to which a computer has added the name of its display."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (count,) = struct.unpack_from(">I", plain, 128)
    table_end = 132 + 12 * count
    moved = bytearray()
    for index in range(count):
        name, offset, size = struct.unpack_from(">4sII", plain, 132 + 12 * index)
        moved += struct.pack(">4sII", name, offset + 12, size)
    value = b"mmod" + bytes(4) + DISPLAY
    moved += struct.pack(">4sII", b"mmod", len(plain) + 12, len(value))
    whole = plain[:128] + struct.pack(">I", count + 1) + bytes(moved) + plain[table_end:] + value
    return struct.pack(">I", len(whole)) + whole[4:]


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(
    *,
    orientation: int = 1,
    image: Image.Image | None = None,
    secrets: bool = True,
    **options: Any,
) -> bytes:
    """A JPEG as a phone makes it; with `secrets=False` the bare picture."""
    out = io.BytesIO()
    stored = turned(image or drawing(), orientation)
    if secrets:
        options.setdefault("icc_profile", profile())
    stored.save(out, "JPEG", **({"quality": 92} | options))
    plain = out.getvalue()
    if not secrets:
        return plain
    small = drawing((4, 4)).tobytes()
    # A directory that counts one picture and describes it (CIPA DC-007).
    index = struct.pack("<2sHIH", b"II", 42, 8, 2)
    index += struct.pack("<HHIIHHIII", 0xB001, 4, 1, 1, 0xB002, 7, 16, 38, 0)
    index += struct.pack("<IIIHH", 0x030000, len(plain), 0, 0, 0) + NOTE
    resources = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(PLACE)) + PLACE
    parts = (
        _segment(0xE0, b"JFIF\0\x01\x02\0\0\x48\0\x48\x04\x04" + small)
        + _segment(0xE1, b"Exif\0\0" + exif(orientation))
        + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp())
        + _segment(0xED, b"Photoshop 3.0\0" + resources)
        + _segment(0xE2, b"MPF\0" + index)
        + _segment(0xEB, b"JP\0\x01" + OWNER)
        + _segment(0xE5, NOTE)
        + _segment(0xFE, b"comment by " + OWNER)
    )
    first_length = struct.unpack(">H", plain[4:6])[0] if plain[2:4] == b"\xff\xe0" else -2
    rest = plain[2 + 2 + first_length :]
    film = struct.pack(">I4s", 8 + len(FILM), b"mdat") + FILM
    return b"\xff\xd8" + parts + rest + plain + film


def chunk(name: bytes, body: bytes) -> bytes:
    """One PNG chunk."""
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def png(
    *,
    orientation: int = 1,
    image: Image.Image | None = None,
    secrets: bool = True,
    **options: Any,
) -> bytes:
    """A PNG with texts, EXIF, XMP, a time and something after its end."""
    out = io.BytesIO()
    stored = turned(image or drawing(), orientation)
    if secrets:
        options.setdefault("icc_profile", profile())
    stored.save(out, "PNG", **options)
    plain = out.getvalue()
    if not secrets:
        return plain
    after_header = 8 + 25
    hidden = (
        chunk(b"tEXt", b"Author\0" + OWNER)
        + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(NOTE))
        + chunk(b"iTXt", b"Title\0\0\0\0\0" + PLACE)
        + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp())
        + chunk(b"eXIf", exif(orientation))
        + chunk(b"tIME", struct.pack(">HBBBBB", 2026, 11, 24, 8, 30, 0))
        + chunk(b"prVt", NOTE)
    )
    return plain[:after_header] + hidden + plain[after_header:] + FILM


def webp(
    *,
    orientation: int = 1,
    image: Image.Image | None = None,
    secrets: bool = True,
    **options: Any,
) -> bytes:
    """A WebP with EXIF, XMP, an unknown chunk and something after its end."""
    out = io.BytesIO()
    stored = turned(image or drawing(), orientation)
    if secrets:
        options = {"exif": b"Exif\0\0" + exif(orientation), "xmp": xmp()} | options
        options.setdefault("icc_profile", profile())
    stored.save(out, "WEBP", **options)
    plain = out.getvalue()
    if not secrets:
        return plain
    body = plain[8:] + b"note" + struct.pack("<I", len(NOTE)) + NOTE + bytes(len(NOTE) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body + FILM


def gif(*, frames: int = 3, secrets: bool = True) -> bytes:
    """An animation with a comment, an XMP block and something after its end."""
    out = io.BytesIO()
    pictures = [drawing(color=(30, 40 * number, 200)) for number in range(frames)]
    options: dict[str, Any] = {"duration": 120, "loop": 0} if frames > 1 else {}
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], **options)
    plain = out.getvalue()
    if not secrets:
        return plain
    comment = b"\x21\xfe" + bytes([len(OWNER)]) + OWNER + b"\0"
    # XMP stands in a GIF as it is, followed by a ramp of bytes that brings readers to its end.
    ramp = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    packet = b"\x21\xff\x0bXMP DataXMP" + xmp() + ramp
    other = b"\x21\xff\x0bFERNWELL1.0" + bytes([len(NOTE)]) + NOTE + b"\0"
    return plain[:-1] + comment + packet + other + b";" + FILM


def avif(*, orientation: int = 1, secrets: bool = True) -> bytes:
    """An AVIF with EXIF and XMP items."""
    out = io.BytesIO()
    options: dict[str, Any] = {"quality": 90}
    if secrets:
        options |= {"exif": b"Exif\0\0" + exif(orientation), "xmp": xmp()}
        options["icc_profile"] = profile()
    turned(drawing(), orientation).save(out, "AVIF", **options)
    return out.getvalue()


def heic(**options: bytes) -> bytes:
    written = io.BytesIO()
    pillow_heif.from_pillow(drawing()).save(written, quality=95, **options)
    return written.getvalue()
