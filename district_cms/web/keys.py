"""Parses the keys of rows in requests."""

from collections.abc import Iterable
from typing import Final

LONGEST_KEY: Final = 18
"""Digits of the longest row key in either database."""


def key_in(text: str | None, *, digits: int = LONGEST_KEY) -> int | None:
    """Returns the number that the text spells in at most `digits` digits from 0 to 9; None for any
    other text. Python and Django also read "+7", "0_7", " 7" and digits of other scripts as 7: our
    links and forms never write them, and two parsers may read them differently."""
    if text and len(text) <= digits and text.isascii() and text.isdecimal():
        return int(text)
    return None


def keys_in(texts: Iterable[str]) -> list[int]:
    """Returns the numbers among the texts, in order."""
    return [key for key in map(key_in, texts) if key is not None]
