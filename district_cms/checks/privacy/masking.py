"""Masks excerpts to show where, but not what: a finding has more readers than the page."""

import re
from typing import Final

DOT: Final = "•"

_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")


def mask_digits(text: str, *, keep: int = 0) -> str:
    """Return the text with dots for all digits but the first `keep`.

    >>> mask_digits("Student ID 1234567", keep=2)
    'Student ID 12•••••'
    """
    seen = 0

    def dot(match: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        return match[0] if seen <= keep else DOT

    return _DIGIT.sub(dot, text)


def mask_letters(text: str) -> str:
    """Return the text with dots for its letters, for grades such as "B+"."""
    return _LETTER.sub(DOT, text)


def mask_name(name: str) -> str:
    """Return a name with its first word and the initials of the others.

    >>> mask_name("Maria Lopez")
    'Maria L••••'
    """
    first, *rest = name.split()
    return " ".join([first, *(word[0] + DOT * (len(word) - 1) for word in rest)])
