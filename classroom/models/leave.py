"""A teacher is away for a while, and someone else has the classes."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff


class LeaveQuerySet(models.QuerySet["Leave"]):
    def current(self, today: dt.date | None = None) -> "LeaveQuerySet":
        """Those that hold on `today`, a date in the district's zone; both ends included."""
        today = today or timezone.localdate()
        return self.filter(first_day__lte=today, last_day__gte=today)


class Leave(models.Model):
    """Without a substitute it says only that; the reminders go on. Its substitute's class
    assignments go with it."""

    staff = models.OneToOneField(
        Staff, verbose_name=_("teacher"), on_delete=models.CASCADE, related_name="leave"
    )
    first_day = models.DateField(_("first day away"))
    last_day = models.DateField(_("last day away"))
    substitute = models.ForeignKey(
        Staff,
        verbose_name=_("substitute"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutes_for",
    )

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.staff}: {self.first_day} – {self.last_day}"
