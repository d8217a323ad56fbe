"""What authors said about the gate's questions."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

LONGEST_NOTE = 500


def subject_of(subject: Any) -> str:
    """What a confirmation names page or object by: a page's UUID, which its translations and
    revisions share, or "people.staff:12"."""
    if isinstance(subject, Page):
        return str(subject.translation_key)
    return f"{subject._meta.label_lower}:{subject.pk}"


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def in_force(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Confirmation(models.Model):
    """Someone looked at one finding of one page, or of an object without a page, and says that
    it may stay as it is.

    The fingerprint names the finding and the content that it speaks of, so the row means nothing
    any more as soon as that content changes. Names its subject (`subject_of`) and the account as
    plain values.
    """

    subject = models.CharField(_("page or object"), max_length=100)
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
                fields=["subject", "fingerprint"],
                condition=Q(withdrawn_at__isnull=True),
                name="confirmation_in_force_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.by}"
