"""What authors said about the gate's questions."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 500


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def in_force(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Confirmation(models.Model):
    """Somebody looked at one finding of one page and says that it may stay as it is.

    The fingerprint names the finding and the content that it speaks of, so the row means nothing
    any more as soon as that content changes. Names page and account as plain values.
    """

    page_uuid = models.UUIDField(_("page"))
    rule = models.CharField(_("rule"), max_length=60)
    fingerprint = models.CharField(_("finding"), max_length=32)
    excerpt = models.CharField(_("words it is about"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    by = models.CharField(_("confirmed by"), max_length=254)
    by_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("confirmed"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    withdrawn_by = models.CharField(_("taken back by"), max_length=254, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page_uuid", "fingerprint"],
                condition=Q(withdrawn_at__isnull=True),
                name="confirmation_in_force_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.by}"
