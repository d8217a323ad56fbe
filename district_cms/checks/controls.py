"""Removes characters that belong in no text: the soft line break that Word leaves in pasted text,
halves of characters, and controls that change the direction of the text after them. XML and
iCalendar forbid the first, so programs refuse the whole file; the last can make a text read as
another one. Pure."""

import re
from typing import Final

_BREAKS: Final = re.compile("[\x0b\x0c\x1c-\x1f]")
_NOTHING: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
# Embeddings, overrides and isolates: markup sets the direction. Marks for single letters stay,
# because Arabic texts need them.
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def without_controls(text: str) -> str:
    """Replaces controls that break a line or a page with a space, and removes the others. Line ends
    and tabs stay."""
    if text.isprintable():
        return text
    return _DIRECTIONS.sub("", _NOTHING.sub("", _BREAKS.sub(" ", text)))


def all_without_controls[Value](value: Value) -> Value:
    """Cleans every text in a JSON value: in lists and dicts, at any depth."""
    if isinstance(value, str):
        return without_controls(value)  # type: ignore[return-value]
    if isinstance(value, list):
        return [all_without_controls(each) for each in value]  # type: ignore[return-value]
    if isinstance(value, dict):
        return {  # type: ignore[return-value]
            name: all_without_controls(each) for name, each in value.items()
        }
    return value
