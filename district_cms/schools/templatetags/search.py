"""Suggestions of a large search box that is still empty."""

from typing import Any

from django import template

from ..search.views import offered

register = template.Library()


@register.simple_tag(takes_context=True)
def suggested_searches(context: Any) -> list[str]:
    """Returns the schools, then subjects and grades in the reader's language."""
    return offered(school["title"] for school in context.get("schools") or ())
