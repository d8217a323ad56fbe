"""Languages between the editor and the database.

The editor holds a language as a style of letters, "LANG_es": a style may lie over bold words and
over links, which an entity of the editor may not. The database holds `lang`, and `dir` where a
language is written from right to left.
"""

import json
from itertools import groupby
from typing import Any, Final

from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter, style_fallback
from wagtail.admin.rich_text.converters.contentstate_models import InlineStyleRange
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    BlockElementHandler,
    InlineStyleElementHandler,
    ListItemElementHandler,
)

from district_cms.checks.languages import is_right_to_left, primary_language

from .joining import join_languages
from .repairing import repaired

PREFIX: Final = "LANG_"
_HEADINGS: Final = {"h2": "header-two", "h3": "header-three", "h4": "header-four"}


class LanguageConverter(ContentstateConverter):
    """Wagtail's, with one language for each letter and each passage in one element."""

    def __init__(self, features: Any = None) -> None:
        super().__init__(features)
        handlers = self.html_to_contentstate_handler.element_handlers
        # Only those that the field offers: Wagtail would drop any other block when it is saved.
        for heading in set(features or ()) & set(_HEADINGS):
            handlers.add_rule(f"{heading}[lang]", _BlockHandler(_HEADINGS[heading]))

    def from_database_format(self, html: str) -> str:
        content = super().from_database_format(repaired(html))
        return _one_for_each_letter(content) if PREFIX in content else content

    def to_database_format(self, contentstate_json: str) -> str:
        return join_languages(super().to_database_format(contentstate_json))


def _one_for_each_letter(contentstate_json: str) -> str:
    """Return the content with the innermost language of each letter alone."""
    content = json.loads(contentstate_json)
    for block in content["blocks"]:
        others = [r for r in block["inlineStyleRanges"] if not r["style"].startswith(PREFIX)]
        ranges = [r for r in block["inlineStyleRanges"] if r["style"].startswith(PREFIX)]
        letters: list[str] = [""] * len(block["text"])
        for each in ranges:  # the outer ones begin first
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
    """Write a style down that no feature names: a language, or what Wagtail does with others."""
    style = props["inline_style_range"]["style"]
    tag = style.removeprefix(PREFIX)
    if tag == style or not primary_language(tag):
        return style_fallback(props)
    direction = {"dir": "rtl"} if is_right_to_left(tag) else {}
    return DOM.create_element("span", {"lang": tag, **direction}, props["children"])


class _PassageHandler:
    """Reads a `span` with a language."""

    def handle_starttag(self, name: str, attrs: Any, state: Any, contentstate: Any) -> None:
        style = PREFIX + (dict(attrs).get("lang") or "")
        InlineStyleElementHandler(style).handle_starttag(name, attrs, state, contentstate)

    def handle_endtag(self, name: str, state: Any, contentstate: Any) -> None:
        style = state.current_inline_styles[-1].style
        InlineStyleElementHandler(style).handle_endtag(name, state, contentstate)


class _WholeBlock:
    """Mixed into Wagtail's readers of blocks: the language of a block lies over all its words."""

    def create_block(self, name: str, attrs: dict[str, str], state: Any, contentstate: Any) -> Any:
        block = super().create_block(name, attrs, state, contentstate)  # type: ignore[misc]
        whole = InlineStyleRange(PREFIX + (attrs.get("lang") or ""))
        whole.offset = whole.length = 0
        block.inline_style_ranges.append(whole)
        return block

    def handle_endtag(self, name: str, state: Any, contentstate: Any) -> None:
        block = state.current_block
        if block is not None:  # in markup of no editor, a block within it has closed it already
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
"""What Wagtail's converters are told of the feature "language"."""
