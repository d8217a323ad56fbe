"""What the district turned on of the student lists: nothing, as delivered."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="group", order=216)
class StudentListSettings(BaseGenericSetting):
    """One row for the district."""

    hold_students = models.BooleanField(
        _("hold the list of students"),
        default=False,
        help_text=_(
            "Rosters then bring each student’s key, school and grade band, and keyed hashes of the "
            "name. Turned off, nothing about students is read, and the list is deleted."
        ),
    )
    check_opt_outs = models.BooleanField(
        _("check pages for students who opted out"),
        default=False,
        help_text=_(
            "A page of a school with the full name of a student of that school who opted out of "
            "directory information then does not go live. Ask the district’s counsel what "
            "directory information is here."
        ),
    )

    class Meta:
        verbose_name = _("student list settings")

    def clean(self) -> Any:
        # Without the key, no page with a name could be checked or published.
        if self.hold_students and not settings.STUDENT_LIST_KEY:
            text = _("Ask whoever runs the website to set STUDENT_LIST_KEY, then turn this on.")
            raise ValidationError({"hold_students": text})
        if self.check_opt_outs and not self.hold_students:
            text = _("Pages are compared with the list of students: turn on both, or neither.")
            raise ValidationError({"check_opt_outs": text})

    def __str__(self) -> str:
        return str(_("Student list settings"))
