"""Codes by which a person proves, on their own page, that an address of theirs still is."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .outbox import Channel
from .subscribers import Subscriber


class OwnDataCode(models.Model):
    """A code that was sent to an address of the person. One at a time: a new one replaces it.

    Not the code is stored, only what it is compared with; `nonce` makes that another each time.
    """

    subscriber = models.OneToOneField(
        Subscriber, on_delete=models.CASCADE, related_name="own_data_code"
    )
    channel = models.CharField(max_length=10, choices=Channel)
    nonce = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("code for one’s own data")
        verbose_name_plural = _("codes for one’s own data")

    def __str__(self) -> str:
        return str(self.subscriber)
