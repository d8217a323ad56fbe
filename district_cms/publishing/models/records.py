"""The gate's records: answers, exceptions, evidence, and which file a page described."""

import datetime as dt
from typing import Any, Never, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

LONGEST_NOTE = 500


def subject_of(subject: Any) -> str:
    """Returns a page's UUID, which its revisions share, or "people.staff:12" for an object."""
    if isinstance(subject, Page):
        return str(subject.translation_key)
    return f"{subject._meta.label_lower}:{subject.pk}"


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def in_force(self) -> Self:
        """Returns confirmations that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Confirmation(models.Model):
    """Someone confirmed that one finding of a page or an object may stay.

    The fingerprint covers the finding and its content: a change of the content ends the
    confirmation.
    """

    subject = models.CharField(_("page or object"), max_length=100)
    rule = models.CharField(_("rule"), max_length=60)
    fingerprint = models.CharField(_("finding"), max_length=32)
    excerpt = models.CharField(_("words it is about"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    by = models.CharField(_("confirmed by"), max_length=254)
    by_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("confirmed"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    withdrawn_by = models.CharField(_("taken back by"), max_length=254, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "fingerprint"],
                condition=Q(withdrawn_at__isnull=True),
                name="confirmation_in_force_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.by}"


class GateExceptionQuerySet(models.QuerySet["GateException"]):
    def in_force(self, at: dt.datetime | None = None) -> Self:
        """Returns exceptions that are valid at `at` (aware; default: now): not ended, not
        expired."""
        return self.filter(ended_at__isnull=True, expires_at__gt=at or timezone.now())

    def over(self, at: dt.datetime | None = None) -> Self:
        """Returns the exceptions that have ended or expired."""
        at = at or timezone.now()
        return self.filter(Q(ended_at__isnull=False) | Q(expires_at__lte=at))


class GateException(models.Model):
    """Lifts some findings of one page for a limited time.

    `lifts` is a list of {"rule", "fingerprint", "message"}, valid until that content changes.
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
        """Returns the last day on which it is valid, in the district's time zone."""
        return timezone.localtime(self.expires_at - dt.timedelta(microseconds=1)).date()


class WrittenOnce(TypeError):
    """Raised on an attempt to change or delete evidence."""

    def __init__(self) -> None:
        super().__init__("Evidence is written once; it is neither changed nor deleted.")


class RevisionFindingsQuerySet(models.QuerySet["RevisionFindings"]):
    def update(self, **kwargs: Any) -> Never:
        raise WrittenOnce

    def delete(self) -> Never:
        raise WrittenOnce


class RevisionFindings(models.Model):
    """The findings about one revision at one moment, with confirmations and exceptions.

    Has no foreign keys. `revision_id` is empty if code saved a live page.
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


class StatedFile(models.Model):
    """A page described the file with this hash. Page and file are plain values."""

    subject = models.CharField(_("page"), max_length=100)
    file = models.CharField(_("file"), max_length=100)
    file_hash = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("file that a page describes")
        verbose_name_plural = _("files that pages describe")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["subject", "file"], name="stated_file_once_a_page")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.file}"
