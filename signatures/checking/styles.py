"""Pictures that are named in CSS: in `style` attributes and in style sheets. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tinycss2 import parse_blocks_contents, parse_rule_list, parse_stylesheet
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from district_cms.checks.accessibility.looks.css import apart, declarations, without_long_numbers
from district_cms.checks.word_sets import word_set

_IMAGES: Final = word_set(
    "url src image image-set -webkit-image-set cross-fade -webkit-cross-fade element -moz-element "
    "paint alphaimageloader"
)
# Every picture is a function, of a name that ends like one of these.
_DRAWS: Final = re.compile(
    r"\((?<=[lcetr]\()(?:"
    + "|".join(rf"(?<={name}\()" for name in sorted({"gradient", *_IMAGES}))
    + ")",
    re.IGNORECASE,
)
# Word's own: a part of the same document, or of Internet Explorer.
_OF_THE_DOCUMENT: Final = re.compile(r"url\(\s*+[\"']?#[^()]*+\)", re.IGNORECASE)
# The next rule of a sheet, comments before it, where all can see its end: no escapes, no comments,
# braces or brackets in it, but in quotation marks and for one bracket deep.
_SIMPLE_RULE: Final = re.compile(
    r"""(?:[ \t\r\n\f]++|<!--|-->|/\*(?:[^*]++|\*(?!/))*+\*/)*+
    (?P<before>[^"'()\[\]{}\\/;]*+)
    \{(?P<inside>(?:
        [^"'()\[\]{}\\/]++
      | /(?!\*)
      | "[^"\\\r\n\f]*+"
      | '[^'\\\r\n\f]*+'
      | \((?:[^"'()\[\]{}\\/]++|/(?!\*))*+\)
    )*+)\}""",
    re.VERBOSE,
)
_FONT_FACE: Final = re.compile(r"@font-face(?![\w-]|[^\x00-\x7f])", re.IGNORECASE)
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class StyledPicture:
    """A property that holds a picture, and what was written: the address, or how it is drawn."""

    name: str
    written: str


def pictures_in_style(text: str) -> tuple[StyledPicture, ...]:
    """The pictures of a `style` attribute. Never raises."""
    return tuple(_of_style(text)) if _may_draw(text) else ()


def pictures_in_sheet(css: str) -> tuple[StyledPicture, ...]:
    """The pictures of a style sheet, whatever rules stand around them. Never raises."""
    return tuple(_of_sheet(css)) if _may_draw(css) else ()


def _may_draw(css: str) -> bool:
    """False where no function is one that brings a picture. An escape may stand for any letter."""
    if "(" not in css:
        return False
    if "\\" in css:
        return True
    return _DRAWS.search(_OF_THE_DOCUMENT.sub("", css) if "#" in css else css) is not None


def _of_style(text: str) -> Iterator[StyledPicture]:
    for declaration in apart(text):
        if _may_draw(declaration):
            yield from _of_declarations(declarations(declaration))


def _of_sheet(css: str) -> Iterator[StyledPicture]:
    """Simple rules are read one by one: of most nothing is, because they have no picture."""
    at = 0
    while rule := _SIMPLE_RULE.match(css, at):
        at = rule.end()
        if not _FONT_FACE.match(rule["before"]):
            yield from _of_style(rule["inside"])
    rest = css[at:]
    if _may_draw(rest):
        rest = without_long_numbers(rest)
        yield from _of_rules(parse_stylesheet(rest, skip_comments=True, skip_whitespace=True))


def _of_rules(rules: Sequence[Node], depth: int = 0) -> Iterator[StyledPicture]:
    if depth > _DEEPEST:
        return
    for rule in rules:
        if not isinstance(rule, QualifiedRule | AtRule) or rule.content is None:
            continue
        if isinstance(rule, AtRule) and rule.lower_at_keyword == "font-face":
            continue
        content = parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        yield from _of_declarations(content)
        if isinstance(rule, AtRule):  # "@media" holds rules
            content = parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        yield from _of_rules(content, depth + 1)


def _of_declarations(nodes: Iterable[Node]) -> Iterator[StyledPicture]:
    for node in nodes:
        if isinstance(node, Declaration):
            for written in _pictures(node.value):
                yield StyledPicture(node.lower_name, written)


def _pictures(nodes: Sequence[Node]) -> Iterator[str]:
    """Every picture in a value, in functions and blocks too."""
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if node.type == "url" and _is_address(node.value):
            yield node.value
        elif node.type == "function":
            yield from _drawn(node)
            if not node.lower_name.endswith("gradient"):
                waiting += reversed(node.arguments)
        elif node.type.endswith("block"):
            waiting += reversed(node.content)


def _drawn(function: Node) -> Iterator[str]:
    """What a function shows by itself: a gradient, or an address in quotation marks."""
    if function.lower_name.endswith("gradient"):
        yield f"{function.lower_name}(…)"
    elif function.lower_name in _IMAGES:
        texts = [part.value for part in function.arguments if part.type == "string"]
        yield from filter(_is_address, texts)
        if all(part.type in ("ident", "hash", "whitespace") for part in function.arguments):
            yield f"{function.lower_name}(…)"


def _is_address(text: str) -> bool:
    """False for nothing, and for a part of the same document."""
    return bool(text.strip()) and not text.startswith("#")
