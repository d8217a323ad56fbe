"""What a person may show beyond the default: memberships, credentials and quotes."""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.brand.models import Organization
from district_cms.media.pictures.fields import anonymous_name
from district_cms.media.storage import private_storage
from district_cms.people.models import Staff
from district_cms.publishing.objects import CheckedModel

from .settings import SignatureSettings

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class State(models.TextChoices):
    """By default nobody reviews: an entry is declared, and valid at once."""

    DECLARED = "declared", _("In use")
    WAITING = "waiting", _("With the communications office")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")


def evidence_upload_to(entitlement: "Entitlement", filename: str) -> str:
    """Returns a name that does not identify the person."""
    return f"evidence/{anonymous_name(filename)}"


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    def of(self, staff: Staff) -> "EntitlementQuerySet":
        return self.filter(staff=staff)

    def on(self, day: dt.date) -> "EntitlementQuerySet":
        """Returns entries that have not ended on a day in the district's time zone; the last day
        counts. Quotes do not end."""
        return self.filter(models.Q(expires__gte=day) | models.Q(expires=None))

    def counting(self, *, reviewed: bool) -> "EntitlementQuerySet":
        """Returns entries that a signature may show. While the office does not review, these
        include waiting ones."""
        states = {State.DECLARED, State.APPROVED} | (set() if reviewed else {State.WAITING})
        return self.filter(state__in=states)

    def waiting(self) -> "EntitlementQuerySet":
        """Returns entries that the office must decide, oldest first; none while it does not
        review."""
        reviews = SignatureSettings.objects.filter(review_entitlements=True)
        rows = self.filter(models.Exists(reviews), state=State.WAITING, staff__active=True)
        return rows.order_by("handed_in_at", "pk")


class Entitlement(CheckedModel, models.Model):
    """A membership or credential until its last day, or a quote.

    Its organization is on the office's list, or a proposed name; then the membership is shown as
    text, without a logo."""

    class Basis(models.TextChoices):
        MEMBER = "member", _("I am a member")
        CREDENTIAL = "credential", _("It credentialed me")
        QUOTE = "quote", _("Quote")

    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="+", verbose_name=_("staff member")
    )
    basis = models.CharField(_("why you may use it"), max_length=10, choices=Basis)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entitlements",
        verbose_name=_("organization"),
    )
    proposed_name = models.CharField(_("another organization"), max_length=255, blank=True)
    label = models.CharField(_("as it reads in your signature"), max_length=300)
    expires = models.DateField(_("last day"), null=True, blank=True, db_index=True)
    author = models.CharField(_("who said or wrote it"), max_length=120, blank=True)
    connection = models.CharField(_("how it connects to your work"), max_length=300, blank=True)
    evidence = models.FileField(
        _("evidence"), upload_to=evidence_upload_to, storage=private_storage, blank=True
    )
    evidence_words = models.TextField(_("evidence in words"), blank=True)

    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DECLARED, editable=False
    )
    handed_in_at = models.DateTimeField(_("sent"), editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reviewed_at = models.DateTimeField(_("decided"), null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)
    # Empty until a mail has told the office about it; one mail covers several entries.
    office_told_at = models.DateTimeField(null=True, editable=False)

    checked_fields: ClassVar = ("proposed_name", "label", "author")
    # The list of references, shown beside pages, would reveal what only the owner and the office
    # may see.
    wagtail_reference_index_ignore: ClassVar = True

    objects: Any = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership, credential or quote")
        verbose_name_plural = _("memberships, credentials and quotes")
        default_permissions = ("review",)
        ordering = ["expires", "pk"]
        constraints = [
            models.CheckConstraint(
                name="entitlement_names_one_organization",
                condition=models.Q(basis="quote", organization=None, proposed_name="")
                | (
                    ~models.Q(basis="quote")
                    & (models.Q(organization__isnull=True) ^ models.Q(proposed_name=""))
                ),
            ),
            models.CheckConstraint(
                name="membership_has_a_last_day",
                condition=models.Q(basis="quote") | models.Q(expires__isnull=False),
            ),
            models.CheckConstraint(name="entitlement_has_a_label", condition=~models.Q(label="")),
        ]

    def __str__(self) -> str:
        return f"“{self.label}”" if self.is_quote else self.label

    @property
    def is_quote(self) -> bool:
        return self.basis == self.Basis.QUOTE

    @property
    def organization_name(self) -> str:
        return self.organization.name if self.organization else self.proposed_name

    @property
    def clause_id(self) -> str:
        """The clause of the procedure that a decision quotes."""
        return "signature-quotes" if self.is_quote else "signature-logos"

    @property
    def basis_label(self) -> "StrOrPromise":
        return self.get_basis_display()

    @property
    def state_label(self) -> "StrOrPromise":
        return self.get_state_display()
