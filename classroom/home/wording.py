"""What stands at the top of a teacher's first screen, and when a posting day comes, in words."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.web.times import day_text

WAITED_FOR = frozenset({"awaited", "missing"})


@dataclass(frozen=True, slots=True)
class Due:
    """What one class asks of its teacher: the standing of the posting day it is measured by, the
    next day for which nothing is in yet, and how many of its updates came back."""

    standing: str
    next_day: dt.date | None
    sent_back: int = 0


def headlines(classes: Iterable[Due], today: dt.date) -> Iterator[str]:
    """One sentence for each thing that someone waits for; one that says so where nobody does."""
    rows = list(classes)
    waiting = sum(row.standing in WAITED_FOR for row in rows)
    due = sum(row.next_day == today for row in rows)
    back = sum(row.sent_back for row in rows)
    if waiting:
        text = ngettext(
            "Families of %(number)d class are waiting for its update.",
            "Families of %(number)d classes are waiting for their updates.",
            waiting,
        )
        yield text % {"number": waiting}
    if due:
        text = ngettext(
            "Today is a posting day: %(number)d class still needs its update.",
            "Today is a posting day: %(number)d classes still need their updates.",
            due,
        )
        yield text % {"number": due}
    if back:
        text = ngettext(
            "%(number)d update came back to you.", "%(number)d updates came back to you.", back
        )
        yield text % {"number": back}
    if not (waiting or due or back):
        coming = min((row.next_day for row in rows if row.next_day), default=None)
        if coming is None:
            yield _("Nothing to do now.")
        else:
            yield _("Nothing to do today. The next posting day is %(day)s.") % {
                "day": day_text(coming)
            }


def until_text(day: dt.date, today: dt.date) -> str:
    """ "today", "tomorrow", "in 5 days": beside the day itself, never in its place."""
    left = (day - today).days
    if left <= 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    return ngettext("in %(number)d day", "in %(number)d days", left) % {"number": left}
