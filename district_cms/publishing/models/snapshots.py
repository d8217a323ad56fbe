"""Published states of the page of rules. The page shows the newest one and nothing newer."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.web.versions import CachedValue

VERSION: Final = "publishing.procedure"


class ProcedureSnapshot(models.Model):
    """The page of rules as the communications office published it. The newest row is the page,
    unless it was taken down: then there is none.

    `content` holds labels and totals (see `reports.procedure_page`), `rules_since` names the
    version of the procedure by its first day, and `digest` is the SHA-256 of the three columns
    before it.
    """

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


def newest_snapshot() -> ProcedureSnapshot | None:
    """Returns the snapshot that was published last, also if it was taken down. One query."""
    return ProcedureSnapshot.objects.first()


def published_snapshot() -> ProcedureSnapshot | None:
    """Returns the snapshot that the public page shows. One query."""
    newest = newest_snapshot()
    return newest if newest is not None and newest.taken_down_at is None else None


def _read() -> frozenset[str]:
    snapshot = published_snapshot()
    return (
        frozenset(each["id"] for each in snapshot.content["clauses"]) if snapshot else frozenset()
    )


_cached_clauses = CachedValue(VERSION, _read)


def published_clauses() -> frozenset[str]:
    """Returns the ids of the clauses on the public page; none without one. At most one query."""
    return _cached_clauses.get()
