"""The words that a field or button brings along: on it, in it, or in its place while empty."""

from typing import Final

from ...word_sets import word_set
from ..dom import Element
from ..words import squeeze

# The words on a button without any of its own; browsers supply those of the last two.
_BUTTON_WORDS: Final = {"button": "", "submit": "Submit", "reset": "Reset"}
_WITHOUT_VALUE: Final = word_set("checkbox color file hidden image password radio")
_PLACEHOLDERS: Final = word_set("email number password search tel text url")


def _kind(control: Element) -> str:
    return control.get("type", "").strip().lower() or "text"


def own_words(control: Element) -> str:
    """Return the words on a button that is an `input`, or the `alt` of one that is a picture."""
    if control.tag != "input":
        return ""
    kind = _kind(control)
    if kind == "image":
        return squeeze(control.get("alt", ""))
    if kind not in _BUTTON_WORDS:
        return ""
    return squeeze(control.get("value", _BUTTON_WORDS[kind]))


def placeholder(element: Element) -> str:
    """Return the words in an empty field that stand for a label: better than no name."""
    if element.tag == "textarea" or (element.tag == "input" and _kind(element) in _PLACEHOLDERS):
        return squeeze(element.get("placeholder", ""))
    return ""


def held(control: Element) -> str:
    """Return what an `input` holds, if it shows it."""
    return "" if _kind(control) in _WITHOUT_VALUE else squeeze(control.get("value", ""))
