"""Pieces of public pages that are drawn once, see `routing.drawn_once`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from ..routing.drawn_once import piece

register = template.Library()


@register.simple_tag
def include_once(name: str, **values: Any) -> SafeString:
    """As `include … only`, and kept: the template sees nothing but these values. They are text,
    numbers, days, or lists and dictionaries of them."""
    return piece(name, values)
