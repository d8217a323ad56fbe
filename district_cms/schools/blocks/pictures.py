"""Pictures, and what must be said of what shows people."""

from copy import copy
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from ..languages.fields import LanguageBlock

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


def _with_renditions(keys: set[int]) -> dict[int, Any]:
    """The images of these keys, each with its renditions where Wagtail looks for them first."""
    images = get_image_model()
    found: dict[int, Any] = {}
    renditions = images.get_rendition_model().objects.filter(image_id__in=keys)
    for rendition in renditions.select_related("image"):
        image = found.setdefault(rendition.image_id, rendition.image)
        rendition.image = image
        image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
    for key, image in images.objects.in_bulk(keys - found.keys()).items():
        image.prefetched_renditions = []
        found[key] = image
    return found


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
        """As Wagtail's, but each image comes with its renditions, and those of all in one query;
        one more where an image has none yet."""
        without = [{**value, "image": None} for value in values]
        pictures = super().bulk_to_python(without)
        images = _with_renditions({value.get("image") for value in values} - {None})
        for picture, value in zip(pictures, values, strict=True):
            # Of a picture that stands twice each is an object of its own, as Wagtail has it.
            picture["image"] = copy(images.get(value.get("image")))
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
