"""Who may post: the rows that decide who may edit which activity."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff, StaffRole
from district_cms.schools.frame import SCHOOL_DEPTH, school_path_in


class ActivityLeaderQuerySet(models.QuerySet["ActivityLeader"]):
    def working(self) -> "ActivityLeaderQuerySet":
        """Those of people who work at the activity's school today: by a role there or for the whole
        district, or as one of its people who never had a role there. The district's news has no
        leaders, even where its page had some before it was moved there."""
        school = school_path_in(OuterRef("activity__path"))
        roles = StaffRole.objects.filter(staff=OuterRef("staff"))
        today = roles.current().filter(Q(school=None) | Q(school__path=school))
        named = Staff.schools.through.objects.filter(
            staff=OuterRef("staff"), schoolpage__path=school
        )
        had_role = Exists(roles.filter(school__path=school))
        return self.filter(
            Exists(today) | (Exists(named) & ~had_role),
            staff__active=True,
            activity__depth__gt=SCHOOL_DEPTH,
        )


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
