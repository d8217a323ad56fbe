"""Signature templates with drafts and versions: which blocks, in which order, at which schools."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StaticBlock
from wagtail.fields import StreamField

from district_cms.schools.choosing.for_schools import ForSchoolsForm
from district_cms.schools.models import SchoolPage

from ..policy import STANDARD, Block, SignatureIncomplete, check_blocks

LABELS = {
    Block.NAME: _("Name"),
    Block.TITLE: _("Job title"),
    Block.PLACE: _("Schools and district"),
    Block.ADDRESS: _("Address"),
    Block.PHONE: _("Phone"),
    Block.EMAIL: _("Email"),
    Block.CREDENTIALS: _("Memberships and credentials"),
    Block.STATEMENTS: _("Goals, mission and vision"),
    Block.QUOTE: _("Quote"),
    Block.LOGOS: _("Logos"),
}
ICONS = {
    Block.NAME: "user",
    Block.TITLE: "tag",
    Block.PLACE: "home",
    Block.ADDRESS: "site",
    Block.PHONE: "mobile-alt",
    Block.EMAIL: "mail",
    Block.CREDENTIALS: "check",
    Block.STATEMENTS: "pilcrow",
    Block.QUOTE: "openquote",
    Block.LOGOS: "image",
}


class TemplateForm(ForSchoolsForm, WagtailAdminModelForm):
    """Requires either all schools or a list of schools."""


class SignatureTemplate(models.Model):
    """A template. Its own fields are the draft; signatures use its newest version.

    If a school has several, the one added last applies; if it has none, the one for all schools."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    # Explicit, because an empty list must not mean all: a template whose schools are deleted is for
    # nobody.
    for_all = models.BooleanField(_("for all schools and the district office"), default=True)
    schools = models.ManyToManyField(
        SchoolPage,
        verbose_name=_("schools"),
        blank=True,
        related_name="+",
        help_text=_("For a template of some schools only: choose them, and clear the box above."),
    )
    blocks = StreamField(
        [
            (
                block.value,
                StaticBlock(label=label, icon=ICONS[block], admin_text=_("From the staff record."))
                if block in STANDARD[:6]
                else StaticBlock(
                    label=label, icon=ICONS[block], admin_text=_("What the person has chosen.")
                ),
            )
            for block, label in LABELS.items()
        ],
        verbose_name=_("parts, in order"),
        block_counts={block.value: {"max_num": 1} for block in Block},
        # By default every block, in the usual order.
        default=[(block.value, None) for block in STANDARD],
        help_text=_(
            "Name, job title and email must stay: a signature must have a name, a title and "
            "contact information. (Email signatures: must)"
        ),
    )

    base_form_class = TemplateForm
    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("for_all"),
        FieldPanel("schools", widget=CheckboxSelectMultiple),
        FieldPanel("blocks"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("signature template")
        verbose_name_plural = _("signature templates")

    def __str__(self) -> str:
        return self.name

    @property
    def draft(self) -> tuple[Block, ...]:
        """The blocks of the draft, in order."""
        return tuple(Block(child.block_type) for child in self.blocks)

    @property
    def is_for_nobody(self) -> bool:
        return not self.for_all and not self.schools.exists()

    def clean(self) -> None:
        super().clean()
        try:
            check_blocks(self.draft)
        except SignatureIncomplete as error:
            raise ValidationError(
                {
                    "blocks": _(
                        "Add name, job title and email: without them nobody’s signature would be "
                        "complete. (Email signatures: must)"
                    )
                }
            ) from error


class TemplateVersion(models.Model):
    """An approved version: its blocks and schools. Immutable, except that deleted schools drop
    out."""

    template = models.ForeignKey(
        SignatureTemplate, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    blocks = models.JSONField(_("parts, in order"))
    for_all = models.BooleanField(_("for all schools and the district office"))
    schools = models.ManyToManyField(SchoolPage, verbose_name=_("schools"), related_name="+")
    approved_at = models.DateTimeField(_("approved"))
    approved_by = models.CharField(_("approved by"), max_length=255)

    class Meta:
        ordering = ["template", "-number"]
        verbose_name = _("version of a signature template")
        verbose_name_plural = _("versions of signature templates")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="template_version_has_one_number"
            )
        ]

    def __str__(self) -> str:
        return _("%(template)s, version %(number)d") % {
            "template": self.template.name,
            "number": self.number,
        }

    def is_as(self, template: SignatureTemplate) -> bool:
        """Returns True if the template's draft is the same."""
        return (
            self.in_order == template.draft
            and self.for_all == template.for_all
            and set(self.schools.values_list("pk")) == set(template.schools.values_list("pk"))
        )

    @property
    def in_order(self) -> tuple[Block, ...]:
        return tuple(Block(block) for block in self.blocks)
