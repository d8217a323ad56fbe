"""The names of school year days, and the calendar page's months."""

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

OFFICE_LANGUAGE: Final = "en"


def year_html(days: YearDays) -> str:
    """Returns `year_words` as HTML, with the language marked if the name is in another one."""
    words = year_words(days)
    if not days.name or name_read(days) != days.name or reader() == OFFICE_LANGUAGE:
        return words
    before, name, after = words.partition(days.name)
    return format_html('{}<span lang="{}">{}</span>{}', before, OFFICE_LANGUAGE, name, after)


def year_words(days: YearDays) -> str:
    """Returns "No school: Harvest break", in the active language."""
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
    """Returns the name in the reader's language if it is translated."""
    return (days.name_es if reader() == SPANISH else "") or days.name


MONTHS: Final = 2
"""Months on one page."""


@dataclass(frozen=True, slots=True)
class Month:
    """`is_over` is True if all its days are past; `is_cut` if its past days are hidden."""

    first: dt.date
    is_over: bool = False
    is_cut: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)
    posting_days: list[dt.date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DateRange:
    """The months and days of one page, and the first months of the previous and next page."""

    first: dt.date
    since: dt.date
    last: dt.date
    before: dt.date | None
    after: dt.date | None


def date_range_of(month: str, today: dt.date, earliest: dt.date, latest: dt.date) -> DateRange:
    """Returns the range for "2026-12" if that month is from `earliest` to `latest`, else from
    today."""
    current = today.replace(day=1)
    first = _month(month) or current
    if not earliest.replace(day=1) <= first <= latest:
        first = current
    end = _later(first, MONTHS)
    back = _later(first, -MONTHS)
    return DateRange(
        first=first,
        # Past days are shown only to people who go back to them.
        since=today if first == current and not month else first,
        last=end - dt.timedelta(days=1),
        before=back if first > earliest.replace(day=1) else None,
        after=end if end <= latest else None,
    )


def by_month(
    date_range: DateRange,
    rows: Iterable[dict[str, Any]],
    posting_days: Iterable[dt.date],
    today: dt.date,
) -> list[Month]:
    """Returns the page's months, each with the rows that start in it; the first one also has rows
    that started before."""
    firsts = [_later(date_range.first, number) for number in range(MONTHS)]
    months = [
        Month(first, is_over=_later(first, 1) <= today, is_cut=first < date_range.since)
        for first in firsts
    ]
    for each in rows:
        day = max(each["date"], date_range.since)
        _month_of(months, day).rows.append(each)
    for day in posting_days:
        if date_range.since <= day <= date_range.last:
            _month_of(months, day).posting_days.append(day)
    return months


def coming(
    days: Iterable[YearDays],
    entries: Iterable[Entry],
    whose: dict[UUID, FamilyClass],
    first: dt.date,
    last: dt.date,
    schools: Mapping[UUID, str] | None = None,
) -> list[dict[str, Any]]:
    """Returns entries from `first` to `last` for `components/event_list.html`."""
    rows = [
        {
            "title": year_html(each),
            "anchor": anchor_of(each),
            "date": each.first,
            "last": each.last if each.last != each.first else None,
        }
        for each in days
        if each.last >= first and each.first <= last
    ]
    rows += [
        _event(entry, whose[entry.of_class], schools[entry.of_class] if schools else "")
        for entry in entries
        if first <= entry.day <= last
    ]
    return sorted(rows, key=lambda each: in_order(each["date"], each.get("start")))


def anchor_of(days: YearDays) -> str:
    """Returns the days' anchor on the page of their month."""
    return f"day-{days.uid}".replace(".", "-")


def posting_days(calendars: Sequence[YearCalendar], rule: NoSchoolRule) -> list[dt.date]:
    """Returns the posting days of all years, in order."""
    days = (slot.day for calendar in calendars for slot in slots(calendar, rule))
    return sorted({day for day in days if day is not None})


def _event(entry: Entry, whose: FamilyClass, school: str) -> dict[str, Any]:
    return {
        "title": entry.title,
        "url": entry.url,
        "language": entry.language,
        "date": entry.day,
        "start": entry.start,
        # Formatted again, because the cached label may be in another language.
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


def _month_of(months: list[Month], day: dt.date) -> Month:
    return next(month for month in reversed(months) if month.first <= day)
