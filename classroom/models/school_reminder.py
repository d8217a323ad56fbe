"""That the teachers of a school were reminded of a posting day, so that it happens once."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
