"""Reports of what someone could not use on the site, and the record of what was done."""

from typing import Any, Final, override

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_REPORT: Final = 2000
LANGUAGES: Final = [("en", "English"), ("es", "Español")]  # deliberately each in its own language


class AppendOnly(Exception):
    """Raised on an attempt to change or delete a permanent record."""


class Use(models.TextChoices):
    """How a person uses the site, so that the office can reproduce the problem."""

    SCREEN_READER = "screen-reader", _("With a screen reader")
    KEYBOARD = "keyboard", _("With the keyboard alone")
    ZOOM = "zoom", _("With large letters or zoom")
    PHONE = "phone", _("On a phone")
    OTHER = "other", _("In another way")


class BarrierReportQuerySet(models.QuerySet["BarrierReport"]):
    def waiting(self) -> "BarrierReportQuerySet":
        """Filters reports that are neither answered nor closed, by due day."""
        return self.filter(answered_at__isnull=True, closed_at__isnull=True).order_by(
            "due_on", "pk"
        )


class BarrierReport(models.Model):
    """One report. Written only by `barriers.services`; its content never changes."""

    reference = models.CharField(_("number"), max_length=12, unique=True)
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    # Promised to the person when they reported: later changes of settings or calendar do not move
    # them.
    due_on = models.DateField(_("answer by"), db_index=True)
    remind_on = models.DateField()
    what = models.TextField(_("what did not work"), max_length=LONGEST_REPORT)
    page = models.CharField(_("page"), max_length=300, blank=True)
    uses: Any = models.JSONField(_("how the site is used"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    contact_deleted_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = BarrierReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("accessibility problem")
        verbose_name_plural = _("accessibility problems")
        ordering = ["due_on", "pk"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.reference

    @property
    def use_labels(self) -> list[str]:
        return [str(use.label) for use in Use if use.value in self.uses]

    @property
    def has_contact(self) -> bool:
        return bool(self.email or self.phone)


class BarrierStepQuerySet(models.QuerySet["BarrierStep"]):
    @override
    def update(self, **kwargs: Any) -> int:
        raise AppendOnly("Steps are added, never changed.")

    @override
    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("Steps are added, never deleted.")


class BarrierStep(models.Model):
    """One thing that the office did about a report. Append-only."""

    class Kind(models.TextChoices):
        TAKEN_ON = "taken-on", _("Started")
        ANSWERED = "answered", _("Answered")
        FIXED = "fixed", _("Fixed")
        CLOSED = "closed", _("Closed")

    report = models.ForeignKey(BarrierReport, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    note = models.TextField(_("note"))
    by = models.CharField(_("who"), max_length=254)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by_mail = models.BooleanField(_("sent by email"), default=False)

    objects = BarrierStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("Steps are added, never changed.")
        super().save(*args, **kwargs)

    @override
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("Steps are added, never deleted.")
