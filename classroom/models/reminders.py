"""Which reminders people want, and which a school has sent."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReminderChoice(models.Model):
    """Without a row a person gets all of them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="reminder_choice",
    )
    early = models.BooleanField(_("two school days before a posting day"), default=True)
    on_the_day = models.BooleanField(_("on the morning of a posting day"), default=True)

    class Meta:
        verbose_name = _("choice of reminders")
        verbose_name_plural = _("choices of reminders")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


class SchoolReminder(models.Model):
    """One prepared message of a principal to those whose classes wait. Holds counts, no names."""

    school_id = models.PositiveBigIntegerField()
    day = models.DateField(_("posting day"))
    at = models.DateTimeField(_("sent"), default=timezone.now)
    by = models.CharField(_("sent by"), max_length=254)
    classes = models.PositiveIntegerField()
    teachers = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("reminder of a posting day")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school_id", "day"], name="school_reminded_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.day}"
