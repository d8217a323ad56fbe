"""Days and times as people say them, in the reader's language."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def day_text(day: dt.date) -> str:
    """ "Tuesday, November 24"."""
    return date_format(day, pgettext("day in a sentence", "l, F j"))


def date_text(day: dt.date) -> str:
    """ "November 24, 2026"."""
    return date_format(day, pgettext("day with its year", "F j, Y"))


def time_text(time: dt.time) -> str:
    """ "4:00 pm"."""
    clock = time_format(time, "g:i")
    if time.hour < 12:
        return pgettext("before noon", "%(time)s am") % {"time": clock}
    return pgettext("after noon", "%(time)s pm") % {"time": clock}


def moment_text(moment: dt.datetime) -> str:
    """ "Tuesday, November 24, 4:00 pm", in the district's time zone.

    A moment of another year says which: "Friday, June 12, 2026, 4:00 pm".
    """
    local = timezone.localtime(moment)
    day = day_text(local.date())
    if local.year != timezone.localdate().year:
        day = pgettext("day and year", "%(day)s, %(year)s") % {"day": day, "year": local.year}
    return f"{day}, {time_text(local.time())}"


def span_text(start: dt.time | None, end: dt.time | None) -> str:
    """ "4:00 pm to 5:30 pm", "4:00 pm", or "" where no time is given."""
    if start and end:
        return _("%(start)s to %(end)s") % {"start": time_text(start), "end": time_text(end)}
    return time_text(start) if start else ""
