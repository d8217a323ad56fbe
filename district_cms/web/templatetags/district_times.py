"""Moments in templates, as people say them."""

import datetime as dt

from django import template

from ..times import moment_text

register = template.Library()


@register.filter
def moment(value: dt.datetime | None) -> str:
    """ "Tuesday, November 24, 4:00 pm", in the district's time zone; "" for None."""
    return moment_text(value) if value else ""
