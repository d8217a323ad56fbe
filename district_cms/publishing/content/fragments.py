"""The content of a page or an object as fragments for the checks: one per block or field.

The gate reads the *content* of a page, never the whole response, so that a fault of our templates
never stops a teacher. `cached_answers` and `read_together` are for checking many pages in a row.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath
from typing import Any, Final, cast

from django.db import models
from django.utils.text import slugify
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.rich_text import features as registry

from district_cms.checks.rules import Control


@dataclass(frozen=True, slots=True)
class Assumed:
    """A picture or document after a pending change, and the hash of its stored file."""

    item: Any
    stored_hash: str


_assumed: ContextVar[Assumed | None] = ContextVar("assumed", default=None)


@contextmanager
def assuming(item: Any, *, stored_hash: str) -> Iterator[None]:
    """Inside the block, pages are checked as if `item` were stored as it is in memory."""
    token = _assumed.set(Assumed(item, stored_hash))
    try:
        yield
    finally:
        _assumed.reset(token)


def assumed() -> Assumed | None:
    """Returns the current assumption."""
    return _assumed.get()


def as_assumed(block: Any, value: Any) -> Any:
    """Returns the value of a block with the assumed item in its place, if there is one."""
    assumption = _assumed.get()
    if assumption is None:
        return value
    if isinstance(value, models.Model):
        return assumption.item if value == assumption.item else value
    if isinstance(block, blocks.StructBlock) and value is not None:
        return block.meta.value_class(
            block,
            [(name, as_assumed(block.child_blocks[name], part)) for name, part in value.items()],
        )
    return value


_answers: ContextVar[dict[str, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def cached_answers() -> Iterator[None]:
    """Inside the block, `once` caches its answers. Use it for one batch at most: they may
    change."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once[Answer](question: str, ask: Callable[[], Answer]) -> Answer:
    """Returns the result of `ask`; inside `cached_answers`, calls it only the first time."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return cast("Answer", answers[question])


def read_together[Read](pages: Iterable[Read]) -> list[Read]:
    """Returns the same pages with the objects in their streams loaded, in few queries."""
    loaded = list(pages)
    by_type: dict[Any, list[Any]] = defaultdict(list)
    for page in loaded:
        by_type[type(page)].append(page)
    for model, same in by_type.items():
        for field in model._meta.concrete_fields:
            if isinstance(field, StreamField):
                _read_streams(field, same)
    return loaded


def _read_streams(field: StreamField, pages: list[Any]) -> None:
    raw = [list(getattr(page, field.name).raw_data) for page in pages]
    for page, value in zip(pages, field.stream_block.bulk_to_python(raw), strict=True):
        setattr(page, field.name, value)


Controls = frozenset[Control]

_BUTTONS: Final[dict[Control, frozenset[str]]] = {
    "heading": frozenset({"h1", "h2", "h3", "h4", "h5", "h6"}),
    "list": frozenset({"ol", "ul"}),
    "bold": frozenset({"bold"}),
    "link": frozenset({"link"}),
    "language": frozenset({"language"}),
}
# The control in the editor that corresponds to a block's own fields.
_FIELDS: Final[dict[str, Control]] = {
    "picture": "picture",
    "table": "table",
    "embed": "embed",
    "video": "recording",
    "audio": "recording",
}


def of_rich_text(features: list[str] | None) -> Controls:
    """Returns the buttons of a rich text with these features; None means Wagtail's default ones."""
    offered = set(registry.get_default_features() if features is None else features)
    return frozenset(control for control, names in _BUTTONS.items() if names & offered)


def of_fields(kind: str) -> Controls:
    """Returns the control of a block that is checked as `kind`."""
    return frozenset({_FIELDS[kind]} if kind in _FIELDS else ())


def of_stream(block: Any) -> Controls:
    """Returns the kinds of blocks that can be added to a stream."""
    kinds = {getattr(child, "check_as", "") for child in block.child_blocks.values()}
    offered: set[Control] = set()
    if kinds & {"video", "audio"}:
        offered.add("block for recordings")
    if any(getattr(child, "features", None) for child in block.child_blocks.values()):
        offered.add("block for text")
    return frozenset(offered)


