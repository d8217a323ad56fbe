"""Characters that belong in no text: a soft line break that Word leaves when it is pasted, halves
of characters. XML and iCalendar forbid them, and programs then refuse the whole file. Pure."""

import re
from typing import Final

_BREAKS: Final = re.compile("[\x0b\x0c\x1c-\x1f]")
_NOTHING: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """A space for what breaks a line or a page, nothing for the others; line ends and tabs stay."""
    if text.isprintable():
        return text
    return _NOTHING.sub("", _BREAKS.sub(" ", text))


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
