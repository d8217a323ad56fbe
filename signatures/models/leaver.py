"""When it was first seen that a person with a signature no longer works here."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff


class Leaver(models.Model):
    """One row per person, until their data is deleted or they return: the staff record says whether
    someone works here, not since when."""

    staff = models.OneToOneField(
        Staff, on_delete=models.CASCADE, related_name="+", verbose_name=_("staff member")
    )
    seen_on = models.DateField(_("seen on"))

    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        verbose_name = _("leaver")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.seen_on}"
