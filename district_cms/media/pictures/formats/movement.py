"""Does a picture move? Decided by counting its frames, not by its name."""

from typing import IO, Final

from PIL import Image

from .pixels import BOMB, UNREADABLE

MOVING: Final = ("GIF", "PNG", "WEBP")


def is_moving(file: IO[bytes]) -> bool:
    """Whether there is more than one frame. `file` stands where it stood; damage is no movement."""
    before = file.tell()
    file.seek(0)
    try:
        with Image.open(file, formats=MOVING) as image:
            return bool(getattr(image, "n_frames", 1) > 1)
    except (*BOMB, *UNREADABLE):
        return False  # a JPEG, or what others have refused already
    finally:
        file.seek(before)
