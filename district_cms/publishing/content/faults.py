"""The faults of one fragment of content, cached until the content or a rule changes.

Caches only faults, which hold no more of the page's text than their excerpt.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from threading import local
from typing import Any, Final, NamedTuple

from district_cms.checks import accessibility, privacy
from district_cms.checks.accessibility import Outline
from district_cms.checks.accessibility.language import check_text_language
from district_cms.checks.accessibility.lists import check_list_lines
from district_cms.checks.accessibility.page import check_title
from district_cms.checks.accessibility.prose.text import check_text
from district_cms.checks.accessibility.recordings import (
    LinedFault,
    check_audio,
    check_embedded_video,
    check_media_address,
    check_movement,
    check_uploaded_video,
)
from district_cms.checks.findings import Fault
from district_cms.checks.memo import Memo
from district_cms.checks.privacy import PrivacyRules

from . import fragments
from .fragments import Fragment

Placed = tuple[Fault, str]
"""A fault, and the child of the block that it is about ("" for the whole)."""


class Result(NamedTuple):
    """Faults, headings, the fault of the last line if it serves as a heading of the next block, and
    whether the fragment begins with text."""

    faults: tuple[Placed, ...]
    outline: Outline = ()
    left_open: Fault | None = None
    begins_with_text: bool = False


_FRAGMENTS_CACHED: Final = 4096

_cache: Final[Memo[Any, Result]] = Memo(_FRAGMENTS_CACHED)

# The rule of the question, by what can set the language of a plain text.
_UNMARKED: Final = {
    "block": "lang-block-unmarked",
    "page": "lang-page-unmarked",
    "": "lang-field-unmarked",
}

PICTURE_CHILD: Final = {
    "photo-release-missing": "release",
    "picture-source-missing": "source",
    "picture-people-missing": "people",
}


class _Parsed(local):
    """The last tree that this thread parsed: accessibility and privacy checks read the same
    HTML."""

    mark = ""
    tree: Any = None

    def keep(self, mark: str, tree: Any) -> None:
        self.mark, self.tree = mark, tree

    def take(self, mark: str) -> Any:
        """Returns the tree and drops it; None if it belongs to another fragment."""
        tree = self.tree if mark == self.mark else None
        self.mark, self.tree = "", None
        return tree


_parsed: Final = _Parsed()


def accessibility_faults(piece: Fragment) -> tuple[Placed, ...]:
    """Returns the accessibility faults, in the order of the rules."""
    return _result_of(piece).faults


def privacy_faults(piece: Fragment, rules: PrivacyRules) -> tuple[Placed, ...]:
    """Returns the privacy faults, and missing statements about a picture."""
    key = ("privacy", rules, piece.mark, piece.is_page_title)
    return _cache.get(key, lambda: Result(tuple(_privacy(piece, rules)))).faults


def heading_faults(prose: list[Fragment]) -> list[Fault]:
    """Returns skipped heading levels between fragments of HTML."""
    return accessibility.check_headings(_result_of(piece).outline for piece in prose)


def heading_left_open(piece: Fragment, after: Fragment) -> Fault | None:
    """Returns the fault of a block's last line, if it serves as the heading of the next block."""
    if piece.kind != "html" or (left_open := _result_of(piece).left_open) is None:
        return None
    follows = after.kind == "table" or (after.kind == "html" and _result_of(after).begins_with_text)
    return left_open if follows else None


def clear_cache() -> None:
    """Empties the cache, for measurements and tests."""
    _cache.clear()


def _result_of(piece: Fragment) -> Result:
    context = (piece.is_page_title, piece.language_set_by)
    key = ("accessibility", accessibility.RULESET_VERSION, piece.mark, context)
    return _cache.get(key, lambda: _inspect(piece))


def _inspect(piece: Fragment) -> Result:
    if piece.kind == "html":
        report = accessibility.inspect_html(
            piece.value, heading=piece.heading, language=piece.language
        )
        _parsed.keep(piece.mark, report.tree)
        return Result(
            tuple(_at("", report.faults)), report.outline, report.left_open, report.begins_with_text
        )
    if piece.kind == "text":
        checks = (
            (check_title, check_text) if piece.is_page_title else (check_text, check_list_lines)
        )
        faults = [fault for check in checks for fault in check(piece.value)]
        return Result(tuple(_at("", [*faults, *_language_faults(piece, [piece.value])])))
    return Result(tuple(_accessibility(piece)))


