"""The communications office's own words in messages to families, as versions."""

import datetime as dt
import hashlib
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from district_cms.publishing.objects import CheckedModel, QuestionsPanel

from ..rules.wording import PLACEHOLDERS, problem

LONGEST = 600


def _words(label: Any, help_text: Any = "") -> Any:
    return models.TextField(label, max_length=LONGEST, blank=True, help_text=help_text)


class WordingQuerySet(models.QuerySet["MessageWording"]):
    def in_force(self, kind: str, at: dt.datetime) -> "MessageWording | None":
        """The version that messages of this kind have at `at` (aware); None: nobody approved one,
        and only the standard words stand."""
        approved = self.filter(kind=kind, approved_at__lte=at)
        return approved.order_by("-approved_at", "-pk").first()

    def with_used(self, at: dt.datetime) -> "WordingQuerySet":
        """Each with `used`, the key of the version that is in force for its kind at `at`."""
        same = MessageWording.objects.filter(kind=models.OuterRef("kind"), approved_at__lte=at)
        newest = same.order_by("-approved_at", "-pk").values("pk")[:1]
        return self.annotate(used=models.Subquery(newest))


class MessageWording(CheckedModel):
    """One version of the words before and after what a message says, in both languages.

    The newest approved one of its kind is used; an approved one never changes. What the law asks
    for, the links and the district's address are no part of it.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest", _("Class updates (digest)")
        CONFIRMATION = "confirmation", _("Please confirm your address")
        WELCOME = "welcome", _("You are signed up (welcome)")
        CLASS_NOTICE = "class_notice", _("Class notice")
        URGENT_NOTICE = "urgent_notice", _("Urgent notice")

    kind = models.CharField(_("message"), max_length=20, choices=Kind)
    intro_en = _words(_("introduction, in English"), _("Comes below the heading."))
    closing_en = _words(_("closing, in English"), _("Comes after what the message says."))
    intro_es = _words(_("introduction, in Spanish"))
    closing_es = _words(_("closing, in Spanish"))
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    written_by = models.CharField(_("written by"), max_length=254, editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    approved_by = models.CharField(_("approved by"), max_length=254, blank=True, editable=False)

    objects = WordingQuerySet.as_manager()
    # Set when the app is ready.
    base_form_class: Any
    checked_fields: ClassVar = ("intro_en", "closing_en", "intro_es", "closing_es")
    languages: ClassVar = {"intro_es": "es", "closing_es": "es"}

    panels: ClassVar = [
        FieldPanel("kind"),
        MultiFieldPanel(
            [
                FieldPanel(name, widget=AdminAutoHeightTextInput(attrs={"rows": 3}))
                for name in ("intro_en", "closing_en")
            ],
            heading=_("In English"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name, widget=AdminAutoHeightTextInput(attrs={"rows": 3}))
                for name in ("intro_es", "closing_es")
            ],
            heading=_("In Spanish"),
        ),
        QuestionsPanel(),
    ]

    class Meta:
        verbose_name = _("version of the words")
        verbose_name_plural = _("versions of the words")
        ordering = ["-pk"]
        default_permissions = ("add", "change", "view")
        permissions = [("approve_messagewording", _("Can approve the wording of messages"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | Q(approved_at__isnull=False) & ~Q(approved_by=""),
                name="wording_approved_by_someone",
            )
        ]
        indexes = [models.Index(fields=["kind", "-approved_at"], name="wording_in_force")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.number}"

    @property
    def number(self) -> str:
        """What people call this version: "version 12"."""
        return _("version %(number)s") % {"number": self.pk}

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def fingerprint(self) -> str:
        """The same for the same words of the same message: whoever approves says which ones they
        have read, and where."""
        words = "\0".join([self.kind, *(getattr(self, name) for name in self.checked_fields)])
        return hashlib.sha256(words.encode()).hexdigest()

    def clean(self) -> None:
        """Raise `ValidationError` for placeholders that nobody would fill in, and where families
        of one language would read what those of the other do not."""
        super().clean()
        errors: dict[str, Any] = {}
        for name in self.checked_fields:
            if found := problem(getattr(self, name)):
                errors[name] = _("“%(found)s” would not be filled in. You can use: %(known)s.") % {
                    "found": found,
                    "known": ", ".join(f"{{{each}}}" for each in PLACEHOLDERS),
                }
        for part in ("intro", "closing"):
            english, spanish = (getattr(self, f"{part}_{each}").strip() for each in ("en", "es"))
            if bool(english) != bool(spanish):
                empty = f"{part}_es" if english else f"{part}_en"
                errors.setdefault(empty, _("Write it in both languages, or leave both empty."))
        if errors:
            raise ValidationError(errors)
