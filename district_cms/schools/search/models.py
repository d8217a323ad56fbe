"""What the public search finds by name, the words of these names, and synonyms."""

from typing import Any, ClassVar, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from .words import LONGEST_WORD, words

# The keys of `Findable`: "page:12", "document:7", "calendar:year.first.2026-27".
PAGE: Final = "page"
DOCUMENT: Final = "document"


def key_of(kind: str, identifier: Any) -> str:
    return f"{kind}:{identifier}"


def parts_of(key: str) -> tuple[str, str]:
    """Returns a key's kind and identifier."""
    kind, _colon, identifier = key.partition(":")
    return kind, identifier


class Findable(models.Model):
    """A named item: a public page, a document, or an item of a listing, such as a day of the school
    year. Stores its names and other words to find it by.

    Only `index` writes it. Words are normalized by `words.words`, with a space before each. On
    PostgreSQL, `postgres` adds the generated column `vector`.
    """

    # The index is no use of a document: one that no page shows may be hidden and deleted.
    wagtail_reference_index_ignore = True

    # "page:12", "document:7", or for listings a key of their own, see `sources`.
    key = models.CharField(max_length=150, primary_key=True)
    # The page itself, or the one that shows the item; None for documents, which several pages can
    # show.
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=20)
    school = models.ForeignKey(
        "schools.SchoolPage", null=True, on_delete=models.CASCADE, related_name="+"
    )
    names = models.TextField()
    about = models.TextField()
    # Codes of grade levels, each between two spaces.
    grades = models.CharField(max_length=100, blank=True)
    # Of a class or a day; when it is over, it ranks behind everything current.
    last_day = models.DateField(null=True)

    class Meta:
        verbose_name = _("what the search finds")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind}:{self.names}"


class SearchedWord(models.Model):
    """A word of a name, for spelling corrections."""

    word = models.CharField(max_length=LONGEST_WORD, primary_key=True)

    class Meta:
        verbose_name = _("word of the search")
        default_permissions = ()

    def __str__(self) -> str:
        return self.word


class SameWords(models.Model):
    """Synonyms that families use: a search for one finds them all."""

    words = models.CharField(
        _("words"),
        max_length=250,
        unique=True,
        help_text=_(
            "With commas between them, in any language, for example “gym, PE, physical education, "
            "educación física”. Capitals and accents make no difference."
        ),
    )

    panels: ClassVar = [FieldPanel("words")]

    class Meta:
        verbose_name = _("search words")
        verbose_name_plural = _("search words")
        ordering: ClassVar = ["words"]

    def __str__(self) -> str:
        return self.words

    @property
    def phrases(self) -> list[tuple[str, ...]]:
        """The synonyms, normalized for comparison."""
        return list(
            dict.fromkeys(tuple(words(part)) for part in self.words.split(",") if words(part))
        )

    def clean(self) -> None:
        super().clean()
        if len(self.phrases) < 2:
            raise ValidationError(
                {"words": _("Type at least two words with a comma between them.")}
            )