Path = tuple[str | int, ...]

# A document's title and file name, or an address: no sentences, but public.
FILE_WORDS: Final = "file-words"

DEFAULT_LANGUAGE: Final = "en"

# Wagtail fields without words of the author; the words of a slug are read separately.
NOT_CONTENT = {"slug", "url_path", "path", "draft_title", "content_type", "go_live_at"}


@dataclass(frozen=True)
class Fragment:
    """One piece of content. `kind` is "html" (value: source of rich text), "text" (value: str),
    "picture", "table", "embed", "link", "video" or "audio" (value: the block's value), "file",
    "captions" or "recording-file" (value: the document)."""

    kind: str
    value: Any
    field: str
    path: Path = ()
    # The heading above the fragment, if its block has one: it can explain a link.
    heading: str = ""
    # The declared language, and what can change it: "text" for a rich text, "block", "page", or ""
    # for nothing.
    language: str = DEFAULT_LANGUAGE
    language_set_by: str = ""
    # The editor's controls with which the author can fix it.
    controls: Controls = frozenset()
    # A page's title has more checks than other texts.
    is_page_title: bool = False

    @property
    def source(self) -> str:
        """Returns all its words as stored, with the addresses of its links."""
        value = _plain(self.value)
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    @cached_property
    def mark(self) -> str:
        """Returns a digest of everything that a check may read here, independent of the place."""
        # Nothing for English, so that stored confirmations in English stay valid.
        read_as = [] if self.language == DEFAULT_LANGUAGE else [self.language]
        content = json.dumps([self.kind, self.heading, _plain(self.value), *read_as], default=str)
        return hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=16).hexdigest()


def fragments(subject: Any) -> Iterator[Fragment]:
    """Yields every piece of content in the order of the fields. For an object, only its
    `checked_fields`."""
    wanted = getattr(subject, "checked_fields", None)
    languages = getattr(subject, "languages", {})
    titles = getattr(subject, "page_titles", ())
    page_language = getattr(subject, "content_language", None)
    around = _Around(page_language or DEFAULT_LANGUAGE)
    for field in subject._meta.concrete_fields:
        if field.name == "slug" and isinstance(subject, Page):
            yield from _of_slug(subject)
        if not isinstance(field, models.Field) or field.name in NOT_CONTENT:
            continue
        if wanted is not None and field.name not in wanted:
            continue
        value = getattr(subject, field.attname, None)
        if isinstance(field, StreamField):
            for index, child in enumerate(value or []):
                inside = replace(
                    around,
                    language=languages.get(field.name, around.language),
                    controls=of_stream(field.stream_block),
                )
                yield from _of_block(child.block, child.value, field.name, (index,), inside)
        elif isinstance(field, RichTextField):
            if value:
                yield Fragment(
                    "html",
                    str(value),
                    field.name,
                    language=languages.get(field.name, around.language),
                    language_set_by="text",
                    controls=of_rich_text(field.features),
                )
        elif _holds_words(field) and value:
            is_page_title = (field.model is Page and field.name == "title") or field.name in titles
            yield Fragment(
                "text",
                str(value),
                field.name,
                language=languages.get(field.name, around.language),
                language_set_by="page" if page_language and field.name not in languages else "",
                is_page_title=is_page_title,
            )


def _of_slug(page: Page) -> Iterator[Fragment]:
    """Yields the words of the page's address, unless it is derived from the title."""
    slug: str = page.slug or ""
    if slug != slugify(page.title, allow_unicode=True) and any(map(str.isalpha, slug)):
        yield Fragment(FILE_WORDS, slug.replace("-", " ").replace("_", " "), "slug")


def _holds_words(field: models.Field[Any, Any]) -> bool:
    if field.choices or not field.editable or not getattr(field, "holds_words", True):
        return False
    if field.model is Page and field.name not in {"title", "seo_title", "search_description"}:
        return False
    # Email addresses and URLs are checked where they are entered.
    return isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.EmailField | models.URLField
    )


