"""What reviewers and authors were told, so that they are told once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewNotice(models.Model):
    """One person was told of one step of one review. Names accounts and steps as plain values."""

    class Kind(models.TextChoices):
        WAITING = "waiting", _("Waiting for review")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Sent back")
        NOBODY = "nobody", _("Nobody can approve it")
        PASSED = "passed", _("Passed on to the stand-in")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    task_state_id = models.PositiveBigIntegerField()
    user_id = models.PositiveBigIntegerField()
    told_at = models.DateTimeField(_("notified"))

    class Meta:
        verbose_name = _("review notice")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "task_state_id", "user_id"], name="review_notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_state_id} {self.user_id}"
