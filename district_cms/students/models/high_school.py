"""High-school students who may follow classes by email."""

import datetime as dt
from typing import ClassVar, Final

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from district_cms.schools.models import SchoolPage

from ..rules import HIGH_SCHOOL_GRADES

GRADES: Final = [(grade, str(grade)) for grade in HIGH_SCHOOL_GRADES]


class HighSchoolStudentQuerySet(models.QuerySet["HighSchoolStudent"]):
    def on(self, day: dt.date) -> "HighSchoolStudentQuerySet":
        """Filters students who are on the list on a day in the district's time zone."""
        return self.filter(until__gte=day)


class HighSchoolStudent(models.Model):
    """A normalized district address that belongs to a high-school student, and its last day."""

    address = models.CharField(_("email"), max_length=254)
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
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(Lower("address"), name="high_school_student_once"),
            models.CheckConstraint(
                condition=models.Q(address=Lower("address")), name="high_school_student_folded"
            ),
            models.CheckConstraint(
                condition=models.Q(grade__in=HIGH_SCHOOL_GRADES), name="high_school_student_grade"
            ),
        ]

    def __str__(self) -> str:
        # Logs must not show who it is.
        return f"student {self.pk}"
