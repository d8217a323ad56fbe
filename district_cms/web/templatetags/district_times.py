"""Template filters for days and times as people write them."""

import datetime as dt

from django import template
from django.utils import timezone

from ..times import date_text, day_text, moment_text

register = template.Library()


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Returns, for example, "Tuesday, November 24, 4:00 pm" in the district's time zone; "" for
    None."""
    return moment_text(value) if value else ""


@register.filter
def when(value: dt.date | None) -> str:
    """Formats a datetime with `moment`, and a date with `full_date`."""
    return moment(value) if isinstance(value, dt.datetime) else full_date(value)


@register.filter
def iso_date(value: str) -> str:
    """Returns "November 24, 2026" for "2026-11-24"; other texts unchanged."""
    try:
        return date_text(dt.date.fromisoformat(value))
    except ValueError:
        return value


@register.filter
def day(value: dt.date | None) -> str:
    """Returns, for example, "Tuesday, November 24"; "" for None."""
    return day_text(value) if value else ""


@register.filter
def full_date(value: dt.date | None) -> str:
    """Returns, for example, "November 24, 2026"; "" for None. Converts a datetime to its day in the
    district's time zone."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return date_text(value) if value else ""
