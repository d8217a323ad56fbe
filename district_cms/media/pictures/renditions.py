"""Creates the renditions that pages show in the worker: two formats, three widths."""

from typing import TYPE_CHECKING, Final

from wagtail.images.models import Filter

if TYPE_CHECKING:
    from ..models import DistrictImage


WIDEST: Final = 1200
"""The width of the largest rendition, in pixels."""
SPEC: Final = f"format-{{avif,webp}} width-{{800,400,{WIDEST}}}"
"""The same specification as in `schools/blocks/picture.html`."""
MAKE_COPIES: Final = "district_cms.media.tasks.make_copies_of"
"""The task that creates them."""


def make_copies(image: "DistrictImage") -> int:
    """Creates the missing renditions, which pages then reuse. Returns how many there are."""
    return len(image.get_renditions(*Filter.expand_spec(SPEC)))
