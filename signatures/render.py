"""Signature HTML and text from a record and registered logos.

Only what every mail program shows: two paragraphs, styles in `style` attributes, whole pixel sizes
on pictures, no table, no background, no class. Everything reads with pictures off.
"""

import re
from dataclasses import dataclass

from django.template.loader import render_to_string

from .policy import LogoImage, Record, check_complete, check_length

_BETWEEN_TAGS = re.compile(r">\s+<")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Signature:
    html: str
    text: str


def render_signature(record: Record, logos: tuple[LogoImage, ...]) -> Signature:
    """Raises `SignatureIncomplete` or `SignatureTooLong`; see `policy`."""
    check_complete(record)
    shown = [{"logo": logo, "width": logo.shown()[0], "height": logo.shown()[1]} for logo in logos]
    context = {"record": record, "logos": shown}
    source: str = render_to_string("signatures/email/signature.html", context)
    html = _BETWEEN_TAGS.sub("><", _SPACE.sub(" ", source)).strip()
    check_length(html)
    text = render_to_string("signatures/email/signature.txt", context)
    lines = [line.rstrip() for line in text.splitlines()]
    return Signature(html=html, text="\n".join(line for line in lines if line) + "\n")
