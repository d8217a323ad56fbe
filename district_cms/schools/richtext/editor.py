"""The rich text editor, and the conversion of languages between it and the database."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

import nh3
from django.utils.functional import cached_property
from draftjs_exporter import DOM
from lxml import etree
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter, style_fallback
from wagtail.admin.rich_text.converters.contentstate_models import InlineStyleRange
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    BlockElementHandler,
    InlineStyleElementHandler,
    ListItemElementHandler,
)
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextAreaAdapter
from wagtail.admin.rich_text.editors.draftail.features import ControlFeature
from wagtail.admin.telepath import register
from wagtail.rich_text.feature_registry import FeatureRegistry

from district_cms.checks.languages import is_right_to_left, primary_language
from district_cms.web.keys import key_in

from ..languages.widgets import scripts
from .markup import (
    ATTRIBUTES,
    BLOCKS,
    LANGUAGE,
    LISTS,
    SCHEMES,
    TAGS,
    Item,
    fill,
    items_of,
    parsed,
    written,
)

_ANY: Final = "*"  # the language of whitespace and line breaks


def join_languages(html: str) -> str:
    """Returns the HTML with each passage of one language in one `span`, and with the language on a
    paragraph, list item or heading if all its words share it. No word or language changes."""
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
    """Returns the languages of all words of an item."""
    if isinstance(item, str):
        return {around if item.strip() else _ANY}
    if item.tag == "br":
        return {_ANY}
    if item.tag in LISTS:
        return {""}
    around = item.get("lang") or around
    languages = _languages(item.text or "", around)
    for child in item:
        languages |= _languages(child, around) | _languages(child.tail or "", around)
    return languages


def _one_language(item: Item) -> str:
    """Returns the language of all words of an item, "" for several, `_ANY` if it has no words."""
    languages = _languages(item) - {_ANY}
    if not languages:
        return _ANY
    return languages.pop() if len(languages) == 1 else ""


def _joined(items: list[Item]) -> Iterator[Item]:
    while items:
        language = _one_language(items[0])
        if language == _ANY:  # empty or only whitespace
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
    """Returns how many leading items are in the language, including whitespace between them."""
    length = 0
    for place, item in enumerate(items, start=1):
        item_language = _one_language(item)
        if item_language == language:
            length = place
        elif item_language != _ANY:
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
    """Yields the items without elements that only set their language."""
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
    """Moves the language of a block's whole content to the block itself."""
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


# Parses as browsers do, with the same parser and allowed tags as on output.
_balanced: Final = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES | {"a": {"href", "linktype", "id"}},
    generic_attribute_prefixes={"data-"},
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def repaired(html: str) -> str:
    """Returns the HTML with the same words, in blocks that the editor's parser accepts."""
    around = parsed(_balanced.clean(html))
    for link in around.xpath(".//a//a"):
        link.drop_tag()  # HTML does not allow nested links
    _put_items_in_lists(around)
    _put_passages_in_blocks(around)
    _part_nested_blocks(around)
    _put_loose_words_in_blocks(around)
    _drop_links_to_nothing(around)
    return written(around).strip()  # whitespace at the ends is in no block


def _put_items_in_lists(around: Any) -> None:
    for item in list(around.iter("li")):
        if item.getparent().tag in LISTS:
            continue
        before = item.getprevious()
        if before is not None and before.get("data-made") and not (before.tail or "").strip():
            before.tail = None
            new_list = before
        else:
            new_list = etree.Element("ul", {"data-made": "true"})
            item.addprevious(new_list)
        new_list.tail, item.tail = item.tail, None
        new_list.append(item)
    for new_list in around.iter("ul"):
        new_list.attrib.pop("data-made", None)


def _put_passages_in_blocks(around: Any) -> None:
    """Moves bold, links and languages around blocks into each block, innermost first."""
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
            elif words:  # an empty element is dropped, one of spaces becomes a space
                yield " "


def _holds_blocks(item: Item) -> bool:
    return not isinstance(item, str) and any(each.tag in BLOCKS | LISTS for each in item.iter())


def _part_nested_blocks(around: Any) -> None:
    """Turns a block within a block, outside lists, into lines of the outer one."""
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


def _put_loose_words_in_blocks(around: Any) -> None:
    """Wagtail's parser moves words after a block into the loose words before it."""
    for shell in [around, *around.iter(*LISTS)]:
        if not any(each.tag in BLOCKS | LISTS for each in shell.iterdescendants()):
            continue
        items: list[Item] = []
        for holds_blocks, run in groupby(items_of(shell), key=_holds_blocks):
            if holds_blocks:
                items += run
                continue
            block = etree.Element("p" if shell is around else "li")
            fill(block, run)
            items += [block] if str(block.xpath("string()")).strip() else items_of(block)
        fill(shell, items)


def _drop_links_to_nothing(around: Any) -> None:
    """Removes `linktype` from links with an invalid page id, which Wagtail's parser would look
    up."""
    for link in around.iter("a"):
        if link.get("linktype") and key_in(link.get("id")) is None:
            del link.attrib["linktype"]


