"""Days and times as people write them, in the reader's language."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _


def day_text(day: dt.date) -> str:
    """Returns, for example, "Tuesday, November 24" for a date."""
    return _day_text(day.toordinal(), get_language())


@lru_cache(maxsize=2_000)
def _day_text(ordinal: int, language: str | None) -> str:
    # A run of digests writes the same thirty days a hundred thousand times.
    return date_format(dt.date.fromordinal(ordinal), pgettext("day in a sentence", "l, F j"))


def weekday_text(day: dt.date) -> str:
    """Returns "Tuesday, November 24"; for a day of another year "Friday, June 12, 2026" with the
    year."""
    text = day_text(day)
    if day.year == timezone.localdate().year:
        return text
    return pgettext("day and year", "%(day)s, %(year)s") % {"day": text, "year": day.year}


def date_text(day: dt.date) -> str:
    """Returns, for example, "November 24, 2026" for a date."""
    return date_format(day, pgettext("day with its year", "F j, Y"))


def time_text(time: dt.time) -> str:
    """Returns, for example, "4:00 pm" for a time of day."""
    clock = time_format(time, "g:i")
    if time.hour < 12:
        return pgettext("before noon", "%(time)s am") % {"time": clock}
    return pgettext("after noon", "%(time)s pm") % {"time": clock}


def moment_text(moment: dt.datetime) -> str:
    """Returns, for example, "Tuesday, November 24, 4:00 pm" in the district's time zone.

    Adds the year if it is another one: "Friday, June 12, 2026, 4:00 pm".
    """
    local = timezone.localtime(moment)
    return f"{weekday_text(local.date())}, {time_text(local.time())}"


def span_text(start: dt.time | None, end: dt.time | None) -> str:
    """Returns "4:00 pm to 5:30 pm", "4:00 pm", or "" if no time is set."""
    if start and end:
        return _("%(start)s to %(end)s") % {"start": time_text(start), "end": time_text(end)}
    return time_text(start) if start else ""


class ClockFault(ValueError):
    """Raised for a local time that does not exist on its day, or exists twice. Its text is a
    sentence for people that suggests two valid times."""


def moment_at(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Returns the local time `local` (naive) of `zone` as an aware datetime.

    Raises `ClockFault` in the hour that the clocks skip in spring and in the one that they repeat
    in fall: nobody can guess which moment is meant.
    """
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    shift = abs(early.utcoffset() - late.utcoffset())  # type: ignore[operator]  # a zone has both
    if not shift:
        return early
    twice = early.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == local
    text = (
        _(
            "On %(day)s the clocks go back, and %(time)s comes twice. "
            "Choose %(before)s or %(after)s."
        )
        if twice
        else _(
            "On %(day)s the clocks go forward, and there is no %(time)s. "
            "Choose %(before)s or %(after)s."
        )
    )
    raise ClockFault(
        text
        % {
            "day": day_text(local.date()),
            "time": time_text(local.time()),
            "before": time_text((local - shift).time()),
            "after": time_text((local + shift).time()),
        }
    )
