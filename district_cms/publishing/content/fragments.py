"""The content of a page or an object as fragments for the checks: one for each block or field.

The gate reads the *content* of a page, never the whole response, so that a fault of our templates
never stops a teacher. `asked_once` and `read_together` are for checking many pages in a row.
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
    """A picture or document as it would be, and the hash of the file that it still has."""

    item: Any
    stored_hash: str


_assumed: ContextVar[Assumed | None] = ContextVar("assumed", default=None)


@contextmanager
def assuming(item: Any, *, stored_hash: str) -> Iterator[None]:
    """Inside, every page that shows `item` is read as if it were stored as it is in memory."""
    token = _assumed.set(Assumed(item, stored_hash))
    try:
        yield
    finally:
        _assumed.reset(token)


def assumed() -> Assumed | None:
    """What is assumed now."""
    return _assumed.get()


def as_assumed(block: Any, value: Any) -> Any:
    """The value of a block with the assumed item in its place, if any."""
    found = _assumed.get()
    if found is None:
        return value
    if isinstance(value, models.Model):
        return found.item if value == found.item else value
    if isinstance(block, blocks.StructBlock) and value is not None:
        return block.meta.value_class(
            block,
            [(name, as_assumed(block.child_blocks[name], part)) for name, part in value.items()],
        )
    return value


_answers: ContextVar[dict[str, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def cached_answers() -> Iterator[None]:
    """Inside, `once` keeps its answers. Not for longer than a batch: they may change."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once[Answer](question: str, ask: Callable[[], Answer]) -> Answer:
    """What `ask` returns; within `asked_once` it is called the first time only."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return cast("Answer", answers[question])


def read_together[Read](pages: Iterable[Read]) -> list[Read]:
    """The same pages with all that their streams name, in few queries."""
    found = list(pages)
    by_type: dict[Any, list[Any]] = defaultdict(list)
    for page in found:
        by_type[type(page)].append(page)
    for model, same in by_type.items():
        for field in model._meta.concrete_fields:
            if isinstance(field, StreamField):
                _read_streams(field, same)
    return found


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
# What a block is checked as, and the control that its own fields are.
_FIELDS: Final[dict[str, Control]] = {
    "picture": "picture",
    "table": "table",
    "embed": "embed",
    "video": "recording",
    "audio": "recording",
}


def of_rich_text(features: list[str] | None) -> Controls:
    """The buttons over a text with these features; None are those that Wagtail gives it."""
    offered = set(registry.get_default_features() if features is None else features)
    return frozenset(control for control, names in _BUTTONS.items() if names & offered)


def of_fields(kind: str) -> Controls:
    """What the fields of a block are good for that is checked as `kind`."""
    return frozenset({_FIELDS[kind]} if kind in _FIELDS else ())


def of_stream(block: Any) -> Controls:
    """The kinds of blocks that can be added to a stream."""
    kinds = {getattr(child, "check_as", "") for child in block.child_blocks.values()}
    offered: set[Control] = set()
    if kinds & {"video", "audio"}:
        offered.add("block for recordings")
    if any(getattr(child, "features", None) for child in block.child_blocks.values()):
        offered.add("block for text")
    return frozenset(offered)


Path = tuple[str | int, ...]

# A document's title and file name, an address: nobody's sentences, and as public as any.
FILE_WORDS: Final = "file-words"

DEFAULT_LANGUAGE: Final = "en"

# Fields of Wagtail's own that hold no words of the author; of a slug the words are read apart.
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
    # What the fragment stands under, where a block of its own says it: a link may learn from it.
    heading: str = ""
    # The language that it is read in, and what can say another: "text" for a rich text, "block",
    # "page", and "" where nothing can.
    language: str = DEFAULT_LANGUAGE
    said_by: str = ""
    # What its author has at hand to fix it.
    controls: Controls = frozenset()
    # A page's title is asked more than other texts are: whether any page could be called so.
    is_page_title: bool = False

    @property
    def source(self) -> str:
        """All of its words as they are stored, with the addresses of its links."""
        value = _plain(self.value)
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    @cached_property
    def mark(self) -> str:
        """A digest of all that a check may read here, whatever its place."""
        # Nothing in it for English, which most of what is confirmed is in.
        read_as = [] if self.language == DEFAULT_LANGUAGE else [self.language]
        said = json.dumps([self.kind, self.heading, _plain(self.value), *read_as], default=str)
        return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=16).hexdigest()


def fragments(subject: Any) -> Iterator[Fragment]:
    """Every piece of content in the order of its fields. Of an object only its `checked_fields`."""
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
                    said_by="text",
                    controls=of_rich_text(field.features),
                )
        elif _holds_words(field) and value:
            is_page_title = (field.model is Page and field.name == "title") or field.name in titles
            yield Fragment(
                "text",
                str(value),
                field.name,
                language=languages.get(field.name, around.language),
                said_by="page" if page_language and field.name not in languages else "",
                is_page_title=is_page_title,
            )


def _of_slug(page: Page) -> Iterator[Fragment]:
    """The words of the page's address, unless it is made of the title."""
    slug: str = page.slug or ""
    if slug != slugify(page.title, allow_unicode=True) and any(map(str.isalpha, slug)):
        yield Fragment(FILE_WORDS, slug.replace("-", " ").replace("_", " "), "slug")


