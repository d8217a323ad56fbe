"""Class page templates with drafts and versions: what a class page starts with."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from district_cms.brand.models import Logo, Organization
from district_cms.publishing.objects import CheckedModel, QuestionsPanel
from district_cms.schools.blocks.emptiness import says_something
from district_cms.schools.languages.fields import LanguageField
from district_cms.schools.languages.offered import DEFAULT
from district_cms.schools.models import SchoolPage
from district_cms.schools.richtext import SHORT_FEATURES

# The parts of a class page for which a template has text.
CLASS_PARTS = ("introduction", "good_to_know")
# The parts of an update for which a template has guidance, in the order of the form.
GUIDED_PARTS = ("lesson", "assignments", "curriculum", "events")


def _locked_field() -> models.BooleanField[bool, bool]:
    return models.BooleanField(_("teachers cannot change these words"), default=False)


def _guidance_field(part: Any) -> models.TextField[str, str]:
    return models.TextField(part, max_length=600, blank=True)


class Starting(models.Model):
    """The content of a template: of its draft, and of each approved version."""

    language = LanguageField(
        _("language of this template"),
        help_text=_("Choose another one only if all its texts are in it."),
    )
    introduction = RichTextField(
        _("about this class"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("Families read these words until the teacher writes others."),
    )
    introduction_locked = _locked_field()
    good_to_know = RichTextField(
        _("good to know"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("What is the same in every class, for example where families get help."),
    )
    good_to_know_locked = _locked_field()
    logo = models.ForeignKey(
        Logo,
        verbose_name=_("logo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=models.Q(active=True)
        & ~models.Q(organization__kind=Organization.Kind.PROFESSIONAL),
        help_text=_(
            "The district’s or a school’s, from the register. The class page shows its picture of "
            "the day, and none once it is retired."
        ),
    )
    guidance_lesson = _guidance_field(_("what we are learning"))
    guidance_assignments = _guidance_field(_("assignments"))
    guidance_curriculum = _guidance_field(_("curriculum"))
    guidance_events = _guidance_field(_("coming up"))

    class Meta:
        abstract = True

    @property
    def content_language(self) -> str:
        return self.language or DEFAULT

    @property
    def guidance(self) -> dict[str, str]:
        """Returns {part of an update: the office's guidance}, without parts that have none."""
        words = {part: getattr(self, f"guidance_{part}") for part in GUIDED_PARTS}
        return {part: text for part, text in words.items() if text}

    def locks(self, part: str) -> bool:
        """Returns True if teachers cannot change this part of the class page."""
        return bool(getattr(self, f"{part}_locked"))

    @property
    def locks_any(self) -> bool:
        return any(self.locks(part) for part in CLASS_PARTS)

    def content(self) -> dict[str, Any]:
        """Returns {name of a field: its value}, to compare drafts with versions."""
        return {field.name: getattr(self, field.attname) for field in Starting._meta.local_fields}


class ClassTemplate(CheckedModel, Starting):
    """A template. Its own fields are the draft; class pages start from its newest version."""

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        help_text=_("People who choose a template read this, for example “Elementary class”."),
    )
    # Explicit, because an empty list must not mean all: a template whose schools are deleted is for
    # nobody.
    for_all = models.BooleanField(_("for all schools"), default=True)
    schools = models.ManyToManyField(
        SchoolPage,
        verbose_name=_("schools"),
        blank=True,
        related_name="+",
        help_text=_("For a template of some schools only: choose them, and clear the box above."),
    )
    # Maintained by the services, so that the approval queue needs no comparison.
    is_changed = models.BooleanField(default=True, editable=False)

    checked_fields: ClassVar = (
        *CLASS_PARTS,
        *(f"guidance_{part}" for part in GUIDED_PARTS),
    )

    panels: ClassVar = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("for_all"),
                FieldPanel("schools", widget=forms.CheckboxSelectMultiple),
                FieldPanel("language"),
            ],
            heading=_("For whom"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("introduction"),
                FieldPanel("introduction_locked"),
                FieldPanel("good_to_know"),
                FieldPanel("good_to_know_locked"),
                FieldPanel("logo"),
            ],
            heading=_("The class page"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"guidance_{part}") for part in GUIDED_PARTS],
            heading=_("Guidance for updates"),
            help_text=_("Teachers read it beside the part that they are writing. Families do not."),
        ),
        QuestionsPanel(),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("class page template")
        verbose_name_plural = _("class page templates")

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_nobody(self) -> bool:
        return not self.for_all and not self.schools.exists()

    def clean(self) -> None:
        super().clean()
        nothing = {
            part: _("Write the text that teachers cannot change, or clear the box below.")
            for part in CLASS_PARTS
            if self.locks(part) and not says_something(getattr(self, part))
        }
        if nothing:
            raise ValidationError(nothing)


class ClassTemplateVersion(Starting):
    """An approved version of a template, and its schools. Immutable, except that deleted schools
    and logos drop out."""

    template = models.ForeignKey(ClassTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    for_all = models.BooleanField(_("for all schools"))
    schools = models.ManyToManyField(SchoolPage, verbose_name=_("schools"), related_name="+")
    approved_at = models.DateTimeField(_("approved"))
    approved_by = models.CharField(_("approved by"), max_length=255)

    class Meta:
        ordering = ["template", "-number"]
        verbose_name = _("version of a class page template")
        verbose_name_plural = _("versions of class page templates")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="class_template_version_has_one_number"
            )
        ]

    def __str__(self) -> str:
        return _("%(template)s, version %(number)d") % {
            "template": self.template.name,
            "number": self.number,
        }

    def is_as(self, template: ClassTemplate) -> bool:
        """Returns True if the template's draft is the same. Two queries if the text is the same."""
        return (
            self.content() == template.content()
            and self.for_all == template.for_all
            and set(self.schools.values_list("pk")) == set(template.schools.values_list("pk"))
        )
