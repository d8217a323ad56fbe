"""A stored text as the editor can open it.

Wagtail's reader raises an error where tags are not balanced, where a list item stands in no list
and where bold, a link or a language lies around a paragraph. The editor stores no such thing, but
an import or a database tool may, and the form has to open for whoever is to put it right. Tags are
mended, words are never lost.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

import nh3
from lxml import etree

from district_cms.web.refused.keys import key_in

from .cleaning import ATTRIBUTES, SCHEMES, TAGS
from .markup import BLOCKS, LISTS, Item, fill, items_of, parsed, written

# As browsers parse it: the same parser, and the same list of tags, as where the text is shown.
_balanced: Final = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES | {"a": {"href", "linktype", "id"}},
    generic_attribute_prefixes={"data-"},
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def repaired(html: str) -> str:
    """Return the HTML with the same words, in blocks that the editor's reader takes."""
    around = parsed(_balanced.clean(html))
    _put_items_in_lists(around)
    _put_passages_in_blocks(around)
    _part_nested_blocks(around)
    _drop_links_to_nothing(around)
    return written(around).strip()  # a space at its ends stands in no block


def _put_items_in_lists(around: Any) -> None:
    for item in list(around.iter("li")):
        if item.getparent().tag in LISTS:
            continue
        before = item.getprevious()
        if before is not None and before.get("data-made") and not (before.tail or "").strip():
            before.tail = None
            made = before
        else:
            made = etree.Element("ul", {"data-made": "true"})
            item.addprevious(made)
        made.tail, item.tail = item.tail, None
        made.append(item)
    for made in around.iter("ul"):
        made.attrib.pop("data-made", None)


def _put_passages_in_blocks(around: Any) -> None:
    """Bold, a link or a language around blocks goes into each of them. The innermost first."""
    for element in reversed(list(around.iter())):
        if element is around or element.tag in BLOCKS | LISTS or not _holds_blocks(element):
            continue
        parent = element.getparent()
        inside = list(_each_within(items_of(element), element))
        items = items_of(parent)
        at = next(place for place, item in enumerate(items) if item is element)
        fill(parent, [*items[:at], *inside, *items[at + 1 :]])


def _each_within(items: Iterable[Item], shell: Any) -> Iterator[Item]:
    for holds_blocks, run in groupby(items, key=_holds_blocks):
        if holds_blocks:
            for block in run:
                fill(block, list(_each_within(items_of(block), shell)))
                yield block
        else:
            inner = etree.Element(shell.tag, dict(shell.attrib))
            fill(inner, run)
            words = str(inner.xpath("string()"))
            if words.strip():
                yield inner
            elif words:  # an empty shell leaves nothing, one of spaces a space
                yield " "


def _holds_blocks(item: Item) -> bool:
    return not isinstance(item, str) and any(each.tag in BLOCKS | LISTS for each in item.iter())


def _part_nested_blocks(around: Any) -> None:
    """A block within a block, not in a list, becomes lines of the outer one."""
    for block in reversed(list(around.iter(*BLOCKS))):
        parent = block.getparent()
        if parent.tag not in BLOCKS:
            continue
        items = items_of(parent)
        at = next(place for place, item in enumerate(items) if item is block)
        before, after = items[:at], items[at + 1 :]
        inside = items_of(block)
        if block.get("lang"):
            shell = etree.Element("span", {"lang": block.get("lang")})
            inside = list(_each_within(inside, shell))
        lines = [*_with_break(before, at_end=True), *inside, *_with_break(after, at_end=False)]
        fill(parent, lines)


def _with_break(items: list[Item], *, at_end: bool) -> list[Item]:
    if all(isinstance(item, str) and not item.strip() for item in items):
        return items
    nearest = items[-1 if at_end else 0]
    if not isinstance(nearest, str) and nearest.tag == "br":
        return items
    line_break = etree.Element("br")
    return [*items, line_break] if at_end else [line_break, *items]


def _drop_links_to_nothing(around: Any) -> None:
    """A link to a page whose number is none: Wagtail's reader would look for it."""
    for link in around.iter("a"):
        if link.get("linktype") and key_in(link.get("id")) is None:
            del link.attrib["linktype"]
