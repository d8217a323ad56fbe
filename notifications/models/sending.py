"""What the whole outbox obeys: pause, rate limits and legal holds."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .outbox import Channel


class SendingPause(models.Model):
    """From when until when nothing of what can wait is sent, and who said so."""

    begun_at = models.DateTimeField(_("since"), default=timezone.now)
    begun_by = models.CharField(_("paused by"), max_length=254)
    reason = models.CharField(_("why"), max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=254, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("pause of the outbox")
        verbose_name_plural = _("pauses of the outbox")
        default_permissions = ()
        permissions = [("pause_sending", _("Can pause and resume sending"))]
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["active"],
                condition=Q(active=True),
                name="one_pause_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M} {self.reason}"


class StopsFileSize(models.Model):
    """The length in bytes of the file of stops that this database knows; one row."""

    known = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.known)


class SendingLimit(models.Model):
    """How many messages of a channel were handed over in the present minute, by all workers
    together, and until when the provider wants to be left alone."""

    channel = models.CharField(max_length=10, choices=Channel.choices, primary_key=True)
    minute = models.DateTimeField(default=timezone.now)
    used = models.PositiveIntegerField(default=0)
    closed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("limit of sending")
        verbose_name_plural = _("limits of sending")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.channel}: {self.used}"


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
