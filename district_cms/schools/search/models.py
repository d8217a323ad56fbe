"""What the public search finds by name, the words of those names, and what means the same."""

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


def key_of(what: str, which: Any) -> str:
    return f"{what}:{which}"


def parts_of(key: str) -> tuple[str, str]:
    """What, and which."""
    what, _colon, which = key.partition(":")
    return what, which


class Findable(models.Model):
    """One thing that has a name: a public page, a document, or what a room lists besides, such as a
    day of the school year. What it is called, and what else it is asked for by.

    Written by `keeping` only. The words are as `words.words` writes them, with a space before each.
    On PostgreSQL `indexed` adds the column `vector`, which the database keeps.
    """

    # Being found is no use of a document: what no page shows may be hidden and deleted.
    wagtail_reference_index_ignore = True

    # "page:12", "document:7", and of what a room lists its own: see `sources`.
    key = models.CharField(max_length=150, primary_key=True)
    # The page itself, or that on which it stands; None of a document, which can stand on several.
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
    # Of a class or a day: afterwards it comes behind all that is not over.
    last_day = models.DateField(null=True)

    class Meta:
        verbose_name = _("what the search finds")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind}:{self.names}"


class SearchedWord(models.Model):
    """A word of a name, to find what was meant by one that is spelled otherwise."""

    word = models.CharField(max_length=LONGEST_WORD, primary_key=True)

    class Meta:
        verbose_name = _("word of the search")
        default_permissions = ()

    def __str__(self) -> str:
        return self.word


class SameWords(models.Model):
    """Words that families use for one thing: whoever searches for one of them finds all."""

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
        """Each of them as the search compares it."""
        return list(
            dict.fromkeys(tuple(words(part)) for part in self.words.split(",") if words(part))
        )

    def clean(self) -> None:
        super().clean()
        if len(self.phrases) < 2:
            raise ValidationError(
                {"words": _("Type at least two words with a comma between them.")}
            )
