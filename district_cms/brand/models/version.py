"""What a logo looked like, and when: the files that mails and pages show."""

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
        """Those that may be shown on this day, of logos that may be used at all."""
        return self.filter(
            models.Q(valid_to=None) | models.Q(valid_to__gte=on),
            valid_from__lte=on,
            logo__active=True,
        )

    def at(self, file: str) -> "LogoVersionQuerySet":
        """Those with this file, named as its public address names it; two for a picture that came
        back."""
        name = f"{FOLDER}/{file}"
        return self.filter(models.Q(file=name) | models.Q(file_2x=name))

    def begin(self, logo: "Logo", *, valid_from: dt.date) -> "LogoVersion":
        """The version of the logo's present file, from this day on; any other ends the day before.

        One that began on the same day, or was to begin later, then never holds for a whole day.
        """
        logo.file.open()
        try:
            drawn = draw_logo(logo.file)
        finally:
            logo.file.close()
        self.filter(models.Q(valid_to=None) | models.Q(valid_to__gte=valid_from), logo=logo).update(
            valid_to=valid_from - dt.timedelta(days=1)
        )
        return self.create(
            logo=logo,
            file=_kept(logo.name, drawn.once),
            file_2x=_kept(logo.name, drawn.twice),
            sha256=hashlib.sha256(drawn.twice).hexdigest(),
            sha256_1x=hashlib.sha256(drawn.once).hexdigest(),
            source_sha256=logo.sha256,
            width=drawn.width,
            height=drawn.height,
            description=logo.description,
            clear_space=logo.clear_space,
            smallest_height=logo.smallest_height,
            valid_from=valid_from,
        )


class LogoVersion(models.Model):
    """One picture of a logo. Its files never change, and are served for as long as it is kept:
    mails that were sent with it show it for years.

    `width` and `height` are CSS pixels. `file` has as many, `file_2x` twice as many, and `sha256`
    (hexadecimal) is of `file_2x`, which `url` leads to.
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
        """The public path of the sharper file, to be shown at `width` by `height`."""
        return address_of(self.file_2x.name)

    @property
    def url_1x(self) -> str:
        """The public path of the smaller file."""
        return address_of(self.file.name)


def address_of(stored: str | None) -> str:
    """ "/brand/juniper-creek-0123456789abcdef.png": the public path of a stored file."""
    return reverse("brand:logo", args=[PurePosixPath(stored or "").name])


def _kept(name: str, data: bytes) -> str:
    """Store a file under a name that holds its hash, unless it is there already; that name."""
    digits = hashlib.sha256(data).hexdigest()[:DIGITS_OF_HASH]
    says = slugify(name)[:LONGEST_NAME].strip("-") or "logo"
    stored = f"{FOLDER}/{says}-{digits}.png"
    if default_storage.exists(stored):
        return stored
    return default_storage.save(stored, ContentFile(data))
