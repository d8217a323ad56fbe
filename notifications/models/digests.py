"""What went into which digest, and why someone got none."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .outbox import Channel


class DigestItem(models.Model):
    """One update for one address: the database itself keeps it from going out twice.

    Written in the same transaction as the message that carries it. Names page and message by
    UUID, so that the fact stays when they go. The rhythm is no part of the key on purpose.
    """

    address = models.CharField(max_length=254)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    page_uuid = models.UUIDField()
    message_uuid = models.UUIDField(db_index=True)
    # Nobody can tell whether the message arrived: the next digest has the update once more, and
    # then it has had its second time.
    may_repeat = models.BooleanField(default=False)
    repeats = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("update in a digest")
        verbose_name_plural = _("updates in digests")
        constraints = [
            models.UniqueConstraint(
                fields=["address", "channel", "page_uuid"], name="digest_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_uuid} in {self.message_uuid}"


class DigestRun(models.Model):
    """A window whose digests on a channel are all written. `window_start` is its moment (UTC)."""

    window_start = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    posting_day = models.BooleanField()
    finished_at = models.DateTimeField(default=timezone.now)
    written = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)  # updates that went out once more

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        ordering = ["-window_start"]
        constraints = [
            models.UniqueConstraint(fields=["window_start", "channel"], name="digest_run_once")
        ]

    def __str__(self) -> str:
        return f"{self.window_start:%Y-%m-%d %H:%M}: {self.written}"


class SkippedDigest(models.Model):
    """Why a person got no digest on a posting day. Names the person by UUID, never the address."""

    REASONS = [
        ("nothing_new", _("Nothing new in these classes")),
        ("sent_before", _("Everything new was sent before")),
        ("mail_off", _("These classes do not offer it")),
        ("no_classes", _("These classes have finished or are gone")),
        ("enough", _("As many texts as we promised at most in a week")),
        ("paused", _("The person paused the updates")),
        ("student", _("No high-school class, or not on the list of high-school students")),
    ]

    subscriber_uuid = models.UUIDField(db_index=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    window_start = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=REASONS)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("person who got none")
        verbose_name_plural = _("people who got none")
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber_uuid", "channel", "window_start"], name="skipped_digest_once"
            )
        ]
        indexes = [models.Index(fields=["window_start"], name="skipped_digest_window")]

    def __str__(self) -> str:
        return f"{self.subscriber_uuid}: {self.reason}"
