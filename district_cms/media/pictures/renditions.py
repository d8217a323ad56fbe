"""The copies of a picture that pages show, made by the worker: two formats, three widths."""

from typing import TYPE_CHECKING, Final

from wagtail.images.models import Filter

if TYPE_CHECKING:
    from ..models import DistrictImage


WIDEST: Final = 1200
"""Pixels across of the largest copy."""
SPEC: Final = f"format-{{avif,webp}} width-{{800,400,{WIDEST}}}"
"""As `schools/blocks/picture.html` asks for them."""
MAKE_COPIES: Final = "district_cms.media.tasks.make_copies_of"
"""The task that makes them."""


def make_copies(image: "DistrictImage") -> int:
    """Make those that are missing; how many there are. They are found again by any page."""
    return len(image.get_renditions(*Filter.expand_spec(SPEC)))
