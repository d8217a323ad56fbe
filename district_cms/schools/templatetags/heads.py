"""What stands in the head of a page, in a template."""

import json
from collections.abc import Sequence
from typing import Any, Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# No text of a page ends the element, or begins another one.
ESCAPED: Final = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&"}


@register.simple_tag
def structured_data(things: Sequence[dict[str, Any]]) -> SafeString:
    """Things of schema.org as JSON-LD; nothing where there are none.

    It is data: browsers never run it, so that the strict policy, which allows no script within a
    page, has nothing to say about it.
    """
    if not things:
        return SafeString("")
    data = {"@context": "https://schema.org", "@graph": list(things)}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = mark_safe(written.translate(ESCAPED))  # noqa: S308  # escaped just here
    return format_html('<script type="application/ld+json">{}</script>', safe)
