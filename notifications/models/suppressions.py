"""Addresses that get no more messages. Rows stay when they are lifted, with who did it and why."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..suppressions.rules import Cause
from .outbox import Channel

CAUSES = [
    (Cause.HARD_BOUNCE.value, _("The mailbox does not exist")),
    (Cause.COMPLAINT.value, _("Marked as spam by the family")),
    (Cause.STOP.value, _("Texts stopped by the owner")),
    (Cause.NO_NUMBER.value, _("The number gets no texts")),
]


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def active(self) -> "SuppressionQuerySet":
        return self.filter(lifted_at__isnull=True)


class Suppression(models.Model):
    """One reason why one address gets no messages. Written by `suppressions.services` only."""

    # As the outbox keeps it: a normalized email address, or a number as E.164 writes it.
    address = models.CharField(_("address"), max_length=254)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    cause = models.CharField(_("why"), max_length=20, choices=CAUSES)
    since = models.DateTimeField(_("since"), default=timezone.now)
    # Who says so, in the provider's words; names no address.
    evidence = models.CharField(_("what the provider said"), max_length=300, blank=True)
    message_uuid = models.UUIDField(null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.CharField(_("lifted by"), max_length=254, blank=True)
    lifted_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("address we no longer write to")
        verbose_name_plural = _("addresses we no longer write to")
        ordering = ["-since", "-pk"]
        default_permissions = ("view",)
        permissions = [("lift_suppression", _("Can let an address get messages again"))]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "channel", "cause"],
                condition=Q(lifted_at__isnull=True),
                name="suppression_once_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["-since"], name="suppression_newest")]

    def __str__(self) -> str:
        # Lists and logs say why, not who.
        return str(self.get_cause_display())
