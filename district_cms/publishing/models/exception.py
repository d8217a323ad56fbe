"""An administrator's exceptions from the gate."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class GateExceptionQuerySet(models.QuerySet["GateException"]):
    def in_force(self, at: dt.datetime | None = None) -> Self:
        """Those that hold at `at` (aware; now by default): not ended, not expired."""
        return self.filter(ended_at__isnull=True, expires_at__gt=at or timezone.now())

    def over(self, at: dt.datetime | None = None) -> Self:
        """The others."""
        at = at or timezone.now()
        return self.filter(Q(ended_at__isnull=False) | Q(expires_at__lte=at))


class GateException(models.Model):
    """For a time, some findings do not stop one page. Names page and accounts as plain values.

    `lifts` is a list of {"rule", "fingerprint", "message"}: only what was found when the exception
    was made is lifted, and only until that content changes.
    """

    page_uuid = models.UUIDField(_("page"), db_index=True)
    page_id = models.PositiveBigIntegerField()
    title = models.CharField(_("title"), max_length=255)
    school = models.CharField(_("school"), max_length=255, blank=True)
    lifts = models.JSONField(_("what it allows"), default=list)
    reason = models.TextField(_("reason"))
    by = models.CharField(_("made by"), max_length=254)
    by_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("ends on its own"))
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=254, blank=True)

    objects = GateExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        default_permissions = ("add", "view")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.expires_at:%Y-%m-%d}"

    @property
    def fingerprints(self) -> frozenset[str]:
        return frozenset(lifted["fingerprint"] for lifted in self.lifts)

    @property
    def last_day(self) -> dt.date:
        """The last day on which it holds, in the district's time zone."""
        return timezone.localtime(self.expires_at - dt.timedelta(microseconds=1)).date()
