"""A quote that a person may add to the signature."""

from typing import Any, ClassVar, override

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.publishing.objects import CheckedModel

from .reviewed import Reviewed, ReviewedQuerySet
from .settings import SignatureSettings


class QuoteQuerySet(ReviewedQuerySet["Quote"]):
    @override
    def waiting(self) -> "QuoteQuerySet":
        return super().waiting().filter(SignatureSettings.is_on("review_quotes"))


class Quote(CheckedModel, Reviewed):
    """The words, whose they are, and how they connect to the person's work."""

    text = models.CharField(_("quote"), max_length=300)
    author = models.CharField(_("who said or wrote it"), max_length=120)
    connection = models.CharField(_("how it connects to your work"), max_length=300)

    checked_fields: ClassVar = ("text", "author")

    objects: Any = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        default_permissions = ("review",)
        ordering = ["-handed_in_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="quote_has_words", condition=~models.Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
