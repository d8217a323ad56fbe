"""A passage in one language is one element, whatever is bold or linked in it.

The editor keeps a language as a style of letters, and writes it down piece by piece: around the
words before a link, in the link, after it. A voice would begin anew with each piece, and pieces of
Arabic in an English line would stand in the wrong order.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree

from .markup import BLOCKS, LISTS, Item, fill, items_of, parsed, written

_ANY: Final = "*"  # the language of a space and of a line break


def join_languages(html: str) -> str:
    """Return the HTML of a rich text with each passage in one `span`, and the language of a whole
    paragraph, list item or heading on itself. No word and no word's language is changed."""
    if "lang=" not in html:
        return html
    around = parsed(html)
    for block in list(around.iter(*BLOCKS)):
        fill(block, _joined(items_of(block)))
        _hoist(block)
    return written(around)


def _is_marked(item: Item) -> bool:
    return not isinstance(item, str) and item.tag == "span" and bool(item.get("lang"))


def _languages(item: Item, around: str = "") -> set[str]:
    """Return the languages of all words of an item."""
    if isinstance(item, str):
        return {around if item.strip() else _ANY}
    if item.tag == "br":
        return {_ANY}
    if item.tag in LISTS:
        return {""}
    around = item.get("lang") or around
    found = _languages(item.text or "", around)
    for child in item:
        found |= _languages(child, around) | _languages(child.tail or "", around)
    return found


def _one_language(item: Item) -> str:
    """Return the language of all words of an item: "" if they have several, `_ANY` if there
    are none."""
    found = _languages(item) - {_ANY}
    if not found:
        return _ANY
    return found.pop() if len(found) == 1 else ""


def _joined(items: list[Item]) -> Iterator[Item]:
    while items:
        language = _one_language(items[0])
        if language == _ANY:  # an empty passage, and one of spaces, says nothing
            yield from _unmarked([items.pop(0)])
            continue
        if language == "":
            item = items.pop(0)
            if not isinstance(item, str) and item.tag not in LISTS:
                fill(item, _joined(items_of(item)))
            yield item
            continue
        length = _run(items, language)
        run, items[:length] = items[:length], []
        yield _marked(run, language)


def _run(items: list[Item], language: str) -> int:
    """Return how many items at the beginning are in the language, spaces between them included."""
    length = 0
    for place, item in enumerate(items, start=1):
        found = _one_language(item)
        if found == language:
            length = place
        elif found != _ANY:
            break
    return length


def _marked(run: list[Item], language: str) -> Any:
    direction = next(filter(None, map(_direction, run)), None)
    span = etree.Element("span", {"lang": language})
    if direction:
        span.set("dir", direction)
    fill(span, _unmarked(run))
    return span


def _direction(item: Item) -> str | None:
    if isinstance(item, str):
        return None
    return item.get("dir") or next(filter(None, (each.get("dir") for each in item.iter())), None)


def _unmarked(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items without the elements that only said their language."""
    for item in items:
        if isinstance(item, str):
            yield item
            continue
        inside = list(_unmarked(items_of(item)))
        if _is_marked(item):
            yield from inside
        else:
            fill(item, inside)
            yield item


def _hoist(block: Any) -> None:
    """Put the language of all that a block holds on the block itself."""
    children = list(block)
    is_whole = len(children) == 1 and _is_marked(children[0])
    if not is_whole or (block.text or "").strip() or (children[0].tail or "").strip():
        return
    before, span, after = block.text or "", children[0], children[0].tail or ""
    for name in ("lang", "dir"):
        if span.get(name):
            block.set(name, span.get(name))
    block.remove(span)
    fill(block, [before, *items_of(span), after])
