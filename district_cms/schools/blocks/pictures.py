"""Pictures, and what an editor states about the people in them."""

from copy import copy
from typing import Any

from django import forms
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


class StudentKeysBlock(blocks.FieldBlock):
    """The keys of students in a picture, only where the district holds the list of students. They
    are no words: nothing checks, searches or displays them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Student keys"),
                "help_text": _(
                    "The number of each student who can be recognized, or who made it, separated "
                    "by commas. When the page goes live, their releases are recorded under your "
                    "name; if one ends, the site hides the picture."
                ),
                **kwargs,
            }
        )
        self.field = forms.CharField(required=False, max_length=250, help_text=self.meta.help_text)


class SignedByStudentBlock(blocks.BooleanBlock):
    """At 18, the rights of the family become the student's."""

    def __init__(self, **kwargs: Any) -> None:
        label = _("The students are 18 or older and signed themselves")
        super().__init__(**{"required": False, "label": label, **kwargs})


_HAS_PICTURE = "_a_picture_was_shown"
"""The attribute of a request whose page has rendered a picture."""


def _with_renditions(keys: set[int]) -> dict[int, Any]:
    """Returns {id: image}, each image with its renditions prefetched where Wagtail looks first."""
    images = get_image_model()
    by_id: dict[int, Any] = {}
    renditions = images.get_rendition_model().objects.filter(image_id__in=keys)
    for rendition in renditions.select_related("image"):
        image = by_id.setdefault(rendition.image_id, rendition.image)
        rendition.image = image
        image.__dict__.setdefault("prefetched_renditions", []).append(rendition)
    for key, image in images.objects.in_bulk(keys - by_id.keys()).items():
        image.prefetched_renditions = []
        by_id[key] = image
    return by_id


class PictureBlock(blocks.StructBlock):
    check_as = "picture"  # selects the gate's checks that read the whole block

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
    students = StudentKeysBlock()
    signed_by_student = SignedByStudentBlock()

    language = LanguageBlock()

    def bulk_to_python(self, values: Any) -> Any:
        """Like Wagtail's, but reads the renditions of all images in one query, and one more for
        images without any."""
        without_image = [{**value, "image": None} for value in values]
        pictures = super().bulk_to_python(without_image)
        images = _with_renditions({value.get("image") for value in values} - {None})
        for picture, value in zip(pictures, values, strict=True):
            # As in Wagtail, a picture that is used twice is two objects.
            picture["image"] = copy(images.get(value.get("image")))
        return pictures

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Adds `loading`: the page's first picture loads eagerly, the others lazily."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        is_first = request is not None and not getattr(request, _HAS_PICTURE, False)
        if is_first:
            setattr(request, _HAS_PICTURE, True)
        return {**context, "loading": "eager" if is_first else "lazy"}

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "schools/blocks/picture.html"
