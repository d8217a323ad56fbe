"""The file field of everything that is a picture: nothing reaches the storage with its metadata.

Django stores an uploaded file through `FieldFile.save()`, and so does Wagtail's upload of several
pictures at once, which calls it directly before the model is saved. Removing the metadata there
means that there is no other door.
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
    """A stored name that says nothing: 16 random characters and the extension of `filename`.

    File names are public, as part of an address, and outlive every edit of the title. What a
    camera or a family calls a picture ("maria-gomez-4b.jpg") therefore never becomes one.
    """
    return secrets.token_hex(8) + PurePath(filename).suffix.lower()


class PictureFieldFile(WagtailImageFieldFile):
    """A stored picture; `save()` removes the metadata first."""

    def save(self, name: str | None, content: IO[bytes], save: bool = True) -> None:
        """Store `content` without its metadata.

        Raises `ValidationError` if it is not a picture that can be read in full.
        """
        if not isinstance(content, StrippedPicture):
            content = strip_metadata(content, name=name)
        super().save(name, content, save)


class PictureField(WagtailImageField):
    """An image field whose files carry no location, device or other hidden information."""

    attr_class = PictureFieldFile

    @override
    def update_dimension_fields(
        self, instance: models.Model, force: bool = False, *args: Any, **kwargs: Any
    ) -> None:
        """Set width and height, unless the file is an upload that nobody has looked into yet.

        An upload may be damaged, or lie on its side: its size is known when `strip_pending_picture`
        has been there.
        """
        if self.attname in instance.__dict__:
            pending = _pending(instance, self.attname)
            if pending is not None and not isinstance(pending.file, StrippedPicture):
                return
        super().update_dimension_fields(instance, force, *args, **kwargs)


def strip_pending_picture(
    instance: models.Model, field_name: str = "file", *, max_pixels: int = MAX_PIXELS
) -> bool:
    """Replace a picture that is not stored yet by its copy without metadata; say if there was one.

    Models call this in `clean()`, so that a bad file is an error beside its field, and in `save()`,
    so that sizes and hashes are computed from what will be stored. Raises `ValidationError`; for
    one with more than `max_pixels` before they are decoded.
    """
    pending = _pending(instance, field_name)
    if pending is None:
        return False
    if not isinstance(pending.file, StrippedPicture):
        stripped = strip_metadata(pending.file, name=pending.name, max_pixels=max_pixels)
        setattr(instance, field_name, stripped)
    return True


def _pending(instance: models.Model, field_name: str) -> FieldFile | None:
    """A file that was assigned and is not in the storage yet, by Django's own mark for it."""
    file: FieldFile = getattr(instance, field_name)
    return file if file and not getattr(file, "_committed", True) else None


def strip_waiting_picture(sender: type[UploadedFile], instance: UploadedFile, **_: object) -> None:
    """Before an `UploadedFile` of Wagtail is saved: remove the metadata of a picture.

    Where an upload lacks a required field, Wagtail keeps the file as it came until the editor has
    filled it in. The form has read the picture already, so that this does not fail.
    """
    kind = instance.for_content_type.model_class() if instance.for_content_type else None
    if kind is not None and issubclass(kind, AbstractImage) and strip_pending_picture(instance):
        instance.file.name = anonymous_name(instance.file.name)


def strip_portrait(sender: type[UserProfile], instance: UserProfile, **_: object) -> None:
    """Before an account's profile is saved: remove the metadata of its picture, and its name.

    Wagtail's form has looked at the file's first bytes only. One that breaks off later is dropped:
    the account has no picture then.
    """
    try:
        pending = strip_pending_picture(instance, "avatar")
    except ValidationError:
        instance.avatar = ""
        return
    if pending:
        instance.avatar.name = anonymous_name(instance.avatar.name)
