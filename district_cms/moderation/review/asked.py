"""What a form of the review names."""

from collections.abc import Iterable
from typing import Final

from django.http import QueryDict

from .selectors import Waiting

# A key of the database has no more; what is longer was not sent by a form of ours.
DIGITS: Final = 18


def numbers_in(sent: Iterable[str]) -> frozenset[int]:
    """The keys among what was sent."""
    return frozenset(
        int(key) for key in sent if key.isascii() and key.isdecimal() and len(key) <= DIGITS
    )


def as_it_was_shown(
    entries: Iterable[Waiting], sent: QueryDict, *, named: Iterable[int] = ()
) -> list[Waiting]:
    """These entries with only what stood on the screen when the button was pressed: each form
    sends its steps as `seen`. What was submitted since then stays for the next time."""
    seen = numbers_in(sent.getlist("seen")) | frozenset(named)
    return [shown for entry in entries if (shown := entry.only(seen)) is not None]
