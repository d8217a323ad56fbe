"""Records that a live page was taken down at once, by whom and why, and that it was put back."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TakeDownQuerySet(models.QuerySet["TakeDown"]):
    def open(self) -> "TakeDownQuerySet":
        """Returns pages that are down now, newest first."""
        return self.filter(put_back_at__isnull=True).order_by("-at", "-pk")


class TakeDown(models.Model):
    """One page, taken down once. `revision_id` was live or scheduled. Has no foreign keys."""

    class Reason(models.TextChoices):
        MISTAKE = "mistake", _("There is a mistake in it")
        PRIVACY = "privacy", _("Privacy: it says or shows something about a student or a family")
        OTHER = "other", _("Something else")

    page_id = models.PositiveBigIntegerField(_("page"))
    page_uuid = models.UUIDField(db_index=True)
    # The school, so that a principal's list needs no query for pages.
    school_id = models.PositiveBigIntegerField(null=True, blank=True)
    revision_id = models.PositiveBigIntegerField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("taken down"), default=timezone.now)
    by = models.CharField(_("by"), max_length=254)
    by_id = models.PositiveBigIntegerField()
    put_back_at = models.DateTimeField(_("put back"), null=True, blank=True)
    put_back_by = models.CharField(_("put back by"), max_length=254, blank=True)

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        verbose_name = _("update taken down")
        verbose_name_plural = _("updates taken down")
        default_permissions = ()
        permissions = [("put_back_private", _("Can put back what was taken down for privacy"))]
        constraints = [
            models.UniqueConstraint(
                fields=["page_uuid"],
                condition=models.Q(put_back_at__isnull=True),
                name="take_down_open_once",
            )
        ]
        indexes = [models.Index(fields=["put_back_at", "school_id"], name="take_down_open")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.page_uuid}"

    @property
    def is_private(self) -> bool:
        return self.reason == self.Reason.PRIVACY
