"""Which classes a person follows without teaching them, for example a counselor."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff
from district_cms.schools.choices import GRADE_LEVELS
from district_cms.schools.models import SchoolPage

from ..addresses import class_name

if TYPE_CHECKING:
    from .classroom import ClassroomPage


class CaseloadChoice(models.Model):
    """A whole school, one grade of it, or one class. Classes of a school or grade are looked up
    each time, so that new classes are included. Grants no permissions."""

    staff = models.ForeignKey(
        Staff, verbose_name=_("person"), on_delete=models.CASCADE, related_name="caseload"
    )
    school = models.ForeignKey(
        SchoolPage,
        verbose_name=_("school"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    grade = models.CharField(_("grade"), max_length=2, choices=GRADE_LEVELS, blank=True)
    classroom = models.ForeignKey(
        "classroom.ClassroomPage",
        verbose_name=_("class"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("followed classes")
        verbose_name_plural = _("followed classes")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False, classroom__isnull=True)
                | Q(school__isnull=True, grade="", classroom__isnull=False),
                name="caseload_choice_is_school_or_class",
            ),
            models.UniqueConstraint(
                fields=["staff", "school", "grade"], name="caseload_school_once"
            ),
            models.UniqueConstraint(fields=["staff", "classroom"], name="caseload_class_once"),
        ]

    def __str__(self) -> str:
        if self.school is None:
            return class_name(self.classroom)
        return f"{self.school}, {self.get_grade_display()}" if self.grade else str(self.school)

    def covers(self, room: "ClassroomPage") -> bool:
        """Returns True if this class is included. No query if `school` was selected."""
        if self.school is None:
            return bool(self.classroom_id == room.pk)
        here = str(room.path).startswith(str(self.school.path))
        return here and (not self.grade or self.grade in room.grade_levels)