def _language_faults(piece: Fragment, texts: Iterable[str]) -> list[Fault]:
    """Returns the first fault for text in another language than it is declared in."""
    rule = _UNMARKED.get(piece.language_set_by, _UNMARKED[""])
    for text in texts:
        if faults := check_text_language(text, piece.language, rule=rule):
            return faults
    return []


def _accessibility(piece: Fragment) -> Iterator[Placed]:
    """Yields the faults of a block's values."""
    value = piece.value
    match piece.kind:
        case "table":
            yield from _at(
                "",
                accessibility.check_table(
                    value.get("data") or [],
                    bool(value.get("first_row_is_table_header")),
                    bool(value.get("first_col_is_header")),
                    value.get("table_caption") or "",
                ),
            )
            yield from _at("", _language_faults(piece, _texts_of_table(value)))
        case "picture":
            image = value.get("image")
            yield from _at(
                "description",
                accessibility.check_picture(
                    value.get("description") or "",
                    bool(value.get("decorative")),
                    # The stored name is random; the title starts as the name of the upload.
                    (image.title or image.file.name) if image else "",
                    value.get("caption") or "",
                    size=(image.width, image.height) if image else None,
                ),
            )
        case "embed":
            faults = accessibility.check_embed(value.get("title") or "", value.get("url") or "")
            yield from _at("title", faults)
        case "link":
            # A document link without text shows the document's title.
            text = value.get("text") or getattr(value.get("document"), "title", "")
            if text or value.get("url"):
                url = "" if value.get("document") else value.get("url") or ""
                yield from _at("text", accessibility.check_link_text(text, url=url))
    yield from recording_faults(piece.kind, value)


def _privacy(piece: Fragment, rules: PrivacyRules) -> Iterator[Placed]:
    value = piece.value
    match piece.kind:
        case "html":
            yield from _at(
                "", privacy.check_html(value, rules=rules, root=_parsed.take(piece.mark))
            )
        case "text":
            check = privacy.check_title if piece.is_page_title else privacy.check_text
            yield from _at("", check(value, rules=rules))
        case fragments.FILE_WORDS:
            yield from _at("", privacy.check_file_words(value, rules=rules))
        case "link" | "embed":
            called = value.get("text") or value.get("title") or ""
            address = value.get("url") or ""
            yield from _at("url", privacy.check_address(address, link_text=called, rules=rules))
        case "table":
            yield from _at("", privacy.check_table(value.get("data") or [], rules=rules))
            caption = value.get("table_caption") or ""
            yield from _at("", privacy.check_text(caption, rules=rules))
        case "picture" | "video":
            # The photograph rules apply to videos too.
            people, source = value.get("people") or "", value.get("source") or ""
            for fault in privacy.check_picture(people, bool(value.get("release")), source):
                yield fault, PICTURE_CHILD.get(fault.rule, "people")


def _texts_of_table(value: Mapping[str, Any]) -> Iterator[str]:
    yield value.get("table_caption") or ""
    for row in value.get("data") or []:
        yield from (str(cell) for cell in row if cell)


def _at(child: str, faults: list[Fault]) -> Iterator[Placed]:
    return ((fault, child) for fault in faults)


def recording_faults(kind: str, value: Mapping[str, Any]) -> Iterator[LinedFault]:
    """Yields the faults of a "video", "audio", "embed" or "picture" block, each with its child."""
    match kind:
        case "video":
            if value.get("file"):
                yield from check_uploaded_video(
                    _name(value),
                    has_captions=bool(value.get("captions")),
                    silent=bool(value.get("silent")),
                    transcript=_words(value.get("transcript")),
                )
        case "audio":
            if value.get("file"):
                for fault in check_audio(_words(value.get("transcript"))):
                    yield Fault(fault.rule, _name(value)), "transcript"
        case "embed":
            if value.get("url"):
                yield from _embedded(value)
        case "picture":
            image = value.get("image")
            for fault in check_movement(
                getattr(image, "moves", False), getattr(image, "title", "")
            ):
                yield fault, "image"


def _embedded(value: Mapping[str, Any]) -> Iterator[LinedFault]:
    yield from check_embedded_video(
        str(value.get("title") or value["url"]),
        value.get("captions") or "",
        value.get("checked_by") or "",
        _day(value.get("checked_on")),
    )
    for fault in check_media_address(str(value["url"])):
        yield fault, "url"


def _name(value: Mapping[str, Any]) -> str:
    return str(value.get("title") or getattr(value.get("file"), "title", ""))


def _words(text: Any) -> str:
    """Returns the words of a rich text; tags alone are no content."""
    return re.sub(r"<[^>]*>", " ", str(getattr(text, "source", text) or ""))


def _day(value: Any) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
