"""The form for a picture: Wagtail's, with an answer for files that break off early."""

from typing import Any, override

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ..storage import check_room
from .formats.pixels import UNREADABLE
from .stripping import broken_picture


class PictureFormField(WagtailImageField):
    """Wagtail's field; a file that ends too early is an error beside it, not a crash."""

    @override
    def check_image_pixel_size(self, f: Any) -> None:
        """Ask for the size, for which Willow decodes the picture.

        Wagtail 8.0 lets the decoder's own exceptions through; here they are `ValidationError`.
        """
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
