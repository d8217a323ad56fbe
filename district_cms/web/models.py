"""State that all processes share: rate limit counts, cache versions, live workers, progress, failed
work."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """One count of a rate limit. The key is a keyed hash and identifies nobody."""

    key = models.CharField(max_length=120, primary_key=True)
    number = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"


class CacheVersion(models.Model):
    """The version of cached values; each write replaces `token`.

    The token is random: after a restored backup, a number could repeat.
    """

    name = models.CharField(max_length=80, primary_key=True)
    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name}: {self.token}"


class WorkerSign(models.Model):
    """A worker process and the time of its last sign of life (UTC)."""

    name = models.CharField(max_length=32, primary_key=True)
    host = models.CharField(max_length=120)
    # The worker's settings; others than the website's are a fault that is reported.
    settings = models.CharField(max_length=120)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} on {self.host}"


class LongWork(models.Model):
    """The progress of long work, such as the nightly run of the ledger, or its final state. Times
    are UTC. Only `queue.progress` writes it."""

    task = models.CharField(max_length=40, primary_key=True)
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["task"]

    def __str__(self) -> str:
        return f"{self.task}: {self.done} of {self.total}"


class FailedWorkQuerySet(models.QuerySet["FailedWork"]):
    def open(self) -> Self:
        """Returns work that failed and has not succeeded since."""
        return self.filter(over_at__isnull=True, count__gt=0)


class FailedWork(models.Model):
    """One piece of background work that failed; one row until it succeeds.

    Only `isolated` writes it. Page and account are plain ids, so that the row outlives them. A row
    with `count` 0 is work in progress.
    """

    class Reason(models.TextChoices):
        SOFTWARE = "software", _("A fault in the software stopped it.")
        GONE = "gone", _("What it needs is no longer there.")
        DATABASE = "database", _("The database refused it.")
        DISK = "disk", _("The server’s disk is full.")
        TIME = "time", _("It took too long and was stopped.")
        STOPPED = "stopped", _("The program ended in the middle of it.")
        STANDSTILL = "standstill", _("The background program was not running.")
        REFUSED = "refused", _("The page does not pass the checks, or its address is taken.")
        FILE = "file", _("The file has mistakes, or cannot be opened.")

    task = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    title = models.CharField(_("what"), max_length=255, blank=True)
    page_id = models.PositiveBigIntegerField(null=True, blank=True)
    owner_id = models.PositiveBigIntegerField(null=True, blank=True)
    reason = models.CharField(_("why"), max_length=20, choices=Reason, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("times"), default=0)
    first_at = models.DateTimeField(_("first"), default=timezone.now)
    last_at = models.DateTimeField(_("last"), default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(_("next try"), null=True, blank=True)
    over_at = models.DateTimeField(_("went well"), null=True, blank=True)
    # Who was notified: 0 nobody yet, 1 owner and administrators, 2 both again.
    told = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = FailedWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work that failed")
        verbose_name_plural = _("work that failed")
        ordering = ["-last_at", "-pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "key"],
                condition=models.Q(over_at__isnull=True),
                name="failed_work_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.key}: {self.error}"
