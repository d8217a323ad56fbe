"""The tabs above the screens of one destination of the menu."""

from typing import Any

from django import template
from django.template import Context

from ..sidebar import tabs_of

register = template.Library()


@register.inclusion_tag("people/admin/sidebar_tabs.html", takes_context=True)
def sidebar_tabs(context: Context) -> dict[str, Any]:
    request = context["request"]
    tabs = tabs_of(request)
    here = next((tab for tab in tabs if request.path.startswith(str(tab.url))), None)
    return {"tabs": tabs, "here": here}
