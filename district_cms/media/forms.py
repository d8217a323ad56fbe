"""The forms for pictures and documents: Wagtail's, with limits and a look into the file."""

from typing import Any, Final, override

from django.conf import settings
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
    """Wagtail's field; a file that ends too early is an error beside it, not a crash."""

    @override
    def check_image_pixel_size(self, f: Any) -> None:
        """Ask for the size; the decoder's own exceptions become `ValidationError`."""
        try:
            super().check_image_pixel_size(f)
        except ValidationError:
            raise
        except UNREADABLE as error:
            raise broken_picture(f.name) from error


class DistrictImageForm(BaseImageForm):
    """What all forms for pictures share; `publishing` adds what it asks of live pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail decides the field's class itself; forms for several pictures have no file.
        if given := self.fields.get("file"):
            self.fields["file"] = PictureFormField(
                label=given.label, required=given.required, widget=given.widget
            )

    def clean_file(self) -> Any:
        """Raise `ValidationError` for a new file that the disk has no room for."""
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_room(file.size, file.name)
        return file


RECORDINGS: Final = ("mp4", "webm", "mp3", "m4a")
_MP3_STARTS: Final = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")


class DistrictDocumentForm(BaseDocumentForm):
    """The base of all forms for documents. Only who may change all lists one as public."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self._user = kwargs.get("user")
        if not (self.instance.pk and user and not self.permission_policy.changes_only_own(user)):
            self.fields.pop("listed_as_public", None)

    def _post_clean(self) -> None:
        """What this form refused at the file is said, and not also that there is no file."""
        refused = self.errors.get("file")
        said = refused.as_data() if refused else []
        super()._post_clean()
        if refused and said:
            self.errors["file"].data = list(said)
        if "listed_as_public" in self.fields and not self.errors and self.instance.listed_as_public:
            self._check_listed()

    def _check_listed(self) -> None:
        """No page speaks for the document, so its file passes the checks here."""
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
        """Raise ValidationError for a file that is too large for its kind, or of another kind."""
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
        elif file.size > settings.DOCUMENT_MAX_UPLOAD_SIZE:
            raise ValidationError(
                _(
                    "“%(name)s” is %(size)s; documents may be up to %(limit)s. Families often "
                    "have slow connections: make its pictures smaller and upload it again."
                ),
                code="file_too_large",
                params={
                    "name": file.name,
                    "size": filesizeformat(file.size),
                    "limit": filesizeformat(settings.DOCUMENT_MAX_UPLOAD_SIZE),
                },
            )
        return file


def is_recording(file: Any, extension: str) -> bool:
    """Whether the file begins as one of this kind does. It stands at its start afterwards."""
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