def _holds_words(field: models.Field[Any, Any]) -> bool:
    if field.choices or not field.editable or not getattr(field, "holds_words", True):
        return False
    if field.model is Page and field.name not in {"title", "seo_title", "search_description"}:
        return False
    # An address or a number for calling is data of its own kind, checked where it is entered.
    return isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.EmailField | models.URLField
    )


@dataclass(frozen=True)
class _Around:
    """The context of a block: language and what says it, heading, and what can be added."""

    language: str
    said_by: str = ""
    heading: str = ""
    controls: Controls = frozenset()


def _within(block: Any, value: Any, around: _Around) -> _Around:
    """What stands around the parts of a block that may say a language of its own."""
    says = block if isinstance(block, TableBlock) else block.child_blocks.get("language")
    if not getattr(says, "says_language", False):
        return around
    return replace(around, language=value.get("language") or around.language, said_by="block")


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
            said_by=inside.said_by,
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
            said_by=around.said_by,
            controls=around.controls,
        )
    elif isinstance(block, DocumentChooserBlock):
        yield Fragment(FILE_WORDS, words_of_document(value), field, path, controls=around.controls)
        file_kind = getattr(block, "check_as", "file")
        yield Fragment(file_kind, value, field, path, controls=around.controls)


def _bare(around: _Around) -> _Around:
    return replace(around, heading="")


def words_of_document(document: Any) -> str:
    """Its title, and its file's name as words: both are public as soon as it is linked."""
    name = PurePath(document.filename).stem.replace("-", " ").replace("_", " ")
    return f"{document.title}\n{name}"


def _source(value: Any) -> str:
    return value.source if isinstance(value, RichText) else str(value)


def _plain(value: Any) -> Any:
    """The value of a block as JSON knows it; a picture or document by what is public of it."""
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, RichText):
        return value.source
    if isinstance(value, models.Model):
        file = getattr(value, "file", None)
        # Not where its file is stored, which is decided only when it is: the file is its hash.
        said = getattr(value, "title", "") or getattr(file, "name", "")
        return [value._meta.label, value.pk, said, getattr(value, "file_hash", "")]
    if isinstance(value, Mapping):
        # Said no language, or was stored before there was one to say: the same content.
        said = ((name, child) for name, child in value.items() if child or name != "language")
        return {str(name): _plain(child) for name, child in said}
    if isinstance(value, blocks.StreamValue):
        return [[child.block_type, _plain(child.value)] for child in value]
    if isinstance(value, list | tuple | blocks.list_block.ListValue):
        return [_plain(child) for child in value]
    return str(value)
