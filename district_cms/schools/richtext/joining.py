"""A passage in one language is one element, whatever is bold or linked in it.

The editor keeps a language as a style of letters, and writes it down piece by piece: around the
words before a link, in the link, after it. A voice would begin anew with each piece, and pieces of
Arabic in an English line would stand in the wrong order.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

_BLOCKS: Final = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_HOLD_BLOCKS: Final = frozenset({"ul", "ol"})
_ANY: Final = "*"  # the language of a space and of a line break

_Item = Any  # a text, or an element without its tail


def join_languages(html: str) -> str:
    """Return the HTML of a rich text with each passage in one `span`, and the language of a whole
    paragraph, list item or heading on itself. No word and no word's language is changed."""
    if "lang=" not in html:
        return html
    around = lxml_html.fragment_fromstring(html, create_parent="div")
    for block in [element for element in around.iter() if element.tag in _BLOCKS]:
        _fill(block, _joined(_items(block)))
        _hoist(block)
    inside = "".join(
        lxml_html.tostring(child, encoding="unicode", method="html") for child in around
    )
    # As Wagtail's editor writes it, and as its reader wants it.
    return (around.text or "") + inside.replace("<br>", "<br/>")


def _items(element: Any) -> list[_Item]:
    """Take what an element holds out of it."""
    found: list[_Item] = [element.text or ""]
    for child in list(element):
        tail = child.tail or ""
        child.tail = None
        element.remove(child)
        found += [child, tail]
    return [item for item in found if not isinstance(item, str) or item]


def _fill(element: Any, items: Iterable[_Item]) -> None:
    element.text = None
    last: Any = None
    for item in items:
        if not isinstance(item, str):
            element.append(item)
            last = item
        elif last is None:
            element.text = (element.text or "") + item
        else:
            last.tail = (last.tail or "") + item


def _is_marked(item: _Item) -> bool:
    return not isinstance(item, str) and item.tag == "span" and bool(item.get("lang"))


def _languages(item: _Item, around: str = "") -> set[str]:
    """Return the languages of all words of an item."""
    if isinstance(item, str):
        return {around if item.strip() else _ANY}
    if item.tag == "br":
        return {_ANY}
    if item.tag in _HOLD_BLOCKS:
        return {""}
    around = item.get("lang") or around
    found = _languages(item.text or "", around)
    for child in item:
        found |= _languages(child, around) | _languages(child.tail or "", around)
    return found


def _one_language(item: _Item) -> str:
    """Return the language of all words of an item, "" if they have several or none."""
    found = _languages(item) - {_ANY}
    if not found:
        return _ANY
    return found.pop() if len(found) == 1 else ""


def _joined(items: list[_Item]) -> Iterator[_Item]:
    while items:
        language = _one_language(items[0])
        if language in ("", _ANY):
            item = items.pop(0)
            if not isinstance(item, str) and language == "" and item.tag not in _HOLD_BLOCKS:
                _fill(item, _joined(_items(item)))
            yield item
            continue
        length = _run(items, language)
        run, items[:length] = items[:length], []
        yield _marked(run, language)


def _run(items: list[_Item], language: str) -> int:
    """Return how many items at the beginning are in the language, spaces between them included."""
    length = 0
    for place, item in enumerate(items, start=1):
        found = _one_language(item)
        if found == language:
            length = place
        elif found != _ANY:
            break
    return length


def _marked(run: list[_Item], language: str) -> Any:
    direction = next(filter(None, map(_direction, run)), None)
    span = etree.Element("span", {"lang": language})
    if direction:
        span.set("dir", direction)
    _fill(span, _unmarked(run))
    return span


def _direction(item: _Item) -> str | None:
    if isinstance(item, str):
        return None
    return item.get("dir") or next(filter(None, (each.get("dir") for each in item.iter())), None)


def _unmarked(items: Iterable[_Item]) -> Iterator[_Item]:
    """Yield the items without the elements that only said their language."""
    for item in items:
        if isinstance(item, str):
            yield item
            continue
        inside = list(_unmarked(_items(item)))
        if _is_marked(item):
            yield from inside
        else:
            _fill(item, inside)
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
    _fill(block, [before, *_items(span), after])
