"""The pictures of a logo over time: the files that mails and pages show."""

import datetime as dt
import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ..rendering import draw_logo

if TYPE_CHECKING:
    from .logo import Logo

FOLDER = "brand"
LONGEST_NAME = 60
DIGITS_OF_HASH = 16


class LogoVersionQuerySet(models.QuerySet["LogoVersion"]):
    """Versions by day."""

    def valid(self, on: dt.date) -> "LogoVersionQuerySet":
        """Returns the versions that are valid on this day, of logos that may be used."""
        return self.filter(
            models.Q(valid_to=None) | models.Q(valid_to__gte=on),
            valid_from__lte=on,
            logo__active=True,
        )

    def at(self, file: str) -> "LogoVersionQuerySet":
        """Returns the versions with this file, by its public name; two for a picture that was used
        twice."""
        name = f"{FOLDER}/{file}"
        return self.filter(models.Q(file=name) | models.Q(file_2x=name))

    def begin(self, logo: "Logo", *, valid_from: dt.date) -> "LogoVersion":
        """Creates the version of the logo's current file, from this day on; ends any other the day
        before.

        A version that began on the same day, or was to begin later, is then never valid.
        """
        logo.file.open()
        try:
            rendered = draw_logo(logo.file)
        finally:
            logo.file.close()
        self.filter(models.Q(valid_to=None) | models.Q(valid_to__gte=valid_from), logo=logo).update(
            valid_to=valid_from - dt.timedelta(days=1)
        )
        return self.create(
            logo=logo,
            file=_store(logo.name, rendered.once),
            file_2x=_store(logo.name, rendered.twice),
            sha256=hashlib.sha256(rendered.twice).hexdigest(),
            sha256_1x=hashlib.sha256(rendered.once).hexdigest(),
            source_sha256=logo.sha256,
            width=rendered.width,
            height=rendered.height,
            description=logo.description,
            clear_space=logo.clear_space,
            smallest_height=logo.smallest_height,
            valid_from=valid_from,
        )


class LogoVersion(models.Model):
    """One picture of a logo. Its files never change, and are served as long as the version exists:
    mails that were sent with it show it for years.

    `width` and `height` are CSS pixels. `file` has as many pixels, `file_2x` twice as many.
    `sha256` (hexadecimal) is that of `file_2x`, the file at `url`.
    """

    logo = models.ForeignKey(
        "brand.Logo", on_delete=models.CASCADE, related_name="versions", verbose_name=_("logo")
    )
    file = models.FileField(_("file"), max_length=150, db_index=True)
    file_2x = models.FileField(_("file of twice the size"), max_length=150, db_index=True)
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    sha256 = models.CharField(max_length=64, db_index=True)
    sha256_1x = models.CharField(max_length=64, db_index=True)
    source_sha256 = models.CharField(max_length=64, db_index=True)
    description = models.CharField(_("description"), max_length=255)
    clear_space = models.PositiveSmallIntegerField(_("clear space"))
    smallest_height = models.PositiveSmallIntegerField(_("smallest height"))
    valid_from = models.DateField(_("valid from"))
    # The last day, inclusive.
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = LogoVersionQuerySet.as_manager()

    class Meta:
        ordering = ["logo_id", "valid_from", "pk"]
        verbose_name = _("version of a logo")
        verbose_name_plural = _("versions of logos")

    def __str__(self) -> str:
        return f"{self.logo} ({self.valid_from:%Y-%m-%d})"

    @property
    def url(self) -> str:
        """Returns the public path of the sharper file, to be shown at `width` by `height`."""
        return address_of(self.file_2x.name)

    @property
    def url_1x(self) -> str:
        """Returns the public path of the smaller file."""
        return address_of(self.file.name)


def address_of(stored: str | None) -> str:
    """Returns "/brand/juniper-creek-0123456789abcdef.png": the public path of a stored file."""
    return reverse("brand:logo", args=[PurePosixPath(stored or "").name])


def _store(name: str, data: bytes) -> str:
    """Stores a file under a name with its hash, unless it is stored already. Returns the name."""
    digits = hashlib.sha256(data).hexdigest()[:DIGITS_OF_HASH]
    says = slugify(name)[:LONGEST_NAME].strip("-") or "logo"
    stored = f"{FOLDER}/{says}-{digits}.png"
    if default_storage.exists(stored):
        return stored
    return default_storage.save(stored, ContentFile(data))
