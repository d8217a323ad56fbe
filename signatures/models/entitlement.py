"""A membership or credential that a person declares: what gives the right to a logo."""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Final, override

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.brand.models import Organization
from district_cms.media.pictures.fields import anonymous_name
from district_cms.media.storage import PrivateStorage
from district_cms.publishing.objects import CheckedModel

from ..states import State
from .reviewed import Reviewed, ReviewedQuerySet
from .settings import SignatureSettings

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


REVIEWED: Final = SignatureSettings.is_on("review_entitlements")


def evidence_upload_to(entitlement: "Entitlement", filename: str) -> str:
    """Where evidence is kept; the name tells nothing."""
    return f"evidence/{anonymous_name(filename)}"


class EntitlementQuerySet(ReviewedQuerySet["Entitlement"]):
    def on(self, day: dt.date) -> "EntitlementQuerySet":
        """Those that have not ended on a day in the district's zone; the last day counts. A later
        one that was handed in counts as well while the office does not review."""
        later = models.Q(renewed_until__gte=day) & ~models.Q(REVIEWED)
        return self.filter(models.Q(expires__gte=day) | later)

    @override
    def waiting(self) -> "EntitlementQuerySet":
        return super().waiting().filter(REVIEWED)

    def to_list(self) -> "EntitlementQuerySet":
        """Those whose organization was proposed and about which the office has not decided; while
        a membership itself waits, its organization does not yet."""
        rows = self.filter(organization__isnull=True, kept_off_list=False, staff__active=True)
        rows = rows.exclude(state=State.REFUSED).exclude(REVIEWED, state=State.WAITING)
        return rows.order_by("handed_in_at", "pk")

    def renewals(self) -> "EntitlementQuerySet":
        """Those that count, and whose later last day waits for the office."""
        rows = self.filter(REVIEWED, renewed_until__isnull=False, staff__active=True)
        return rows.order_by("handed_in_at", "pk")


class Entitlement(CheckedModel, Reviewed):
    """One membership or credential, until its last day.

    Its organization is one of the office's list, or a name that the person proposed: then the
    membership is shown in words until the office adds the organization, and its logo, to the list.
    """

    class Basis(models.TextChoices):
        """What ties the person to the organization, in the procedure's words."""

        MEMBER = "member", _("I am a member")
        CREDENTIAL = "credential", _("It credentialed me")

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entitlements",
        verbose_name=_("organization"),
    )
    proposed_name = models.CharField(_("another organization"), max_length=255, blank=True)
    # The office decided that this organization gets no place on its list.
    kept_off_list = models.BooleanField(default=False, editable=False)
    basis = models.CharField(_("why you may use it"), max_length=10, choices=Basis)
    label = models.CharField(_("as it reads in your signature"), max_length=120)
    expires = models.DateField(_("last day"), db_index=True)
    # A later last day that waits for the office; until then the earlier one counts.
    renewed_until = models.DateField(null=True, editable=False)
    evidence = models.FileField(
        _("evidence"), upload_to=evidence_upload_to, storage=PrivateStorage(), blank=True
    )
    evidence_words = models.TextField(_("evidence in words"), blank=True)

    checked_fields: ClassVar = ("proposed_name", "label")

    objects: Any = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership or credential")
        verbose_name_plural = _("memberships and credentials")
        default_permissions = ("review",)
        ordering = ["expires", "pk"]
        constraints = [
            models.CheckConstraint(
                name="entitlement_names_one_organization",
                condition=models.Q(organization__isnull=True) ^ models.Q(proposed_name=""),
            ),
            models.CheckConstraint(name="entitlement_has_a_label", condition=~models.Q(label="")),
        ]

    def __str__(self) -> str:
        return self.label

    def last_day(self, *, reviewed: bool) -> dt.date:
        """Until when it counts; `reviewed` says that the office reviews."""
        waits = reviewed or self.renewed_until is None
        return self.expires if waits else max(self.expires, self.renewed_until or self.expires)

    @property
    def organization_name(self) -> str:
        """Its organization's name, or the one that was proposed."""
        return self.organization.name if self.organization else self.proposed_name

    @property
    def basis_label(self) -> "StrOrPromise":
        """The basis, in the reader's language."""
        return self.get_basis_display()
