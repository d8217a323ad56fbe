"""The file field of all pictures: removes metadata before storing a file.

All uploads, also of several files at once, pass through `FieldFile.save()`.
"""

import secrets
from pathlib import PurePath
from typing import IO, Any, override

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import AbstractImage, WagtailImageField, WagtailImageFieldFile
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from .formats.pixels import MAX_PIXELS
from .stripping import StrippedPicture, strip_metadata


def anonymous_name(filename: str) -> str:
    """Returns 16 random characters and the extension: file names are public and may name a
    student."""
    return secrets.token_hex(8) + PurePath(filename).suffix.lower()


class PictureFieldFile(WagtailImageFieldFile):
    """A stored picture; `save()` removes the metadata first."""

    def save(self, name: str | None, content: IO[bytes], save: bool = True) -> None:
        """Stores `content` without its metadata. Raises `ValidationError`."""
        if not isinstance(content, StrippedPicture):
            content = strip_metadata(content, name=name)
        super().save(name, content, save)


class PictureField(WagtailImageField):
    """An image field whose files have no location, device or other hidden information."""

    attr_class = PictureFieldFile

    @override
    def update_dimension_fields(
        self, instance: models.Model, force: bool = False, *args: Any, **kwargs: Any
    ) -> None:
        """Sets width and height, unless the metadata of the upload is not removed yet."""
        if self.attname in instance.__dict__:
            pending = _pending(instance, self.attname)
            if pending is not None and not isinstance(pending.file, StrippedPicture):
                return
        super().update_dimension_fields(instance, force, *args, **kwargs)


def strip_pending_picture(
    instance: models.Model, field_name: str = "file", *, max_pixels: int = MAX_PIXELS
) -> bool:
    """Replaces a picture that is not stored yet by a copy without metadata; returns True if there
    was one.

    Models call this in `clean()` and `save()`. Raises `ValidationError`.
    """
    pending = _pending(instance, field_name)
    if pending is None:
        return False
    if not isinstance(pending.file, StrippedPicture):
        stripped = strip_metadata(pending.file, name=pending.name, max_pixels=max_pixels)
        setattr(instance, field_name, stripped)
    return True


def _pending(instance: models.Model, field_name: str) -> FieldFile | None:
    """Returns a file that was assigned but is not in the storage yet, by Django's own flag for
    it."""
    file: FieldFile = getattr(instance, field_name)
    return file if file and not getattr(file, "_committed", True) else None


def strip_waiting_picture(sender: type[UploadedFile], instance: UploadedFile, **_: object) -> None:
    """Removes metadata before Wagtail saves an `UploadedFile` that lacks a required field."""
    kind = instance.for_content_type.model_class() if instance.for_content_type else None
    if kind is not None and issubclass(kind, AbstractImage) and strip_pending_picture(instance):
        instance.file.name = anonymous_name(instance.file.name)


def strip_portrait(sender: type[UserProfile], instance: UserProfile, **_: object) -> None:
    """Removes metadata from the picture of a profile before it is saved; drops a broken picture."""
    try:
        pending = strip_pending_picture(instance, "avatar")
    except ValidationError:
        instance.avatar = ""
        return
    if pending:
        instance.avatar.name = anonymous_name(instance.avatar.name)
