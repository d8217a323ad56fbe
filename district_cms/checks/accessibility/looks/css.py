"""Reads style attributes: their declarations, lengths and sizes.

The gate knows only `style` attributes, not style sheets. Callers must treat a value as unknown if a
style sheet may change it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from tinycss2 import parse_declaration_list
from tinycss2.ast import Declaration, Node

from ...word_sets import word_set
from .properties import (
    BASE_SIZE,
    EVERYWHERE,
    NAMED_SIZES,
    PIXELS,
    PROPERTIES,
    SHORTHANDS,
    SIDES,
    UNKNOWN,
    Length,
    Nodes,
    Value,
    keyword,
    significant,
)

_ALIASES: Final = {
    "-webkit-background-clip": "background-clip",
    "-webkit-filter": "filter",
    "-webkit-opacity": "opacity",
}
# The final value of these is not known here.
_SUBSTITUTED: Final = word_set("attr env if inherit var")
# Python refuses to read longer numbers.
_LONG_NUMBER: Final = re.compile(r"(\d{300})\d+")
# Texts in which each semicolon ends a declaration. Semicolons in quotation marks, comments and
# brackets do not, and nested brackets are left to the parser.
_APART: Final = re.compile(
    r"""(?:
        [^"'()\[\]{}\\/]++
      | /(?!\*)
      | "[^"\\;\n\r\f]*+"
      | '[^'\\;\n\r\f]*+'
      | \((?:[^"'()\[\]{}\\;/]++|/(?!\*))*+\)
    )*+""",
    re.VERBOSE,
)
_REMEMBERED: Final = 1_000
_FAR_AWAY: Final = -500.0


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """The declarations of one `style` attribute that our rules use, with shorthands expanded."""

    values: Mapping[str, Value] = field(default_factory=dict)
    important: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def value(self, name: str) -> Value | None:
        """Returns the declared value of a property, or None if it is inherited."""
        return self.values.get(name)


UNSTYLED: Final = Style()


def parse_style(text: str) -> Style:
    """Returns the declarations of a `style` attribute. Never raises.

    The later of two declarations of a property wins, unless only the earlier is important.
    Declarations that browsers drop are left out.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _read(text)


def _read(text: str) -> Style:
    values: dict[str, Value] = {}
    important: set[str] = set()
    for piece in split_declarations(text):
        read = _longhands_in if len(piece) <= _REMEMBERED else _longhands_in.__wrapped__
        for name, value, is_important in read(piece):
            if is_important or name not in important:
                values[name] = value
            if is_important:
                important.add(name)
    return Style(values, frozenset(important)) if values else UNSTYLED


@lru_cache(maxsize=2048)
def _longhands_in(text: str) -> Sequence[tuple[str, Value, bool]]:
    """Returns the properties that some declarations set, in order, with their values and whether
    they are important."""
    return [
        (name, value, declaration.important)
        for declaration in declarations(text)
        for name, value in _longhands(
            _ALIASES.get(declaration.lower_name, declaration.lower_name), declaration.value
        )
    ]


def declarations(text: str) -> Iterator[Declaration]:
    """Yields the declarations of a `style` attribute as they are written. Never raises."""
    for piece in split_declarations(text):
        yield from _declared(piece) if len(piece) <= _REMEMBERED else _parsed(piece)


def split_declarations(text: str) -> Sequence[str]:
    """Splits the text into its declarations, or returns it whole if only the parser can tell where
    one ends."""
    return text.split(";") if ";" in text and _APART.fullmatch(text) else (text,)


def _parsed(text: str) -> tuple[Declaration, ...]:
    text = without_long_numbers(text)
    # Not `parse_blocks_contents`: in a style attribute, browsers do not end a declaration at
    # braces.
    nodes = parse_declaration_list(text, skip_comments=True, skip_whitespace=True)
    return tuple(node for node in nodes if isinstance(node, Declaration))


def without_long_numbers(text: str) -> str:
    """Returns the text with each number shortened to the digits that the parser reads."""
    return _LONG_NUMBER.sub(r"\1", text)


# Pasted text repeats the same few styles in every element.
_remembered = lru_cache(maxsize=2048)(_read)
# Later checks read the same declarations again.
_declared = lru_cache(maxsize=2048)(_parsed)


def _longhands(name: str, value: Sequence[Node]) -> Iterator[tuple[str, Value]]:
    """Yields each property that a declaration sets, with its value; none if browsers drop it."""
    shorthand = SHORTHANDS.get(name)
    if shorthand is None and name not in PROPERTIES:
        return
    names = shorthand.longhands if shorthand else (name,)
    # Brackets still open at the end of the attribute are closed there.
    nodes = [node for node in significant(value) if not _is_end(node)]
    if keyword(nodes) in EVERYWHERE:
        yield from ((each, keyword(nodes)) for each in names)
    elif _is_substituted(nodes):
        yield from ((each, UNKNOWN) for each in names)
    elif shorthand:
        yield from (shorthand.expand(nodes) or {}).items()
    elif (read := PROPERTIES[name](nodes)) is not None:
        yield name, read


def _is_end(node: Node) -> bool:
    return node.type == "error" and node.kind.startswith("eof-in")


def _is_substituted(nodes: Nodes) -> bool:
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node.type == "function":
            if node.lower_name in _SUBSTITUTED or node.name.startswith("--"):
                return True
            waiting += node.arguments
        elif node.type.endswith("block"):
            waiting += node.content
    return False


def length(value: Value | None, size: float) -> float | None:
    """Returns a length in CSS pixels, or None if the value is none. `size` is 1em in pixels."""
    if not isinstance(value, Length) or not value.unit:
        return None
    if value.unit in ("em", "%"):
        return value.number * size / (100 if value.unit == "%" else 1)
    return value.number * PIXELS[value.unit]


def font_size(style: Style, inherited: float) -> float:
    """Returns the font size of an element in CSS pixels; an unreadable size is inherited."""
    value = style.value("font-size")
    factors = {"larger": 1.2, "smaller": 1 / 1.2}
    if isinstance(value, str):
        named = BASE_SIZE if value == "initial" else NAMED_SIZES.get(value)
        return named if named is not None else inherited * factors.get(value, 1.0)
    size = length(value, inherited)
    return inherited if size is None else size


def is_bold(style: Style) -> bool | None:
    """Returns whether the style sets bold, or None if it does not say."""
    weight = style.value("font-weight")
    if isinstance(weight, Length):
        return weight.number >= 600
    if weight in ("bold", "bolder"):
        return True
    return False if weight in ("normal", "lighter", "initial") else None


def is_moved_away(style: Style) -> bool:
    """True if the style moves the element far outside the page, where nobody sees it."""
    is_lifted = style.value("position") in ("absolute", "fixed")
    names = (*SIDES, "text-indent") if is_lifted else ("text-indent",)
    distances = (length(style.value(name), BASE_SIZE) for name in names)
    return any(distance is not None and distance <= _FAR_AWAY for distance in distances)
