"""Who stands in for a school's principals, and what was passed on to them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import NEEDS_SCHOOL
from district_cms.people.roles.matrix import ROLE_MATRIX
from district_cms.schools.models import SchoolPage

# Roles at a school with which someone can open what was passed on.
MAY_STAND_IN = frozenset(role for role in NEEDS_SCHOOL if ROLE_MATRIX[role].enters_editor)


class StandInQuerySet(models.QuerySet["StandIn"]):
    def able(self) -> "StandInQuerySet":
        """Those who have an account and work at the school today: whose time there has ended
        stands in no more, and does again when they are back."""
        here = StaffRole.objects.current().filter(
            role__in=MAY_STAND_IN,
            staff_id=models.OuterRef("staff_id"),
            school_id=models.OuterRef("school_id"),
        )
        able = self.filter(staff__active=True, staff__user__is_active=True)
        return able.filter(models.Exists(here))


class StandIn(models.Model):
    """Someone whom the principals of a school chose: gets what waited too long for them."""

    school = models.ForeignKey(SchoolPage, on_delete=models.CASCADE, related_name="stand_ins")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="stands_in_at")
    since = models.DateTimeField(default=timezone.now)
    chosen_by = models.CharField(max_length=254)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "staff"], name="stand_in_once_at_a_school")
        ]

    def __str__(self) -> str:
        return f"{self.staff} ({self.school})"


class PassedOnQuerySet(models.QuerySet["PassedOn"]):
    def to(self, user: User) -> "PassedOnQuerySet":
        """What this account may decide, because it stands in at the school."""
        chosen = StandIn.objects.able().filter(staff__user_id=user.pk)
        return self.filter(school_id__in=chosen.values("school_id"))


class PassedOn(models.Model):
    """One step of a review that waited too long. Names step and school as plain values."""

    task_state_id = models.PositiveBigIntegerField(unique=True)
    school_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    school_days = models.PositiveSmallIntegerField()

    objects = PassedOnQuerySet.as_manager()

    class Meta:
        verbose_name = _("passed on to a stand-in")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.task_state_id} {self.at:%Y-%m-%d}"


def passed_to(user: User) -> frozenset[int]:
    """Ids of the steps that were passed on to this account. Asked once per request and account."""
    if user.steps_passed_on is None:
        rows = PassedOn.objects.to(user).values_list("task_state_id", flat=True)
        user.steps_passed_on = frozenset(rows)
    return user.steps_passed_on
