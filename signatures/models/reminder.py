"""That the office asked someone again to copy a signature."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff


class AskedAgainQuerySet(models.QuerySet["AskedAgain"]):
    def waiting(self) -> "AskedAgainQuerySet":
        """Whose email is not written yet, the oldest first."""
        return self.filter(done_at=None).order_by("asked_at", "pk")


class AskedAgain(models.Model):
    """The last time that a person was asked by the office; one row a person."""

    staff = models.OneToOneField(
        Staff, on_delete=models.CASCADE, related_name="signature_asked", verbose_name=_("who")
    )
    asked_at = models.DateTimeField(_("asked"))
    # The email was written, or was not needed anymore.
    done_at = models.DateTimeField(_("done"), null=True)

    objects: Any = AskedAgainQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        verbose_name = _("asked again for a signature")
        verbose_name_plural = _("asked again for signatures")
        default_permissions = ()
        permissions: ClassVar = [("ask_again", "Can ask people to copy their signature")]

    def __str__(self) -> str:
        return str(self.staff)
