"""What the search box offers before anything is typed."""

from typing import Any

from django import template

from ..choices import GRADE_LEVELS, SUBJECTS

register = template.Library()


@register.simple_tag(takes_context=True)
def suggested_searches(context: Any) -> list[str]:
    """The schools, then subjects and grades in the reader's language."""
    schools = [school["title"] for school in context.get("schools") or ()]
    return [*schools, *(str(label) for _key, label in [*SUBJECTS, *GRADE_LEVELS])]
