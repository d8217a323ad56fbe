"""Decodes pixels with Pillow: are they complete, and which way is up?"""

import io
import struct
import zlib
from typing import IO, Any, Final

from PIL import Image, ImageSequence, JpegImagePlugin

from .exif import UPRIGHT
from .icc import without_device
from .parts import BrokenPictureError, Filtered

# Width times height, of all frames together. Phones take 12 to 50 million; decoded, a pixel needs 4
# bytes. Below the number at which Pillow itself suspects a decompression bomb (89 million).
MAX_PIXELS = 80_000_000

# The rotation that undoes each orientation of EXIF (CIPA DC-008, 4.6.5.1).
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112

# Exceptions of Pillow's decoders for damaged or malicious files.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    RuntimeError,
    TypeError,
    struct.error,
    zlib.error,
)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class TooManyPixelsError(ValueError):
    """The picture would fill the memory; `pixels` is the number in its header."""

    def __init__(self, pixels: int) -> None:
        super().__init__(f"{pixels} pixels")
        self.pixels = pixels


def check_pixels(data: bytes, kind: str, max_pixels: int = MAX_PIXELS) -> None:
    """Decodes every frame once. Raises `BrokenPictureError` or `TooManyPixelsError`."""
    try:
        with _open(data, kind) as image:
            pixels = image.width * image.height
            if pixels > max_pixels:
                raise TooManyPixelsError(pixels)
            pixels *= getattr(image, "n_frames", 1)
            if pixels > max_pixels:
                raise TooManyPixelsError(pixels)
            for frame in ImageSequence.Iterator(image):
                frame.load()
    except BOMB as error:
        raise TooManyPixelsError(2 * MAX_PIXELS) from error
    except TooManyPixelsError:
        raise
    except UNREADABLE as error:
        raise BrokenPictureError(str(error)) from error


def encode_upright(filtered: Filtered, kind: str, orientation: int) -> bytes:
    """Returns the picture upright, encoded in the same format, with its color profile."""
    with _open(filtered.data, kind) as image:
        if filtered.turned:
            orientation = image.getexif().get(ORIENTATION, UPRIGHT)
        options = _options(image, kind, filtered.lossless)
        frames, durations = [], []
        for frame in ImageSequence.Iterator(image):
            frame.load()
            durations.append(int(frame.info.get("duration", 0)))
            turn = TURNS.get(orientation)
            frames.append(frame.copy() if turn is None else frame.transpose(turn))
        if len(frames) > 1:
            options |= {
                "save_all": True,
                "append_images": frames[1:],
                "duration": durations,
                "loop": image.info.get("loop", 0),
            }
    out = io.BytesIO()
    first = frames[0]
    # Nothing else that the decoder found belongs in the new file.
    first.info = {key: value for key, value in first.info.items() if key == "transparency"}
    first.save(out, kind, **options)
    return out.getvalue()


def _open(data: bytes, kind: str) -> Image.Image:
    # Without its index of further pictures, a JPEG opens as a plain JPEG.
    return Image.open(io.BytesIO(data), formats=[kind])


def _options(image: Image.Image, kind: str, lossless: bool) -> dict[str, Any]:
    """Returns the options for the encoder."""
    options: dict[str, Any] = {}
    profile = without_device(image.info.get("icc_profile") or b"")
    if profile is not None:
        options["icc_profile"] = profile
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        if "dpi" in image.info:
            options["dpi"] = image.info["dpi"]
        tables = image.quantization
        if tables and max(max(table) for table in tables.values()) < 256:
            options["qtables"] = tables
            sampling = JpegImagePlugin.get_sampling(image)
            # 4:2:2 halves the width only; rotated by 90 degrees, the picture would lose height as
            # well.
            options["subsampling"] = 0 if sampling == 1 else max(sampling, 0)
        else:
            options |= {"quality": 95, "subsampling": 0}
        options |= {"optimize": True, "progressive": bool(image.info.get("progressive"))}
    elif kind == "WEBP":
        options |= {"lossless": lossless, "quality": 95, "exact": True}
    elif kind == "AVIF":
        options["quality"] = 90
    elif kind == "PNG":
        options["optimize"] = True
    return options


MOVING: Final = ("GIF", "PNG", "WEBP")


def is_moving(file: IO[bytes]) -> bool:
    """True if there is more than one frame; False for a damaged file. Restores the position."""
    before = file.tell()
    file.seek(0)
    try:
        with Image.open(file, formats=MOVING) as image:
            return bool(getattr(image, "n_frames", 1) > 1)
    except (*BOMB, *UNREADABLE):
        return False  # a JPEG, or a file that other checks have rejected
    finally:
        file.seek(before)
