"""The title and dates of an update, which follow from the posting day that it fills."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from district_cms.procedure.cadence import Period, period_from, windows
from district_cms.procedure.slots import posting_day_at
from district_cms.schools.calendar.rule import no_school_rule

from ..models.ledger import Posting, PostingSlot

_FILLS: Final = gettext_noop("Update for %(day)s")
_EXTRA: Final = gettext_noop("Extra update for %(day)s")


@dataclass(frozen=True, slots=True)
class UpdateDates:
    """The dates of an update that is submitted, or goes live, at a given moment: the posting day
    that it fills, None for an extra update, and the days that it covers."""

    posting_day: dt.date | None
    period: Period

    @property
    def title(self) -> str:
        return title_for(self.posting_day) if self.posting_day else extra_title(self.period[0])


def title_for(day: dt.date) -> str:
    """Returns the default title, "Update for November 24", used until the teacher writes
    another."""
    return _(_FILLS) % {"day": date_format(day, "F j")}


def extra_title(day: dt.date) -> str:
    return _(_EXTRA) % {"day": date_format(day, "F j")}


class ClassDates:
    """The posting days of a class, to compute the dates of its updates. The update `own` is treated
    as not submitted. Three queries."""

    def __init__(self, classroom: Any, own: UUID | None = None) -> None:
        year, zone = classroom.school_year, timezone.get_default_timezone()
        self.windows = windows(year.calendar(), no_school_rule(), zone)
        self.days = [window.day for window in self.windows]
        self.span = classroom.span
        self.last_day = classroom.ends_on or year.last_day
        filled = classroom.slots.filter(standing__in=PostingSlot.FILLED).exclude(met_by=own)
        self.filled = set(filled.values_list("nominal_date", flat=True))

    def at(self, moment: dt.datetime) -> UpdateDates:
        posting_day = posting_day_at(self.windows, self.filled, self.span, moment)
        return UpdateDates(posting_day, self.period(timezone.localdate(moment), posting_day))

    def period(self, start: dt.date, posting_day: dt.date | None) -> Period:
        return period_from(start, self.days, self.last_day, posting_day)


def is_default_title(title: str) -> bool:
    """Returns True if a title looks like a default one: its author wrote no other."""
    return title.startswith(tuple(_(text).partition("%")[0] for text in (_FILLS, _EXTRA)))


def dates_now(classroom: Any) -> UpdateDates:
    """Returns the dates of an update of the class that is submitted now."""
    return ClassDates(classroom).at(timezone.now())


def refresh_dates(update: Any, classroom: Any) -> None:
    """Gives an unpublished update the dates of the posting day that it fills by now, unless its
    teacher wrote another title or other days. Saves nothing."""
    if update.live or not (update.period_start and update.period_end):
        return
    if not is_default_title(update.title):
        return  # skips the queries for a title of its own
    of_class = ClassDates(classroom, update.translation_key)
    days = [day for day in of_class.days if update.title == title_for(day)]
    if not days and update.title != extra_title(update.period_start):
        return
    # An update that was sent back keeps the date of its first submission.
    first = Posting.objects.filter(page_uuid=update.translation_key, submitted_at__isnull=False)
    moment = first.values_list("submitted_at", flat=True).first() or timezone.now()
    dates = of_class.at(max(moment, update.go_live_at or moment))
    stored = update.period_start, update.period_end
    proposed = of_class.period(update.period_start, days[0] if days else None)
    if stored == proposed and stored[0] < dates.period[0]:
        update.period_start, update.period_end = dates.period
    update.title = UpdateDates(dates.posting_day, (update.period_start, update.period_end)).title
