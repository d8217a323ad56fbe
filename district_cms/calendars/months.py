"""What the days of a school year are called."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils.html import format_html
from django.utils.translation import gettext as _

from classroom.presentation.agenda import Entry, FamilyClass
from classroom.presentation.week import in_order
from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots
from district_cms.schools.languages.titles import SPANISH, reader
from district_cms.schools.models.year_marks import YearDays
from district_cms.web.times import span_text

OFFICE_WRITES: Final = "en"


def year_html(days: YearDays) -> str:
    """As `year_words`, for a page, on which the name is marked where it is in another language."""
    words = year_words(days)
    if not days.name or name_read(days) != days.name or reader() == OFFICE_WRITES:
        return words
    before, name, after = words.partition(days.name)
    return format_html('{}<span lang="{}">{}</span>{}', before, OFFICE_WRITES, name, after)


def year_words(days: YearDays) -> str:
    """ "No school: Harvest break", in the active language."""
    name = name_read(days)
    if days.kind == "first":
        return _("First day of school")
    if days.kind == "last":
        return _("Last day of school")
    if days.kind == "term":
        return _("%(term)s begins") % {"term": name}
    no_school = _("No school")
    if name.casefold().startswith(("no school", no_school.casefold())):
        return name
    return _("No school: %(name)s") % {"name": name}


def name_read(days: YearDays) -> str:
    """The name in the reader's language, if it has one in it."""
    return (days.name_es if reader() == SPANISH else "") or days.name


MONTHS: Final = 2
"""So many are on one page."""


@dataclass(frozen=True, slots=True)
class Month:
    """`is_over` is whether all its days are; `is_cut` whether those that are over are not shown."""

    first: dt.date
    is_over: bool = False
    is_cut: bool = False
    shown: list[dict[str, Any]] = field(default_factory=list)
    posting_days: list[dt.date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DateRange:
    """The months and days of one page, and the first months of the pages around it."""

    first: dt.date
    since: dt.date
    last: dt.date
    before: dt.date | None
    after: dt.date | None


def date_range_of(asked: str, today: dt.date, earliest: dt.date, latest: dt.date) -> DateRange:
    """Of "2026-12", if that is a month from `earliest` to `latest`; else from today on."""
    current = today.replace(day=1)
    first = _month(asked) or current
    if not earliest.replace(day=1) <= first <= latest:
        first = current
    end = _later(first, MONTHS)
    back = _later(first, -MONTHS)
    return DateRange(
        first=first,
        # What is over is read only by who goes back to it.
        since=today if first == current and not asked else first,
        last=end - dt.timedelta(days=1),
        before=back if first > earliest.replace(day=1) else None,
        after=end if end <= latest else None,
    )


def by_month(
    stretch: DateRange,
    shown: Iterable[dict[str, Any]],
    posting_days: Iterable[dt.date],
    today: dt.date,
) -> list[Month]:
    """The months of a page, each with what begins in it, or had begun before the first."""
    firsts = [_later(stretch.first, number) for number in range(MONTHS)]
    months = [
        Month(first, is_over=_later(first, 1) <= today, is_cut=first < stretch.since)
        for first in firsts
    ]
    for each in shown:
        day = max(each["date"], stretch.since)
        _of(months, day).shown.append(each)
    for day in posting_days:
        if stretch.since <= day <= stretch.last:
            _of(months, day).posting_days.append(day)
    return months


def coming(
    days: Iterable[YearDays],
    entries: Iterable[Entry],
    whose: dict[UUID, FamilyClass],
    first: dt.date,
    last: dt.date,
    schools: Mapping[UUID, str] | None = None,
) -> list[dict[str, Any]]:
    """Entries from `first` to `last` as `components/event_list.html` shows them."""
    found = [
        {
            "title": year_html(one),
            "anchor": anchor_of(one),
            "date": one.first,
            "last": one.last if one.last != one.first else None,
        }
        for one in days
        if one.last >= first and one.first <= last
    ]
    found += [
        _event(one, whose[one.of_class], schools[one.of_class] if schools else "")
        for one in entries
        if first <= one.day <= last
    ]
    return sorted(found, key=lambda each: in_order(each["date"], each.get("start")))


def anchor_of(days: YearDays) -> str:
    """Where they stand on the page of their month, for a link."""
    return f"day-{days.uid}".replace(".", "-")


def posting_days(calendars: Sequence[YearCalendar], rule: NoSchoolRule) -> list[dt.date]:
    """The days by which classes post an update, of all years, in order."""
    found = (slot.day for calendar in calendars for slot in slots(calendar, rule))
    return sorted({day for day in found if day is not None})


def _event(entry: Entry, whose: FamilyClass, school: str) -> dict[str, Any]:
    return {
        "title": entry.title,
        "url": entry.url,
        "language": entry.language,
        "date": entry.day,
        "start": entry.start,
        # Said anew: what is kept was said in another language, perhaps.
        "time_label": "" if entry.families_only else span_text(entry.start, entry.end),
        "place": entry.place,
        "families_only": entry.families_only,
        "of": ", ".join(filter(None, [whose.name, school])),
    }


def _month(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%Y-%m").date() if len(text) == 7 else None  # noqa: DTZ007
    except ValueError:
        return None


def _later(month: dt.date, number: int) -> dt.date:
    count = month.year * 12 + month.month - 1 + number
    return dt.date(count // 12, count % 12 + 1, 1)


def _of(months: list[Month], day: dt.date) -> Month:
    return next(month for month in reversed(months) if month.first <= day)
