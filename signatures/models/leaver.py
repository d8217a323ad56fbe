"""Since when someone who had a signature no longer works here."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff


class Leaver(models.Model):
    """One row a person, from the night in which it was seen until all is deleted, or the person is
    back: the staff record knows only whether someone works here, not since when."""

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
