"""Records that the office asked a person to copy the signature again."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff


class AskedAgainQuerySet(models.QuerySet["AskedAgain"]):
    def waiting(self) -> "AskedAgainQuerySet":
        """Returns rows whose email is not sent yet, oldest first."""
        return self.filter(done_at=None).order_by("asked_at", "pk")


class AskedAgain(models.Model):
    """The last time the office asked a person; one row per person."""

    staff = models.OneToOneField(
        Staff, on_delete=models.CASCADE, related_name="signature_asked", verbose_name=_("who")
    )
    asked_at = models.DateTimeField(_("asked"))
    # The email was sent, or was no longer needed.
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
