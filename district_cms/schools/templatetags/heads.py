"""Template tags for the head of a page."""

import json
from collections.abc import Sequence
from typing import Any, Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Text of a page can neither end the element nor start another.
ESCAPED: Final = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&"}


@register.simple_tag
def structured_data(things: Sequence[dict[str, Any]]) -> SafeString:
    """Renders schema.org objects as JSON-LD, nothing if there are none.

    JSON-LD is data that browsers never run, so the Content Security Policy, which forbids inline
    scripts, does not apply.
    """
    if not things:
        return SafeString("")
    data = {"@context": "https://schema.org", "@graph": list(things)}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = mark_safe(written.translate(ESCAPED))  # noqa: S308  # escaped just here
    return format_html('<script type="application/ld+json">{}</script>', safe)
