"""The form that a file comes in by."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    """The file; a subclass says which, and adds a field for each thing that people may choose."""

    extensions: ClassVar[tuple[str, ...]] = ("csv", "txt")
    content_types: ClassVar[tuple[str, ...]] = ("text/csv",)
    largest_file = 2 * 1024 * 1024  # bytes

    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.validators = [*field.validators, FileExtensionValidator(self.extensions)]
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

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen, besides the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}
