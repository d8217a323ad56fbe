"""What the gate found when it let something through: the evidence, written once."""

from typing import Any, Never

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WrittenOnce(TypeError):
    """Someone tried to change or delete evidence."""

    def __init__(self) -> None:
        super().__init__("Evidence is written once; it is neither changed nor deleted.")


class RevisionFindingsQuerySet(models.QuerySet["RevisionFindings"]):
    def update(self, **kwargs: Any) -> Never:
        raise WrittenOnce

    def delete(self) -> Never:
        raise WrittenOnce


class RevisionFindings(models.Model):
    """The findings about one revision, with who confirmed or excepted them, at one moment.

    Holds no foreign keys, so that it outlives page, revision and accounts. `revision_id` is empty
    where code made the page live by saving it. `findings` is a list of what
    `publishing.services.evidence` writes.
    """

    class Outcome(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted for review")
        PLANNED = "planned", _("Scheduled to go live")
        LIVE = "went_live", _("Went live")

    page_uuid = models.UUIDField(_("page"), db_index=True)
    title = models.CharField(_("title"), max_length=255)
    revision_id = models.PositiveBigIntegerField(_("revision"), null=True, blank=True)
    ruleset = models.CharField(_("version of the rules"), max_length=40)
    outcome = models.CharField(_("what happened"), max_length=10, choices=Outcome.choices)
    findings = models.JSONField(_("findings"), default=list)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    objects = RevisionFindingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("check history")
        verbose_name_plural = _("check history")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["revision_id"], name="findings_of_revision")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise WrittenOnce
