"""Quotation marks of a quote: the signature adds the outer ones. Pure."""

import re
from typing import Final

PAIRS: Final = {"“": "”", "„": "“", "«": "»", "»": "«"}
_OPENS: Final = re.compile(r'(?<![^\s(\[“])"')
_INNER: Final = str.maketrans({"“": "\u2018", "”": "’"})


def for_signature(text: str) -> str:
    """The words without the marks around all of them, and with single ones inside."""
    text = text.strip()
    if text.count('"') % 2 == 0:  # an odd one may stand for inches
        text = _OPENS.sub("“", text).replace('"', "”")
    while len(text) > 1 and _is_around(text):
        text = text[1:-1].strip()
    return text if "„" in text else text.translate(_INNER)


def has_words(text: str) -> bool:
    """Marks alone are no words."""
    return any(each.isalnum() for each in text)


def _is_around(text: str) -> bool:
    """Whether the first mark is closed by the last one, and by none before."""
    opening, closing = text[0], PAIRS.get(text[0], "")
    if text[-1] != closing:
        return False
    depth = 0
    for each in text[:-1]:
        depth += (each == opening) - (each == closing)
        if not depth:
            return False
    return True
