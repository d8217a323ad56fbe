"""The organizations that own names and logos."""

from typing import TYPE_CHECKING, Any, ClassVar, override

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from district_cms.publishing.objects import CheckedModel

from ..cached import website_changed
from ..rules import check_no_turning_letters

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Organization(CheckedModel):
    """The district, one of its schools, or a professional organization of its employees.

    The district's is created and named with the home page, a school's with its page, which points
    here. The office only adds professional ones.
    """

    class Kind(models.TextChoices):
        """Its relation to the district."""

        DISTRICT = "district", _("The district")
        SCHOOL = "school", _("A school")
        PROFESSIONAL = "professional", _("A professional organization")

    # As the law and its users write it. Families do not see it, so it needs no second language.
    name = models.CharField(_("name"), max_length=255, validators=[check_no_turning_letters])
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind, default=Kind.PROFESSIONAL, editable=False
    )

    checked_fields: ClassVar = ("name",)

    class Meta:
        ordering = ["kind", "name", "pk"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                name="organization_has_a_kind",
                condition=models.Q(kind__in=["district", "school", "professional"]),
            ),
            models.CheckConstraint(
                name="organization_has_a_name",
                condition=~models.Q(name=""),
                violation_error_message=_("Name the organization."),
            ),
            models.UniqueConstraint(
                "kind",
                name="organization_one_district",
                condition=models.Q(kind="district"),
                violation_error_message=_("There can be only one district."),
            ),
            # Two school pages may have the same title for a while. Two professional organizations
            # must not.
            models.UniqueConstraint(
                Lower("name"),
                name="organization_professional_once",
                condition=models.Q(kind="professional"),
                violation_error_message=_("There is already an organization with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.kind != self.Kind.PROFESSIONAL:
            website_changed()

    @property
    def kind_label(self) -> "StrOrPromise":
        """Returns its kind in the reader's language."""
        return self.get_kind_display()
