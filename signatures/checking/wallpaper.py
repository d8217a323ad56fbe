"""Finds background pictures, and pictures in styles: attributes, CSS, VML. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tinycss2 import parse_blocks_contents, parse_rule_list, parse_stylesheet
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from district_cms.checks.accessibility.dom import Element
from district_cms.checks.translation import mark as _
from district_cms.checks.word_sets import word_set

from .findings import Finding, Rule, Strength
from .source import Source, shortened

WALLPAPER: Final = Rule(
    "wallpaper",
    "signature-background",
    Strength.ADVISES,
    _("There is wallpaper or another background picture."),
    _("Remove the background, and the stationery or theme that adds it. Plain white reads best."),
)
STYLE_PICTURE: Final = Rule(
    "style-picture",
    "signature-other-images",
    Strength.ADVISES,
    _("A style adds a picture."),
    _("Remove it: use plain text, or the logos that you may use."),
)
RULES: Final = (WALLPAPER, STYLE_PICTURE)

# In addition to properties that start with "background", and custom ones ("--paper").
_BEHIND: Final = word_set(
    "border-image border-image-source -webkit-border-image mask mask-image mask-border "
    "mask-border-source -webkit-mask -webkit-mask-image -webkit-mask-box-image "
    "-webkit-mask-box-image-source"
)
_BESIDE: Final = word_set("list-style list-style-image cursor content shape-outside filter")
_IMAGES: Final = word_set(
    "url src image image-set -webkit-image-set cross-fade -webkit-cross-fade element -moz-element "
    "paint alphaimageloader"
)
_FILLS: Final = word_set("tile frame pattern gradient gradientradial gradientcenter gradienttitle")
_DEEPEST: Final = 20
# tinycss2 raises an exception for numbers that Python cannot convert.
_LONG_NUMBER: Final = re.compile(r"\d{300,}")


def check(source: Source) -> Iterator[Finding]:
    """Yields the background pictures; parses each style once."""
    styles: dict[str, None] = {}
    for document in source.documents:
        for element in document.elements:
            if address := element.get("background", "").strip():
                tag = element.tag.removeprefix("x-")
                yield WALLPAPER.finding(f'{tag} background="{shortened(address)}"')
            if ":" in element.tag:
                yield from _of_vml(element)
            if element.tag == "style":
                yield from _of_rules(_parsed("".join(map(str, element.itertext()))))
            styles[element.get("style", "")] = None
        for element in document.tagged("img", "v:imagedata"):
            if document.style(element).value("position") in ("absolute", "fixed"):
                yield WALLPAPER.finding(f"position: absolute, {shortened(element.get('src', ''))}")
    for style in styles:
        if "(" in style:
            style = _LONG_NUMBER.sub("0", style)
            yield from _of_declarations(parse_blocks_contents(style, skip_comments=True))


def _parsed(css: str) -> Sequence[Node]:
    if "(" not in css:
        return ()
    css = _LONG_NUMBER.sub("0", css)
    return parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def _of_rules(rules: Sequence[Node], depth: int = 0) -> Iterator[Finding]:
    for rule in rules:
        if not isinstance(rule, QualifiedRule | AtRule) or rule.content is None:
            continue
        if isinstance(rule, AtRule) and rule.lower_at_keyword == "font-face":
            continue
        content = parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        yield from _of_declarations(content)
        if isinstance(rule, AtRule):  # "@media" contains rules
            content = parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        if depth < _DEEPEST:
            yield from _of_rules(content, depth + 1)


def _of_declarations(nodes: Iterable[Node]) -> Iterator[Finding]:
    for node in nodes:
        if not isinstance(node, Declaration):
            continue
        name = node.lower_name
        is_behind = name in _BEHIND or "background" in name or name.startswith("--")
        if is_behind or name in _BESIDE:
            for picture in _pictures(node.value):
                rule = WALLPAPER if is_behind else STYLE_PICTURE
                yield rule.finding(f"{name}: {shortened(picture)}")


def _pictures(nodes: Sequence[Node]) -> Iterator[str]:
    """Yields the pictures in a value, nested ones included."""
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if node.type == "url" and _is_address(node.value):
            yield node.value
        elif node.type == "function":
            if node.lower_name.endswith("gradient"):
                yield f"{node.lower_name}(…)"
                continue
            if node.lower_name in _IMAGES:
                yield from _arguments(node)
            waiting += reversed(node.arguments)
        elif node.type.endswith("block"):
            waiting += reversed(node.content)


def _arguments(function: Node) -> Iterator[str]:
    """Yields quoted addresses, or the function if it names an element or a script."""
    texts = [part.value for part in function.arguments if part.type == "string"]
    yield from filter(_is_address, texts)
    if all(part.type in ("ident", "hash", "whitespace") for part in function.arguments):
        yield f"{function.lower_name}(…)"


def _is_address(text: str) -> bool:
    """Returns False for "" and for a fragment, which Word writes."""
    return bool(text.strip()) and not text.startswith("#")


def _of_vml(element: Element) -> Iterator[Finding]:
    """Yields findings in VML, the vector format of Word and Outlook: fills, page backgrounds,
    watermarks."""
    tag = element.tag.rpartition(":")[2]
    address = shortened(element.get("src", "") or element.get("o:href", ""))
    kind = element.get("type", "")
    if tag == "fill" and (address or kind.lower() in _FILLS):
        yield WALLPAPER.finding(f"{element.tag} {address or kind}")
    elif tag == "background" and (address or element.get("fill", "") not in ("", "f", "false")):
        if not any(str(child.tag).endswith(":fill") for child in element.iter("*")):
            yield WALLPAPER.finding(f"{element.tag} {address}".strip())
    elif "watermark" in element.get("id", "").lower():
        yield WALLPAPER.finding(f"{element.tag} {element.get('id', '')}")
