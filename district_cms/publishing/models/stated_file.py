"""Which file a page spoke of when it described it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StatedFile(models.Model):
    """What a page says of a picture or a recording was said of the file with this hash.

    Names page (`subject_of`) and file ("media.districtimage:12") as plain values.
    """

    subject = models.CharField(_("page"), max_length=100)
    file = models.CharField(_("file"), max_length=100)
    file_hash = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("file that a page describes")
        verbose_name_plural = _("files that pages describe")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["subject", "file"], name="stated_file_once_a_page")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.file}"
