"""High-school students who may follow classes by email, without their addresses."""

import datetime as dt
from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.schools.models import SchoolPage

from ..rules import HIGH_SCHOOL_GRADES
from ..tokens import LENGTH

GRADES: Final = [(grade, str(grade)) for grade in HIGH_SCHOOL_GRADES]


class HighSchoolStudentQuerySet(models.QuerySet["HighSchoolStudent"]):
    def on(self, day: dt.date) -> "HighSchoolStudentQuerySet":
        """Filters students who are on the list on a day in the district's time zone."""
        return self.filter(until__gte=day)


class HighSchoolStudent(models.Model):
    """A district address that belongs to a high-school student, as a token, and its last day."""

    token = models.CharField(max_length=LENGTH, unique=True)
    school = models.ForeignKey(
        SchoolPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("school")
    )
    grade = models.PositiveSmallIntegerField(_("grade"), choices=GRADES)
    until = models.DateField(_("on the list until"), db_index=True)

    objects = HighSchoolStudentQuerySet.as_manager()
    # The reference index would show the students of a school to everyone who may edit its page.
    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        verbose_name = _("high-school student")
        verbose_name_plural = _("high-school students")
        default_permissions = ("view", "change", "delete")
        ordering = ["school", "grade", "token"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade__in=HIGH_SCHOOL_GRADES), name="high_school_student_grade"
            ),
        ]

    def __str__(self) -> str:
        # Logs must not show who it is.
        return f"student {self.pk}"
