"""`{% file_in_use object as stays %}`: what keeps a file, before anyone is asked to delete it."""

from typing import Any

from django import template

from ..in_use import Staying, staying
from ..models import DistrictDocument, DistrictImage

register = template.Library()


@register.simple_tag
def file_in_use(item: Any) -> list[Staying]:
    """The item itself where live pages show it. Nothing where it is no file of the library:
    Wagtail asks about documents on the screen that asks about everything else."""
    return staying([item]) if isinstance(item, (DistrictImage, DistrictDocument)) else []
