"""Who may post: the rows that decide who may edit which activity."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff


class ActivityLeaderQuerySet(models.QuerySet["ActivityLeader"]):
    def working(self) -> "ActivityLeaderQuerySet":
        """Those of people who work here today."""
        return self.filter(staff__active=True)


class ActivityLeader(models.Model):
    """Written by `services.set_leaders` only. Not content of the page: no revision brings it
    back."""

    activity = models.ForeignKey(
        "activities.ActivityPage", on_delete=models.CASCADE, related_name="leading"
    )
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="leading")

    objects = ActivityLeaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("leader of an activity")
        verbose_name_plural = _("leaders of activities")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["activity", "staff"], name="activity_leader_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.activity}"
