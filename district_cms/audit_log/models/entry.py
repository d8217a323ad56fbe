"""The audit log. Rows outlive the objects that they mention, so they have no foreign keys."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One action of a person or the software. Append-only; the database refuses changes.

    Retention may only empty the columns that name or describe people (`DETAILS`). `data` is then
    NULL.
    """

    DETAILS: ClassVar[dict[str, Any]] = {"actor": "", "title": "", "data": None}

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    action = models.CharField(_("what"), max_length=60, db_index=True)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    school = models.CharField(_("school"), max_length=255, blank=True)
    title = models.CharField(_("title"), max_length=255, blank=True)
    page_uuid = models.UUIDField(_("page"), null=True, blank=True, db_index=True)
    revision_id = models.PositiveBigIntegerField(_("revision"), null=True, blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True)
    data: Any = models.JSONField(_("details"), default=dict, blank=True, null=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-pk"]
        # A permission of its own: the log shows everyone's actions, unlike the check history of a
        # page.
        permissions: ClassVar = [("read_log", "Can read the log")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.title}".rstrip()
