"""Pages of the district itself, with Spanish fields beside their own texts. See docs/adr/0007."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText
from wagtail.search import index

from ..blocks import ContentBlock
from ..languages.editing import SpanishPanel, TranslatedPageForm
from ..languages.titles import SPANISH, reader
from ..richtext import SHORT_FEATURES
from .base import DistrictPage

EMPTY_IN_SPANISH: Final = _(
    "Empty: families who read the site in Spanish see the text above, marked as English."
)
_TAG: Final = re.compile(r"<(?!embed\b)[^<>]*>")
# The editor's keys of paragraphs, within JSON.
_KEY: Final = re.compile(r' data-block-key=\\"[^"]*"')


def searched_in_both(name: str) -> list[index.SearchField]:
    """Returns the search fields of a text in the page's language and in Spanish."""
    return [index.SearchField(name), index.SearchField(f"{name}_es")]


def introduction_in_spanish() -> RichTextField:
    """Returns the Spanish field beside a rich text introduction."""
    return RichTextField(
        _("introduction in Spanish"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=EMPTY_IN_SPANISH,
    )


def body_in_spanish() -> StreamField:
    return StreamField(
        ContentBlock(),
        verbose_name=_("body in Spanish"),
        blank=True,
        help_text=EMPTY_IN_SPANISH,
    )


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a page as rendered, with its language tag."""

    value: Any
    language: str


class TranslatedPage(DistrictPage):
    """A page with a Spanish field, "<name>_es", for each of its `own_texts`. Where it is empty,
    families who read Spanish see the page's own text, marked with its language."""

    base_form_class = TranslatedPageForm
    own_texts: ClassVar[tuple[str, ...]] = ("title", "introduction", "body")
    page_titles: ClassVar[tuple[str, ...]] = ("title_es",)

    class Spanish(models.TextChoices):
        NONE = "none", _("Not in Spanish")
        PART = "part", _("Partly in Spanish")
        WHOLE = "whole", _("In Spanish")
        BEHIND = "behind", _("The Spanish may be out of date")

    title_es = models.CharField(
        _("title in Spanish"),
        max_length=255,
        blank=True,
        help_text=EMPTY_IN_SPANISH,
    )
    # {text name: [digest of the page's own text when the Spanish was written, digest of the
    # Spanish]}.
    spanish_of = models.JSONField(default=dict, blank=True, editable=False)
    spanish = models.CharField(
        _("Spanish"), max_length=10, choices=Spanish, default=Spanish.NONE, editable=False
    )

    # The Spanish fields that the editor confirmed as still matching the page's text.
    says_the_same: frozenset[str] = frozenset()

    content_panels: ClassVar[list[Any]] = [
        *DistrictPage.content_panels,
        FieldPanel("title_es"),
        SpanishPanel(),
    ]
    search_fields = [*DistrictPage.search_fields, index.SearchField("title_es", boost=2)]

    class Meta:
        abstract = True

    @property
    def languages(self) -> dict[str, str]:
        """{field: language tag} of the fields in another language than the page's own."""
        return {f"{name}_es": SPANISH for name in self.own_texts}

    @property
    def is_spanish(self) -> bool:
        """Whether the page's own texts are in Spanish. Then its Spanish fields are not shown."""
        return self.content_language.partition("-")[0] == SPANISH

    def text(self, name: str) -> Text:
        """Returns a text of the page in the reader's language if it is translated, else its own."""
        if self._is_translated(name):
            return Text(getattr(self, f"{name}_es"), SPANISH)
        return Text(getattr(self, name), self.content_language)

    def _is_translated(self, name: str) -> bool:
        is_for_reader = reader() == SPANISH and not self.is_spanish
        return is_for_reader and _is_filled(getattr(self, f"{name}_es"))

    @property
    def in_own_language(self) -> str:
        """How much the reader sees in the page's own language instead of theirs: "all", "part" or
        ""."""
        others = [name for name in self.own_texts if not self._is_translated(name)]
        if len(others) == len(self.own_texts):
            return "all"
        # A name is often the same in both languages.
        others = [name for name in others if name != "title"]
        return "part" if any(_is_filled(getattr(self, name)) for name in others) else ""

    @property
    def title_read(self) -> str:
        return str(self.text("title").value)

    @property
    def written_title(self) -> str:
        return "" if self._is_translated("title") else super().written_title

    def written_description(self, context: dict[str, Any]) -> str:
        """The office writes a description in the page's own language only. Readers of Spanish get
        the description made from the Spanish texts, if there are any."""
        if any(self._is_translated(name) for name in self.own_texts):
            return self.head_description(context) or self.search_description
        return super().written_description(context)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `text`: {name: `Text`}, and `in_own_language`."""
        context = super().get_context(request, *args, **kwargs)
        context["text"] = {name: self.text(name) for name in self.own_texts}
        context["in_own_language"] = self.in_own_language
        return context

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [*DistrictPage.DEFAULT_PREVIEW_MODES, (SPANISH, _("In Spanish"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name != SPANISH:
            response: HttpResponse = super().serve_preview(request, mode_name)
            return response
        with translation.override(SPANISH):
            response = super().serve_preview(request, mode_name)
            # Rendered here; later the editor's language would be active.
            return response.render() if hasattr(response, "render") else response

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        super().full_clean(*args, **kwargs)
        self.note_spanish()

    def minimal_clean(self) -> None:
        super().minimal_clean()
        self.note_spanish()

    def note_spanish(self) -> None:
        """Records which texts the Spanish was translated from, and whether the page's Spanish is
        current. A new or changed Spanish text counts as translated from the page's text as it is
        now."""
        needed = {"spanish_of", "spanish", "language", *self.own_texts, *self.languages}
        if needed & self.get_deferred_fields():
            return
        self.spanish_of = dict(self._digests())
        self.spanish = self._spanish_status()

    def behind(self) -> Iterator[tuple[str, str]]:
        """Yields (Spanish field, digest of both texts) where the page's own text has changed since
        the Spanish was written."""
        if self.is_spanish:
            return
        for name, (own, spanish) in self._digests():
            now = _digest(getattr(self, name))
            if own != now:
                yield f"{name}_es", _digest(now + spanish)

    def _digests(self) -> Iterator[tuple[str, list[str]]]:
        for name in self.own_texts:
            spanish = getattr(self, f"{name}_es")
            if not _is_filled(spanish):
                continue
            now, before = _digest(spanish), self.spanish_of.get(name)
            if before and before[1] == now and f"{name}_es" not in self.says_the_same:
                yield name, before
            else:
                yield name, [_digest(getattr(self, name)), now]

    def _spanish_status(self) -> str:
        if self.is_spanish:
            return self.Spanish.WHOLE
        if not self.spanish_of:
            return self.Spanish.NONE
        if any(self.behind()):
            return self.Spanish.BEHIND
        others = {*self.own_texts} - {"title", *self.spanish_of}
        is_part = any(_is_filled(getattr(self, name)) for name in others)
        return self.Spanish.PART if is_part else self.Spanish.WHOLE


def _is_filled(value: Any) -> bool:
    """Returns True if a text has content that a reader could see or hear. The editor leaves empty
    paragraphs behind."""
    if isinstance(value, StreamValue):
        return any(_is_filled(child.value) for child in value)
    if isinstance(value, RichText):
        value = value.source
    if isinstance(value, str):
        return bool(_TAG.sub("", value).strip())
    return bool(value)


def _digest(text: Any) -> str:
    """Returns 32 hexadecimal digits of a text's content, without the editor's own data beside
    it."""
    content: Any = text
    if isinstance(text, StreamValue):
        content = [[child.block_type, child.block.get_prep_value(child.value)] for child in text]
    plain = _KEY.sub("", json.dumps(content, ensure_ascii=False, sort_keys=True, default=str))
    return hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=16).hexdigest()
