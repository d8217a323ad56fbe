"""The logo registry: the only source of logos for signatures, headers and mail."""

import datetime as dt
import hashlib
from functools import partial
from pathlib import PurePosixPath
from typing import Any, ClassVar, override

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.validators import FileExtensionValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.media.pictures.fields import PictureField, anonymous_name, strip_pending_picture
from district_cms.publishing.objects import CheckedModel

from ..cached import website_changed
from ..rules import (
    MOST_PIXELS,
    check_is_large_enough,
    check_no_turning_letters,
    check_smallest_height,
    too_large,
)
from ..uses import check_is_unused
from .organization import Organization
from .version import LogoVersion

# SVG is a document that can run scripts; a logo is shown on every page and in mail.
LOGO_EXTENSIONS = ("png", "jpg", "jpeg", "webp")


def logo_upload_to(logo: "Logo", filename: str) -> str:
    """Returns the path of a logo's file. A changed logo gets a new address, so that no cache shows
    the old one."""
    return f"logos/{anonymous_name(filename)}"


class LogoQuerySet(models.QuerySet["Logo"]):
    """Logos by owner."""

    def active(self) -> "LogoQuerySet":
        """Returns the logos that may be used today."""
        return self.filter(active=True)

    def of_district(self) -> "LogoQuerySet":
        """Returns the district's own logos."""
        return self.filter(organization__kind=Organization.Kind.DISTRICT)

    def of(self, organization_id: int | None) -> "LogoQuerySet":
        """Returns the logos of one organization; none for a school without an organization."""
        return self.filter(organization=organization_id)

    def delete(self) -> Any:
        for logo in self:
            check_is_unused(logo)
        done = [logo.delete()[0] for logo in self]
        return sum(done), {}


class Logo(CheckedModel):
    """A registered logo. `sha256` (hexadecimal, of the stored bytes) identifies it."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    file = PictureField(
        verbose_name=_("file"),
        upload_to=logo_upload_to,
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(LOGO_EXTENSIONS)],
        help_text=_(
            "PNG, JPEG or WebP. 240 pixels high or more is best; it must be at least 120 high or "
            "480 wide. Hidden information in the file is removed."
        ),
    )
    width = models.PositiveIntegerField(_("width in pixels"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False, default=0)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    description = models.CharField(
        _("description"),
        max_length=255,
        validators=[check_no_turning_letters],
        help_text=_("What a screen reader says, like “Logo of Lincoln High School”."),
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="logos",
        verbose_name=_("owner"),
        help_text=_("The district, a school, or a professional organization."),
    )
    clear_space = models.PositiveSmallIntegerField(
        _("clear space"),
        default=8,
        help_text=_("How many pixels around it stay empty."),
    )
    smallest_height = models.PositiveSmallIntegerField(
        _("smallest height"),
        default=24,
        validators=[MinValueValidator(1)],
        help_text=_("Below this many pixels it can no longer be read."),
    )
    active = models.BooleanField(_("may be used"), default=True)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
        help_text=_("Anyone who still uses this logo is asked to use that one."),
    )

    # The first day of a new picture; None for today. Not stored here but in its version.
    picture_from: dt.date | None = None

    objects = LogoQuerySet.as_manager()
    # What screen readers say in mails and on pages, and the office's own name for it.
    checked_fields: ClassVar = ("name", "description")

    class Meta:
        ordering = ["organization__kind", "name"]
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        constraints = [
            models.CheckConstraint(
                name="logo_replaced_is_not_active",
                condition=models.Q(replaced_by=None) | models.Q(active=False),
                violation_error_message=_(
                    "A logo that is replaced by another can no longer be used: clear “may be used”."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @override
    def clean(self) -> None:
        """Raises `ValidationError` with the errors by field."""
        is_new_picture = self._take_pending_file()
        super().clean()
        errors: dict[str, Any] = self._errors_of_size(is_new_picture)
        if self.sha256:
            twin = Logo.objects.filter(sha256=self.sha256).exclude(pk=self.pk).first()
            if twin is not None:
                errors["file"] = ValidationError(
                    _("This picture is already registered as “%(name)s”. Use that logo."),
                    code="unique",
                    params={"name": twin.name},
                )
        if self.pk is not None and self.replaced_by_id == self.pk:
            errors["replaced_by"] = _("A logo cannot replace itself.")
        if errors:
            raise ValidationError(errors)

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves. A new file is stored without metadata; `sha256` is that of the stored file."""
        is_new_picture = self._take_pending_file()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_new_picture:
                LogoVersion.objects.begin(
                    self, valid_from=self.picture_from or timezone.localdate()
                )
                self.picture_from = None
            website_changed()

    @override
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Deletes the logo. Raises `InUse` if something shows it."""
        check_is_unused(self)
        stored = {
            name
            for version in self.versions.all()
            for name in (version.file.name, version.file_2x.name)
            if name
        }
        done = super().delete(*args, **kwargs)
        website_changed()
        transaction.on_commit(partial(_remove_unused, stored))
        return done

    def _errors_of_size(self, is_new_picture: bool) -> dict[str, Any]:
        """Returns the error at the file if it is new, otherwise at the smallest height."""
        if not (self.file and self.width and self.height):
            return {}
        try:
            if is_new_picture:
                check_is_large_enough(self.width, self.height)
            if self.smallest_height is not None:
                check_smallest_height(self.width, self.height, self.smallest_height)
        except ValidationError as error:
            return {"file" if is_new_picture else "smallest_height": error}
        return {}

    def _take_pending_file(self) -> bool:
        try:
            pending = strip_pending_picture(self, max_pixels=MOST_PIXELS)
        except ValidationError as error:
            if error.code == "too_many_pixels":
                error = too_large(error)
            raise ValidationError({"file": error}) from error
        if pending:
            self.file.seek(0)
            self.sha256 = hashlib.file_digest(self.file.file, "sha256").hexdigest()
            self.file.seek(0)
        return pending


def _remove_unused(names: set[str]) -> None:
    """Removes the files of deleted versions, unless another version has the same picture."""
    for name in names:
        if not LogoVersion.objects.at(PurePosixPath(name).name).exists():
            default_storage.delete(name)
