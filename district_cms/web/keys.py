"""The numbers by which a request names rows."""

from collections.abc import Iterable
from typing import Final

LONGEST_KEY: Final = 18
"""Digits of the longest number that is the key of a row in either database."""


def key_in(text: str | None, *, digits: int = LONGEST_KEY) -> int | None:
    """The number that the text spells in at most so many digits from 0 to 9; None for everything
    else. Python and Django also read "+7", "0_7", " 7" and the digits of other scripts as 7: a
    link or form of ours writes none of them, and what reads them twice may read them in two ways.
    """
    if text and len(text) <= digits and text.isascii() and text.isdecimal():
        return int(text)
    return None


def keys_in(texts: Iterable[str]) -> list[int]:
    """The numbers among the texts, in their order."""
    return [key for key in map(key_in, texts) if key is not None]