PREFIX: Final = "LANG_"
_HEADINGS: Final = {"h2": "header-two", "h3": "header-three", "h4": "header-four"}


class LanguageConverter(ContentstateConverter):
    """Wagtail's converter, with one language for each character and each passage in one element."""

    def __init__(self, features: Any = None) -> None:
        super().__init__(features)
        handlers = self.html_to_contentstate_handler.element_handlers
        # Only headings that the field offers: Wagtail drops other blocks on saving.
        for heading in set(features or ()) & set(_HEADINGS):
            handlers.add_rule(f"{heading}[lang]", _BlockHandler(_HEADINGS[heading]))

    def from_database_format(self, html: str) -> str:
        content = super().from_database_format(repaired(html))
        return _one_for_each_letter(content) if PREFIX in content else content

    def to_database_format(self, contentstate_json: str) -> str:
        return join_languages(super().to_database_format(contentstate_json))


def _one_for_each_letter(contentstate_json: str) -> str:
    """Returns the content with only the innermost language of each character."""
    content = json.loads(contentstate_json)
    for block in content["blocks"]:
        others = [r for r in block["inlineStyleRanges"] if not r["style"].startswith(PREFIX)]
        ranges = [r for r in block["inlineStyleRanges"] if r["style"].startswith(PREFIX)]
        letters: list[str] = [""] * len(block["text"])
        for each in ranges:  # outer ranges come first
            end = each["offset"] + each["length"]
            letters[each["offset"] : end] = [each["style"]] * each["length"]
        at = 0
        for style, run in groupby(letters):
            length = len(list(run))
            if style:
                others.append({"offset": at, "length": length, "style": style})
            at += length
        block["inlineStyleRanges"] = others
    return json.dumps(content)


def _styled(props: dict[str, Any]) -> Any:
    """Renders a style without a feature: a language, or anything that Wagtail's fallback
    handles."""
    style = props["inline_style_range"]["style"]
    tag = style.removeprefix(PREFIX)
    if tag == style or not primary_language(tag):
        return style_fallback(props)
    direction = {"dir": "rtl"} if is_right_to_left(tag) else {}
    return DOM.create_element("span", {"lang": tag, **direction}, props["children"])


class _PassageHandler:
    """Parses a `span` with a language."""

    def handle_starttag(self, name: str, attrs: Any, state: Any, contentstate: Any) -> None:
        style = PREFIX + (dict(attrs).get("lang") or "")
        InlineStyleElementHandler(style).handle_starttag(name, attrs, state, contentstate)

    def handle_endtag(self, name: str, state: Any, contentstate: Any) -> None:
        style = state.current_inline_styles[-1].style
        InlineStyleElementHandler(style).handle_endtag(name, state, contentstate)


class _WholeBlock:
    """Mixin for Wagtail's block handlers: applies a block's language to all its words."""

    def create_block(self, name: str, attrs: dict[str, str], state: Any, contentstate: Any) -> Any:
        block = super().create_block(name, attrs, state, contentstate)  # type: ignore[misc]
        whole = InlineStyleRange(PREFIX + (attrs.get("lang") or ""))
        whole.offset = whole.length = 0
        block.inline_style_ranges.append(whole)
        return block

    def handle_endtag(self, name: str, state: Any, contentstate: Any) -> None:
        block = state.current_block
        if block is not None:  # a nested block, which no editor writes, has closed it already
            block.inline_style_ranges[0].length = len(block.text)
        super().handle_endtag(name, state, contentstate)  # type: ignore[misc]


class _BlockHandler(_WholeBlock, BlockElementHandler):
    pass


class _ListItemHandler(_WholeBlock, ListItemElementHandler):
    pass


RULE: Final[dict[str, Any]] = {
    "from_database_format": {
        "span[lang]": _PassageHandler(),
        "p[lang]": _BlockHandler("unstyled"),
        "li[lang]": _ListItemHandler(),
    },
    "to_database_format": {"style_map": {"FALLBACK": _styled}},
}
"""The converter rules of the feature "language"."""


_SCRIPT: Final = "js/languages/text.js"


class RichTextArea(DraftailRichTextArea):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = LanguageConverter(self.features)

    @cached_property
    def media(self) -> Any:
        # Our script extends Wagtail's.
        wagtail_media = super().media
        return wagtail_media + scripts(_SCRIPT, after=wagtail_media._js)


class _Adapter(DraftailRichTextAreaAdapter):
    """Creates the editor in blocks, where Wagtail's scripts render it."""

    js_constructor = "district.RichTextArea"


register(_Adapter(), RichTextArea)


def register_language(features: FeatureRegistry) -> None:
    """Registers the feature "language"."""
    features.register_editor_plugin("draftail", LANGUAGE, ControlFeature({"type": LANGUAGE}))
    features.register_converter_rule("contentstate", LANGUAGE, RULE)
