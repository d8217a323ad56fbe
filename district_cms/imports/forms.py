"""The form that a file comes in by."""

from pathlib import PurePath
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".numbers"})


class ImportForm(forms.Form):
    """The file; a subclass says which, and adds a field for each thing that people may choose."""

    extensions: ClassVar[tuple[str, ...]] = ("csv", "txt")
    content_types: ClassVar[tuple[str, ...]] = ("text/csv",)
    largest_file = 2 * 1024 * 1024  # bytes

    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.validators = [*field.validators, self._check_kind]
        dotted = [f".{extension}" for extension in self.extensions]
        field.widget = forms.FileInput(attrs={"accept": ",".join([*dotted, *self.content_types])})

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is larger than any of its kind."""
        file = cast(UploadedFile, self.cleaned_data["file"])
        if (file.size or 0) > self.largest_file:
            raise ValidationError(self.too_big())
        return file

    def too_big(self) -> str:
        return _("This file is too big. It may have at most %(size)s.") % {
            "size": filesizeformat(self.largest_file)
        }

    def _check_kind(self, file: UploadedFile) -> None:
        """Raise `ValidationError` for a file of another kind, with the way to one that is taken."""
        ending = PurePath(file.name or "").suffix.lower()
        if ending in WORKBOOKS:
            raise ValidationError(
                _(
                    "This is a spreadsheet. Open it there, save it as “CSV UTF-8”, and choose the "
                    "file that you get."
                )
            )
        taken = [f".{extension}" for extension in self.extensions]
        if ending not in taken:
            raise ValidationError(
                _("This kind of file cannot be read here. It takes files that end in %(endings)s.")
                % {"endings": ", ".join(taken)}
            )

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen, besides the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}
