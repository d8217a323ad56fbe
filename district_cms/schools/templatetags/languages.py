"""The language of an element in a template."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from district_cms.checks.languages import is_right_to_left, language_name

register = template.Library()


@register.simple_tag(takes_context=True)
def language_attributes(context: Any, tag: str | None) -> SafeString:
    """Write `lang`, and `dir` where it is needed, with a space before; nothing without a tag.

    From left to right is said only where the page around is written from right to left.
    """
    if not tag:
        return SafeString("")
    if is_right_to_left(tag):
        return format_html(' lang="{}" dir="rtl"', tag)
    if is_right_to_left(context.get("content_lang") or ""):
        return format_html(' lang="{}" dir="ltr"', tag)
    return format_html(' lang="{}"', tag)


@register.simple_tag
def other_language(tag: str | None) -> str:
    """What the reader calls the language of a page's content, as within a sentence, where it is
    another one than theirs; else ""."""
    reader = (get_language() or "").partition("-")[0]
    if not tag or tag.partition("-")[0] == reader:
        return ""
    name = language_name(tag)
    # Names of languages are written small in Spanish.
    return name if reader == "en" else name.lower()
