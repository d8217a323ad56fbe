"""Wagtail's tag for an icon, drawn once: a list of pages shows hundreds of a dozen icons."""

from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.templatetags import wagtailadmin_tags

_TEMPLATE: Final = "wagtailadmin/shared/icon.html"


def draw_icons_once() -> None:
    """Put ours in the place of Wagtail's tag. Safe to call twice."""
    wagtailadmin_tags.register.simple_tag(icon, name="icon")


def icon(
    name: Any = None, classname: Any = None, title: Any = None, wrapped: bool = False
) -> SafeString:
    """Takes what Wagtail's tag takes. A title is in the reader's language, and often of one page:
    such an icon is drawn each time."""
    if not name:
        raise ValueError("You must supply an icon name")
    if title:
        return _draw(name, classname or "icon", wrapped, title)
    return _drawn(name, classname or "icon", bool(wrapped))


# By type as well: what is safe is not escaped, and what equals it may have to be.
@lru_cache(maxsize=512, typed=True)
def _drawn(name: Any, classname: Any, wrapped: bool) -> SafeString:
    return _draw(name, classname, wrapped, None)


def _draw(name: Any, classname: Any, wrapped: bool, title: Any) -> SafeString:
    context = {"name": name, "classname": classname, "title": title, "wrapped": wrapped}
    return render_to_string(_TEMPLATE, context)
