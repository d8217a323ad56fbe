"""What a form of the review names. Pure."""

from collections.abc import Iterable
from typing import Final

# A key of the database has no more; what is longer was not sent by a form of ours.
DIGITS: Final = 18


def numbers_in(sent: Iterable[str]) -> frozenset[int]:
    """The keys among what was sent."""
    return frozenset(
        int(key) for key in sent if key.isascii() and key.isdecimal() and len(key) <= DIGITS
    )
