"""The page of rules as it was published. The public page shows the newest one and nothing newer."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.web.versions import CachedValue

VERSION: Final = "publishing.procedure"


class ProcedureSnapshot(models.Model):
    """`content` has labels and totals (see `reports.procedure_page`), `rules_since` names the
    version of the procedure, `digest` is the SHA-256 of the three columns before it."""

    rules_since = models.DateField(_("rules in force since"))
    day = models.DateField(_("day"))
    content = models.JSONField(_("labels and totals"))
    digest = models.CharField(_("content hash"), max_length=64)
    published_by = models.CharField(_("published by"), max_length=254)
    published_at = models.DateTimeField(_("published"))
    taken_down_at = models.DateTimeField(_("taken down"), null=True, blank=True)

    class Meta:
        verbose_name = _("page of rules")
        verbose_name_plural = _("pages of rules")
        default_permissions = ()
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.day} {self.digest[:12]}"


def published_snapshot() -> ProcedureSnapshot | None:
    """Returns what the public page shows; None if nothing was published, or the newest one was
    taken down. One query."""
    newest = ProcedureSnapshot.objects.first()
    return newest if newest is not None and newest.taken_down_at is None else None


def _read() -> frozenset[str]:
    snapshot = published_snapshot()
    return (
        frozenset(each["id"] for each in snapshot.content["clauses"]) if snapshot else frozenset()
    )


published_clauses = CachedValue(VERSION, _read).get
"""Returns the ids of the clauses on the public page; none without one. At most one query."""
