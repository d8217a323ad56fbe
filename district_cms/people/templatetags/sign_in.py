"""Filters of the sign-in's pages."""

from django import template

register = template.Library()


@register.filter
def in_fours(key: str) -> str:
    """A key or code as people type it: "ABCD EFGH …"."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
