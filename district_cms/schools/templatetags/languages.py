"""Template tags for the language of an element."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from district_cms.checks.languages import is_right_to_left, language_name

register = template.Library()


@register.simple_tag(takes_context=True)
def language_attributes(context: Any, tag: str | None) -> SafeString:
    """Renders `lang`, and `dir` if needed, after a space; nothing without a tag.

    `dir="ltr"` is needed only inside a right-to-left page.
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
    """Returns the name of the content's language in the reader's language, for use in a sentence;
    "" if it is the reader's."""
    reader = (get_language() or "").partition("-")[0]
    if not tag or tag.partition("-")[0] == reader:
        return ""
    name = language_name(tag)
    # Spanish writes names of languages in lower case.
    return name if reader == "en" else name.lower()
