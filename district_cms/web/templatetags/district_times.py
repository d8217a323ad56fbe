"""Moments in templates, as people say them."""

import datetime as dt

from django import template
from django.utils import timezone

from ..times import date_text, day_text, moment_text

register = template.Library()


@register.filter
def moment(value: dt.datetime | None) -> str:
    """ "Tuesday, November 24, 4:00 pm", in the district's time zone; "" for None."""
    return moment_text(value) if value else ""


@register.filter
def when(value: dt.date | None) -> str:
    """A moment as `moment` says it, and a day as `full_date` does."""
    return moment(value) if isinstance(value, dt.datetime) else full_date(value)


@register.filter
def iso_date(value: str) -> str:
    """ "November 24, 2026" for "2026-11-24"; other texts as they are."""
    try:
        return date_text(dt.date.fromisoformat(value))
    except ValueError:
        return value


@register.filter
def day(value: dt.date | None) -> str:
    """ "Tuesday, November 24"; "" for None."""
    return day_text(value) if value else ""


@register.filter
def full_date(value: dt.date | None) -> str:
    """ "November 24, 2026"; "" for None. A moment is shown as its day in the district's zone."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return date_text(value) if value else ""
