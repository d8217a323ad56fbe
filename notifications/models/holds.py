"""A legal hold: while one stands, nothing of this room is deleted because of its age."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LegalHold(models.Model):
    """From when until when nothing may be purged, why, and who said so. Written by
    `retention.holds` only; stays when it is lifted."""

    reason = models.CharField(_("why"), max_length=500)
    since = models.DateTimeField(_("since"), default=timezone.now)
    set_by = models.CharField(_("set by"), max_length=254)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.CharField(_("lifted by"), max_length=254, blank=True)
    lifted_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-since", "-pk"]
        default_permissions = ()
        permissions = [("hold_purges", _("Can set and lift a legal hold on messages"))]
        indexes = [
            models.Index(
                fields=["since"], condition=Q(lifted_at__isnull=True), name="legal_hold_standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} {self.reason}"
