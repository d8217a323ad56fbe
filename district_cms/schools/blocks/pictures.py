"""Pictures, and what must be said of what shows people."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from ..languages.blocks import LanguageBlock

SOURCES = [
    ("stock", _("A picture library, with a license")),
    ("district", _("The district")),
    ("staff", _("A staff member")),
    ("student", _("A student made it")),
    ("family", _("A family gave it")),
]
PEOPLE = [
    ("none", _("Nobody can be recognized")),
    ("adults", _("Adults only can be recognized")),
    ("students", _("Students can be recognized")),
]


ONE_WAS_SHOWN = "_a_picture_was_shown"
"""On a request: whether its page has a picture already."""


class PictureBlock(blocks.StructBlock):
    check_as = "picture"  # which of the gate's checks read the block as a whole

    image = ImageChooserBlock(label=_("Picture"))
    description = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("Description"),
        help_text=_(
            "What the picture shows, for people who cannot see it. One or two short sentences."
        ),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label=_("Decorative"),
        help_text=_("Nothing is lost for a reader who does not see this picture."),
    )
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))
    source = blocks.ChoiceBlock(
        choices=SOURCES, required=False, label=_("Where does it come from?")
    )
    people = blocks.ChoiceBlock(
        choices=PEOPLE, required=False, label=_("Can people be recognized?")
    )
    release = blocks.BooleanBlock(
        required=False,
        label=_("Releases are on file"),
        help_text=_(
            "Select this if the school has a signed photograph release for every student "
            "who can be recognized."
        ),
    )

    language = LanguageBlock()

    def bulk_to_python(self, values: Any) -> Any:
        """As Wagtail's, and every picture's renditions in one more query for all of them."""
        pictures = super().bulk_to_python(values)
        images = [p["image"] for p in pictures if p.get("image") is not None]
        prefetch_related_objects(images, "renditions")
        return pictures

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """With `loading`: the first picture of a page comes at once, the others when they are
        near the window."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        is_first = request is not None and not getattr(request, ONE_WAS_SHOWN, False)
        if is_first:
            setattr(request, ONE_WAS_SHOWN, True)
        return {**context, "loading": "eager" if is_first else "lazy"}

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "schools/blocks/picture.html"
