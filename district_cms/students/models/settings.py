"""What the district turned on of the student lists: nothing, as delivered."""

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

    def __str__(self) -> str:
        return str(_("Student list settings"))
