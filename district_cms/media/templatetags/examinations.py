"""`{% examination_of document %}`: what was found of an uploaded file, on its screen."""

from typing import Any

from django import template

from ..examinations.report import report_on

register = template.Library()


@register.inclusion_tag("media/admin/examination.html")
def examination_of(document: Any) -> dict[str, Any]:
    return {"report": report_on(document)}
