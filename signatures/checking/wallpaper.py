"""Wallpaper: every way in which HTML puts a picture behind words, or makes one by style. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from district_cms.checks.accessibility.dom import Document, Element
from district_cms.checks.translation import mark as _
from district_cms.checks.word_sets import word_set

from .findings import Finding, Rule, Strength
from .source import Source
from .styles import StyledPicture, pictures_in_sheet, pictures_in_style

WALLPAPER: Final = Rule(
    "wallpaper",
    "signature-background",
    Strength.ADVISES,
    _("There is wallpaper or another background picture."),
    _("Remove the background, and the stationery or theme that brings it. Plain white reads best."),
)
STYLE_PICTURE: Final = Rule(
    "style-picture",
    "signature-other-images",
    Strength.ADVISES,
    _("A style brings a picture."),
    _("Remove it: use plain text, or the logos that you may use."),
)
RULES: Final = (WALLPAPER, STYLE_PICTURE)

# Beside all that begins with "background", and what is named by the author ("--paper").
_BEHIND: Final = word_set(
    "border-image border-image-source -webkit-border-image mask mask-image mask-border "
    "mask-border-source -webkit-mask -webkit-mask-image -webkit-mask-box-image "
    "-webkit-mask-box-image-source"
)
_BESIDE: Final = word_set("list-style list-style-image cursor content shape-outside filter")
_FILLS: Final = word_set("tile frame pattern gradient gradientradial gradientcenter gradienttitle")
_WATERMARK: Final = re.compile(r"watermark", re.IGNORECASE)
_DATA: Final = re.compile(r"(data:[\w/+.-]*)[;,].*", re.DOTALL | re.IGNORECASE)


def check(source: Source) -> Iterator[Finding]:
    """Yield the backgrounds and the pictures of styles, each way of writing one once."""
    styles: set[str] = set()
    for document, element in _that_may_draw(source):
        tag, style = element.tag, element.get("style", "")
        yield from _of_attributes(element)
        if ":" in tag:
            yield from _of_vml(element)
        if style not in styles:
            styles.add(style)
            for picture in pictures_in_style(style):
                yield from _of_style(picture)
        if tag == "style":
            for picture in pictures_in_sheet("".join(map(str, element.itertext()))):
                yield from _of_style(picture)
        elif tag in ("img", "v:imagedata") and _lies_behind(document, element):
            yield WALLPAPER.found(f"position: absolute, {shortened(element.get('src', ''))}")


def _that_may_draw(source: Source) -> Iterator[tuple[Document, Element]]:
    """What is drawn by a style, an attribute or its tag, in document order."""
    for document in source.documents:
        tags = [tag for tag in document.tag_names() if ":" in tag or tag == "style"]
        drawn = (*document.with_attribute("background", "style"), *document.tagged(*tags))
        for element in document.in_order(drawn):
            yield document, element


def _lies_behind(document: Document, element: Element) -> bool:
    return document.style(element).value("position") in ("absolute", "fixed")


def shortened(address: str) -> str:
    """An address as it can be quoted: of a picture that stands in it, only its kind."""
    return _DATA.sub(r"\1…", address.strip())


def _of_attributes(element: Element) -> Iterator[Finding]:
    if address := element.get("background", "").strip():
        tag = element.tag.removeprefix("x-")
        yield WALLPAPER.found(f'{tag} background="{shortened(address)}"')


def _of_style(picture: StyledPicture) -> Iterator[Finding]:
    excerpt = f"{picture.name}: {shortened(picture.written)}"
    name = picture.name
    if name in _BEHIND or "background" in name or name.startswith("--"):
        yield WALLPAPER.found(excerpt)
    elif name in _BESIDE:
        yield STYLE_PICTURE.found(excerpt)


def _of_vml(element: Element) -> Iterator[Finding]:
    """Vector drawings of Word and Outlook: fills, the background of a page, watermarks."""
    prefix, _colon, tag = element.tag.rpartition(":")
    if not prefix:
        return
    address = element.get("src", "") or element.get("o:href", "")
    if tag == "fill" and (address or element.get("type", "").lower() in _FILLS):
        yield WALLPAPER.found(f"{element.tag} {shortened(address) or element.get('type', '')}")
    elif tag == "background" and (address or element.get("fill", "") not in ("", "f", "false")):
        if not _has_fill(element):
            yield WALLPAPER.found(f"{element.tag} {shortened(address)}".strip())
    elif _WATERMARK.search(element.get("id", "")):
        yield WALLPAPER.found(f"{element.tag} {element.get('id', '')}")


def _has_fill(element: Element) -> bool:
    return any(str(child.tag).endswith(":fill") for child in element.iter("*"))
