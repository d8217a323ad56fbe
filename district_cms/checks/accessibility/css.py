"""Style attributes: what they declare, and the lengths and sizes in them.

Only what stands in a `style` attribute is known to the gate. What a style sheet adds is not, so
every reader of these declarations says "unknown" where a style sheet may have its say.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .dom import Element

BASE_SIZE: Final = 16.0
"""What text measures in CSS pixels where nothing else is said."""

_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
# A value may hold semicolons inside quotes or brackets: url("data:image/png;base64,…").
_DECLARATION: Final = re.compile(r"""(?:[^;"'()]+|"[^"]*"?|'[^']*'?|\([^()]*\)?|\))++""")
_QUOTED: Final = re.compile(r"[\"'(]")
_LENGTH: Final = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(px|pt|pc|in|cm|mm|q|em|rem|%)?"
)
_LONGEST_STYLE: Final = 5_000

_PIXELS: Final = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "rem": BASE_SIZE,
}
_NAMED_SIZES: Final = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}
_FONT_SIZE_IN_SHORTHAND: Final = re.compile(
    r"(?:^|\s)([\d.]+(?:px|pt|pc|in|cm|mm|em|rem|%))(?=[\s/])"
)
_BOLD_IN_SHORTHAND: Final = re.compile(r"(?:^|\s)(?:bold|bolder|[6-9]00)\s")
_FAR_AWAY: Final = -500.0


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared value, in lower case, and whether it is pinned by `!important`."""

    value: str
    important: bool = False


Style = Mapping[str, Declared]


def read_style(element: Element) -> Style:
    """Return what the element's `style` attribute declares, by property. Not to be changed.

    Of two declarations of a property the later holds, unless only the earlier is important.
    """
    return parse_style(element.get("style", ""))


# Pasted text repeats the same few styles in every element.
@lru_cache(maxsize=2048)
def parse_style(text: str) -> Style:
    """As `read_style`, for the text of the attribute; what is longer than 5000 is cut off."""
    text = text[:_LONGEST_STYLE]
    found: dict[str, Declared] = {}
    if ":" not in text:
        return found
    if "/*" in text:
        text = _COMMENT.sub(" ", text)
    lower = text.lower()
    is_plain = not _QUOTED.search(lower)
    for declaration in lower.split(";") if is_plain else _DECLARATION.findall(lower):
        name, _colon, written = declaration.partition(":")
        name, (value, pinned) = name.strip(), _unpin(written.strip())
        known = found.get(name)
        if value and (pinned or known is None or not known.important):
            found[name] = Declared(value, pinned)
    return found


def length(value: str, size: float) -> float | None:
    """Return a length in CSS pixels, or None for what is none. `size` is what 1em measures.

    A bare number but 0 is no length.
    """
    match = _LENGTH.fullmatch(value)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "em":
        return number * size
    if unit == "%":
        return number * size / 100
    if unit is None:
        return 0.0 if number == 0 else None
    return number * _PIXELS[unit]


def font_size(style: Style, inherited: float) -> float:
    """Return the size of an element's text in CSS pixels; what cannot be read is inherited."""
    declared = style.get("font-size")
    value = declared.value if declared else ""
    if not value and "font" in style:
        shorthand = _FONT_SIZE_IN_SHORTHAND.search(style["font"].value)
        value = shorthand[1] if shorthand else ""
    if value in _NAMED_SIZES:
        return _NAMED_SIZES[value]
    if value == "larger":
        return inherited * 1.2
    if value == "smaller":
        return inherited / 1.2
    size = length(value, inherited)
    return size if size is not None and size >= 0 else inherited


def is_bold(style: Style) -> bool | None:
    """True or False as the style says it, None where it does not."""
    declared = style.get("font-weight")
    if declared is None:
        if "font" in style:
            return bool(_BOLD_IN_SHORTHAND.search(style["font"].value))
        return None
    if declared.value in ("bold", "bolder"):
        return True
    if declared.value.replace(".", "", 1).isdecimal():
        return float(declared.value) >= 600
    return False if declared.value in ("normal", "lighter") else None


def is_moved_away(style: Style) -> bool:
    """True if the style puts the element far outside the page, where nobody sees it."""
    position = style.get("position")
    if position is not None and position.value in ("absolute", "fixed"):
        sides = ("left", "top", "right", "bottom")
        if any(_is_far(style[side].value) for side in sides if side in style):
            return True
    return "text-indent" in style and _is_far(style["text-indent"].value)


def _unpin(written: str) -> tuple[str, bool]:
    value, mark, rest = written.rpartition("!")
    return (value.rstrip(), True) if mark and rest.strip() == "important" else (written, False)


def _is_far(value: str) -> bool:
    distance = length(value, BASE_SIZE)
    return distance is not None and distance <= _FAR_AWAY
