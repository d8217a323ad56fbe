"""The lists of programs that know none, or write them in a way of their own.

Word writes an item as a paragraph, with its level in its style and its sign as text. Google Docs
puts an inner list beside its item. As in the browser (`static/js/pasted/word_lists.js`).
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from district_cms.schools.richtext.markup import LISTS

from .styles import style_of

_LEVEL: Final = re.compile(r"\blevel(\d)")
_NO_ITEM: Final = ("", "none", "ignore")
_SIGN: Final = re.compile(r"\s*(?:[·•▪o§\-–\uf0b7\uf0a7]|(\d{1,2}|[a-z])[.)])(?:\s+|(?<=[·•▪]))")
# A number, a letter or a Roman number, in whatever brackets.
_NUMBER: Final = re.compile(r"\s*\(?(?:\d{1,3}|[a-z]|[ivxl]{1,6})[.)]", re.IGNORECASE)
_NUMBERED: Final = "numbered"


def take_sign(element: Any) -> bool:
    """Whether it is the bullet or number that Word writes into an item, for programs that know no
    lists; its item then remembers which of the two it was."""
    if style_of(element).get("mso-list") != "ignore":
        return False
    for item in element.iterancestors("p"):
        if _NUMBER.match(element.text_content()):
            item.set("class", _NUMBERED)
    return True


def make_lists(around: Any) -> None:
    """Paragraphs that are items become lists, and an inner list stands in its item."""
    for parent in {paragraph.getparent() for paragraph in around.iter("p")}:
        for run in _runs(parent):
            _make_list(run)
    for inner in [each for each in around.iter(*LISTS) if each.getparent().tag in LISTS]:
        item = inner.getprevious()
        if item is None or item.tag != "li":
            item = etree.Element("li")
            inner.addprevious(item)
        paragraphs = item.findall("p")
        if len(paragraphs) == 1:  # or an empty line would stand before the inner list
            paragraphs[0].drop_tag()
        inner.tail = None
        item.append(inner)


def _runs(parent: Any) -> Iterator[list[tuple[Any, str]]]:
    """Items that follow each other, each with "ul" or "ol"."""
    run: list[tuple[Any, str]] = []
    for element in list(parent):
        tag = _list_of(element)
        if tag:
            run.append((element, tag))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _make_list(run: list[tuple[Any, str]]) -> None:
    open_lists: list[tuple[int, Any]] = []  # those that an item may still join, the outermost first
    for item, tag in run:
        level = _level_of(item)
        open_lists = [each for each in open_lists if each[0] <= level]
        if open_lists and open_lists[-1][0] == level and open_lists[-1][1].tag != tag:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] != level:
            made = etree.Element(tag)
            if open_lists:
                open_lists[-1][1][-1].append(made)
            else:
                item.addprevious(made)
            open_lists.append((level, made))
        outermost, own = open_lists[0][1], open_lists[-1][1]
        outermost.tail = (outermost.tail or "") + (item.tail or "")
        item.tail, item.tag = None, "li"
        _drop_sign(item)
        own.append(item)


def _level_of(item: Any) -> int:
    level = _LEVEL.search(style_of(item).get("mso-list", ""))
    return int(level[1]) if level else 1


def _list_of(element: Any) -> str:
    """ "ul" or "ol" of a paragraph that is an item, else ""."""
    if element.tag != "p" or element.getparent().tag == "li":
        return ""
    is_said = style_of(element).get("mso-list", "") not in _NO_ITEM
    kind = element.get("class", "")
    if kind == _NUMBERED:
        return "ol"
    sign = _SIGN.match(element.text_content())
    if not is_said and not (kind.startswith("MsoListParagraph") and sign):
        return ""
    return "ol" if sign and sign[1] else "ul"


def _drop_sign(item: Any) -> None:
    for element in item.iter():
        if (element.text or "").strip():
            element.text = _SIGN.sub("", element.text, count=1)
            return
        if element is not item and (element.tail or "").strip():
            element.tail = _SIGN.sub("", element.tail, count=1)
            return