@dataclass(frozen=True)
class _Around:
    """The context of a block: its language and what sets it, heading, and controls."""

    language: str
    language_set_by: str = ""
    heading: str = ""
    controls: Controls = frozenset()


def _within(block: Any, value: Any, around: _Around) -> _Around:
    """Returns the context inside a block that may set its own language."""
    setter = block if isinstance(block, TableBlock) else block.child_blocks.get("language")
    if not getattr(setter, "says_language", False):
        return around
    return replace(
        around, language=value.get("language") or around.language, language_set_by="block"
    )


def _of_block(
    block: Any, value: Any, field: str, path: Path, around: _Around
) -> Iterator[Fragment]:
    value = as_assumed(block, value)
    if value is None:
        return
    if isinstance(block, blocks.RichTextBlock):
        yield Fragment(
            "html",
            _source(value),
            field,
            path,
            around.heading,
            around.language,
            "text",
            controls=of_rich_text(block.features) | around.controls,
        )
    elif isinstance(block, TableBlock):
        inside = _within(block, value, around)
        yield Fragment(
            "table",
            value,
            field,
            path,
            language=inside.language,
            language_set_by=inside.language_set_by,
            controls=of_fields("table") | around.controls,
        )
    elif isinstance(block, blocks.StructBlock):
        inside = _within(block, value, around)
        kind = getattr(block, "check_as", "")
        if kind:
            yield Fragment(kind, value, field, path, controls=of_fields(kind) | around.controls)
        inside = replace(inside, heading=str(value.get("title") or ""))
        for name, child in block.child_blocks.items():
            yield from _of_block(child, value.get(name), field, (*path, name), inside)
    elif isinstance(block, blocks.ListBlock):
        for index, item in enumerate(value):
            yield from _of_block(block.child_block, item, field, (*path, index), _bare(around))
    elif isinstance(block, blocks.StreamBlock):
        inside = replace(_bare(around), controls=of_stream(block))
        for index, child in enumerate(value):
            yield from _of_block(child.block, child.value, field, (*path, index), inside)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock) and value:
        yield Fragment(
            "text",
            str(value),
            field,
            path,
            language=around.language,
            language_set_by=around.language_set_by,
            controls=around.controls,
        )
    elif isinstance(block, DocumentChooserBlock):
        yield Fragment(FILE_WORDS, words_of_document(value), field, path, controls=around.controls)
        file_kind = getattr(block, "check_as", "file")
        yield Fragment(file_kind, value, field, path, controls=around.controls)


def _bare(around: _Around) -> _Around:
    return replace(around, heading="")


def words_of_document(document: Any) -> str:
    """Returns the document's title and the words of its file name: both become public when it is
    linked."""
    name = PurePath(document.filename).stem.replace("-", " ").replace("_", " ")
    return f"{document.title}\n{name}"


# The parts of a block that not every stored value has.
_OPTIONAL: Final = frozenset({"language", "students", "signed_by_student"})


def _source(value: Any) -> str:
    return value.source if isinstance(value, RichText) else str(value)


def _plain(value: Any) -> Any:
    """Returns the value of a block as JSON values; a picture or document by its public
    properties."""
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, RichText):
        return value.source
    if isinstance(value, models.Model):
        file = getattr(value, "file", None)
        # Uses the hash, because the stored path is known only after saving.
        name = getattr(value, "title", "") or getattr(file, "name", "")
        return [value._meta.label, value.pk, name, getattr(value, "file_hash", "")]
    if isinstance(value, Mapping):
        # An empty value and a missing one are the same content.
        filled = ((name, child) for name, child in value.items() if child or name not in _OPTIONAL)
        return {str(name): _plain(child) for name, child in filled}
    if isinstance(value, blocks.StreamValue):
        return [[child.block_type, _plain(child.value)] for child in value]
    if isinstance(value, list | tuple | blocks.list_block.ListValue):
        return [_plain(child) for child in value]
    return str(value)
