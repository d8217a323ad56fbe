"""Characters that belong in no text: a soft line break that Word leaves when it is pasted, halves
of characters, and what turns the direction of all that follows. XML and iCalendar forbid the first,
and programs then refuse the whole file; the last let a text read as another one. Pure."""

import re
from typing import Final

_BREAKS: Final = re.compile("[\x0b\x0c\x1c-\x1f]")
_NOTHING: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
# Embeddings, overrides and isolates. Direction is the markup's; the marks of single letters, which
# Arabic texts have, stay.
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def without_controls(text: str) -> str:
    """A space for what breaks a line or a page, nothing for the others; line ends and tabs stay."""
    if text.isprintable():
        return text
    return _DIRECTIONS.sub("", _NOTHING.sub("", _BREAKS.sub(" ", text)))


def all_without_controls[Value](value: Value) -> Value:
    """Of every text in lists and dicts, as JSON has them."""
    if isinstance(value, str):
        return without_controls(value)  # type: ignore[return-value]
    if isinstance(value, list):
        return [all_without_controls(each) for each in value]  # type: ignore[return-value]
    if isinstance(value, dict):
        return {  # type: ignore[return-value]
            name: all_without_controls(each) for name, each in value.items()
        }
    return value
