"""The forms for pictures and documents: Wagtail's, with limits and a check of the file's
content."""

from typing import Any, Final, override

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from district_cms.audit_log.services import record
from district_cms.checks.accessibility.documents import LinkedFile, check_document
from district_cms.checks.describing import describe

from .examinations import examine_pending
from .models.files import examination_of
from .pictures.formats.pixels import UNREADABLE
from .pictures.stripping import broken_picture
from .storage import check_room


class PictureFormField(WagtailImageField):
    """Wagtail's field. A file that ends too early gives an error message, not a crash."""

    @override
    def check_image_pixel_size(self, f: Any) -> None:
        """Reads the size; turns the decoder's own exceptions into `ValidationError`."""
        try:
            super().check_image_pixel_size(f)
        except ValidationError:
            raise
        except UNREADABLE as error:
            raise broken_picture(f.name) from error


class DistrictImageForm(BaseImageForm):
    """The base of all forms for pictures; `publishing` adds its checks of live pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail sets the field's class itself; forms for several pictures have no file field.
        if file_field := self.fields.get("file"):
            self.fields["file"] = PictureFormField(
                label=file_field.label, required=file_field.required, widget=file_field.widget
            )

    def clean_file(self) -> Any:
        """Raises `ValidationError` for a new file that the disk has no room for."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_room(file.size, file.name)
        return file


LARGEST_DOCUMENT: Final = 20 * 1024 * 1024
"""Bytes, so that examinations end. Recordings may be larger."""
RECORDINGS: Final = ("mp4", "webm", "mp3", "m4a")
_MP3_STARTS: Final = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")


class DistrictDocumentForm(BaseDocumentForm):
    """The base of all forms for documents. Only those who may change all documents may list one as
    public."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self._user = kwargs.get("user")
        if not (self.instance.pk and user and not self.permission_policy.changes_only_own(user)):
            self.fields.pop("listed_as_public", None)

    def _post_clean(self) -> None:
        """Hides the error that the file is missing if this form rejected the file."""
        refused = self.errors.get("file")
        errors = refused.as_data() if refused else []
        super()._post_clean()
        if refused and errors:
            self.errors["file"].data = list(errors)
        if "listed_as_public" in self.fields and not self.errors and self.instance.listed_as_public:
            self._check_listed()

    def _check_listed(self) -> None:
        """Checks the file of a listed document here, because no page's gate does."""
        if "file" in self.changed_data:
            self.instance._set_document_file_metadata()
            examine_pending(self.instance)
        file = LinkedFile(self.instance.title, examination_of(self.instance))
        for one in map(describe, check_document(file)):
            if one.blocks:
                message = f"{one.message} {one.why} {one.fix} ({one.basis})"
                self.add_error("listed_as_public", message)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if commit and "listed_as_public" in self.changed_data:
            action = "listed" if self.instance.listed_as_public else "unlisted"
            name, key = self.instance.title, self.instance.pk
            record(action=f"media.document_{action}", actor=self._user, name=name, document=key)
        return super().save(commit=commit)

    def clean_file(self) -> Any:
        """Raises `ValidationError` for a file that is too large, or is not of the kind that its
        name says."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        check_room(file.size, file.name)
        extension = file.name.rsplit(".", 1)[-1].lower()
        if extension in RECORDINGS:
            if not is_recording(file, extension):
                raise ValidationError(
                    _(
                        "“%(name)s” is not a %(kind)s recording. Save it in that "
                        "format, with the program that made it, and upload it again."
                    ),
                    code="wrong_kind",
                    params={"name": file.name, "kind": extension.upper()},
                )
        elif file.size > LARGEST_DOCUMENT:
            raise ValidationError(
                _(
                    "“%(name)s” is %(size)s; documents may be up to %(limit)s. Families often "
                    "have slow connections: make its pictures smaller and upload it again."
                ),
                code="file_too_large",
                params={
                    "name": file.name,
                    "size": filesizeformat(file.size),
                    "limit": filesizeformat(LARGEST_DOCUMENT),
                },
            )
        return file


def is_recording(file: Any, extension: str) -> bool:
    """True if the file starts like a recording of this kind. Leaves the position at the start."""
    file.seek(0)
    start = file.read(64)
    file.seek(0)
    match extension:
        case "mp4":
            return start[4:8] == b"ftyp" and start[8:11] != b"M4A"
        case "m4a":
            return start[4:8] == b"ftyp"
        case "webm":
            return start.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in start
        case "mp3":
            return start.startswith(_MP3_STARTS)
    return False
