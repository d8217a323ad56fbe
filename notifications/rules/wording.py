"""The office's own words in messages: their placeholders, and how they are filled in. Pure."""

import re
from collections.abc import Mapping
from typing import Final

PLACEHOLDERS: Final = ("district", "phone", "website")
"""What may stand in braces. The same for every recipient: one message is drawn for all of them."""
_IN_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_BRACE: Final = re.compile(r"[{}]")


def problem(text: str) -> str:
    """The first thing in braces that nobody fills in, or a brace without its other half; "" where
    there is none."""
    for found in _IN_BRACES.finditer(text):
        if found[1] not in PLACEHOLDERS:
            return found[0]
    left = _BRACE.search(_IN_BRACES.sub("", text))
    return left[0] if left else ""


def paragraphs(text: str, values: Mapping[str, str]) -> list[str]:
    """The words with every placeholder filled in, one string a paragraph. What is filled in is not
    read for placeholders. Raises KeyError for one that has no value."""
    filled = _IN_BRACES.sub(lambda found: values[found[1]], text)
    pieces = re.split(r"\n\s*\n", filled.replace("\r\n", "\n"))
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]
