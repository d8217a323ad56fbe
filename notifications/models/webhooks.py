"""What providers told us: each request as it came, for a set time, and each event once."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WebhookPayload(models.Model):
    """One request of a webhook whose signature was good, word for word. Holds addresses: purged
    after `settings.WEBHOOK_PAYLOADS_KEPT_DAYS`."""

    source = models.CharField(max_length=20)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    body = models.TextField()

    class Meta:
        verbose_name = _("raw message of a provider")
        verbose_name_plural = _("raw messages of providers")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.source} {self.received_at:%Y-%m-%d %H:%M:%S}"


class ProviderEvent(models.Model):
    """One event, kept so that its repetition is known. Names no address; outlives the raw words."""

    source = models.CharField(max_length=20)
    # The provider's own name for it, or one made of what it says of which message.
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    message_uuid = models.UUIDField(null=True, blank=True, db_index=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("event of a provider")
        verbose_name_plural = _("events of providers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="provider_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind}"
