"""What was typed, said back in words, so that whoever typed it sees what was understood."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..times import day_text, time_text

UNDERSTOOD: Final = "understood"
PAST: Final = "past"
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Echo:
    """`text` for people; `state` is one of this module's three."""

    text: str
    state: str


def echo_of(value: dt.date | dt.time, *, today: dt.date, asks: bool = True) -> Echo:
    """ "Friday, December 4, 2026", "1:00 pm", or both; with `asks`, a day in the past is asked
    about.

    A moment may be aware or naive; it is said on the district's clock.
    """
    if isinstance(value, dt.time):
        return Echo(time_text(value), UNDERSTOOD)
    time = ""
    day = value
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        day, time = local.date(), time_text(local.time())
    words = pgettext("day and year", "%(day)s, %(year)s") % {
        "day": day_text(day),
        "year": day.year,
    }
    said = f"{words}, {time}" if time else words
    if asks and day < today:
        return Echo(_("%(day)s: this day has passed. Is it right?") % {"day": said}, PAST)
    return Echo(said, UNDERSTOOD)
