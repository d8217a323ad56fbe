"""A school calendar as iCalendar (RFC 5545), as calendar programs and websites export it."""

import datetime as dt
from pathlib import PurePath
from typing import Any

from icalendar import Calendar

from district_cms.imports.reading import FIRST_YEAR, LAST_YEAR, Place

from .csv_file import (
    DOUBTFUL,
    FIRST_DAY,
    LAST_DAY,
    LONGEST_NAME,
    LONGEST_TERM,
    NO_SCHOOL,
    TERM,
    BoundRow,
    CalendarRows,
    Gathering,
    TermRow,
    kind_of,
    parse_csv,
)

# Errors that the icalendar library raises for malformed files.
UNREADABLE = (ValueError, KeyError, IndexError, TypeError, AttributeError)


def parse_icalendar(data: bytes) -> CalendarRows:
    """Reads a school calendar from iCalendar. Never raises; problems are in `errors`.

    Imports all-day events whose words mean no school (`csv_file`), terms, and the first and last
    day of school. All other events are in `notes`. An all-day event ends on the day before its
    DTEND (RFC 5545, 3.6.1). A recurring day without school is an error, because a person must
    decide which days are meant and until when.
    """
    gathering = Gathering(strict=False)
    # Counted first: reading ten thousand events takes longer than anyone waits.
    if gathering.too_many(data.upper().count(b"BEGIN:VEVENT")):
        return gathering.rows()
    try:
        calendars = Calendar.from_ical(data.removeprefix(b"\xef\xbb\xbf"), multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except UNREADABLE as error:
        gathering.error(1, "", str(error), "not-a-calendar")
        return gathering.rows()
    if not calendars:
        gathering.error(1, "", "", "empty-file")
    if gathering.too_many(len(events)):
        return gathering.rows()
    for number, event in enumerate(events, 1):
        _read(event, number, gathering)
    _note_further_bounds(gathering)
    return gathering.rows()


def _read(event: Any, number: int, gathering: Gathering) -> None:
    summary = _text(event, "SUMMARY")
    # People find an event by its title; without one, only the UID or the number is left.
    place = summary[:80] or _text(event, "UID")[:80] or number
    categories = _categories(event)
    if _text(event, "STATUS").upper() == "CANCELLED":
        gathering.note(place, summary, "canceled")
        return
    start = _moment(event, "DTSTART", place, gathering)
    if start is None:
        return
    if isinstance(start, dt.datetime):
        kind = kind_of(summary, categories, 1)
        gathering.note(place, f"{start:%Y-%m-%d %H:%M}", "timed-no-school" if kind else "timed")
        return
    last = _last_day(event, start, place, gathering)
    if last is None:
        return
    kind = kind_of(summary, categories, (last - start).days + 1)
    if kind and kind != DOUBTFUL and ("RRULE" in event or "RDATE" in event):
        gathering.error(place, "RRULE", _text(event, "RRULE"), "repeats")
        return
    _add(kind, summary, start, last, place, gathering)


def _add(
    kind: str, summary: str, first: dt.date, last: dt.date, place: Place, gathering: Gathering
) -> None:
    name = summary[:LONGEST_NAME].strip()
    span = str(first) if first == last else f"{first} – {last}"
    if kind == NO_SCHOOL and not name:
        gathering.error(place, "SUMMARY", span, "no-name")
    elif kind == NO_SCHOOL:
        if not gathering.add_no_school(first, last, name, place):
            gathering.error(place, "DTEND", span, "long-span")
    elif kind == TERM:
        if not name or (last - first).days > LONGEST_TERM:
            gathering.error(place, "DTEND", span, "term-span")
        elif not gathering.add_term(TermRow(name, first, last, place)):
            gathering.error(place, "SUMMARY", name, "term-twice")
    elif kind == FIRST_DAY:
        gathering.first_days.append(BoundRow(first, place))
    elif kind == LAST_DAY:
        gathering.last_days.append(BoundRow(last, place))
    else:
        gathering.note(place, span, "doubtful" if kind == DOUBTFUL else "not-recognized")


def _note_further_bounds(gathering: Gathering) -> None:
    """Notes other first and last days. Grades often start on different days; the year starts on the
    earliest."""
    rows = gathering.rows()
    for bounds, bound_row, fault in (
        (gathering.first_days, rows.first_day, "other-first-day"),
        (gathering.last_days, rows.last_day, "other-last-day"),
    ):
        for bound in bounds:
            if bound_row is not None and bound.day != bound_row.day:
                gathering.note(bound.row, str(bound.day), fault)


def _moment(
    event: Any, name: str, place: Place, gathering: Gathering
) -> dt.date | dt.datetime | None:
    """Returns the date or datetime of a property. Adds an error and returns None for anything
    else."""
    value = event.get(name)
    if value is None:
        gathering.error(place, name, "", "no-date")
        return None
    try:
        moment = value.dt
    except UNREADABLE:
        moment = None
    if not isinstance(moment, dt.date) or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        gathering.error(place, name, _text(event, name), "bad-date")
        return None
    return moment


def _last_day(event: Any, first: dt.date, place: Place, gathering: Gathering) -> dt.date | None:
    if "DTEND" in event:
        end = _moment(event, "DTEND", place, gathering)
        if end is None:
            return None
        last = (end.date() if isinstance(end, dt.datetime) else end) - dt.timedelta(days=1)
        # Some programs use the same day as start and end of a single day.
        last = first if last == first - dt.timedelta(days=1) else last
    elif "DURATION" in event:
        try:
            last = first + event["DURATION"].dt - dt.timedelta(days=1)
        except (*UNREADABLE, OverflowError):
            gathering.error(place, "DURATION", _text(event, "DURATION"), "bad-date")
            return None
        last = max(first, last)
    else:
        last = first
    if last < first:
        gathering.error(place, "DTEND", f"{first} – {last}", "end-before-start")
        return None
    return last


def _categories(event: Any) -> tuple[str, ...]:
    values = event.get("CATEGORIES", [])
    names: list[str] = []
    for value in values if isinstance(values, list) else [values]:
        names.extend(str(name) for name in getattr(value, "cats", [value]))
    return tuple(names)


def _text(event: Any, name: str) -> str:
    """Returns a property as one line of text, the first one if it is repeated."""
    value = event.get(name, "")
    if isinstance(value, list):
        value = value[0] if value else ""
    if hasattr(value, "to_ical") and not isinstance(value, str):
        try:
            value = value.to_ical().decode("utf-8", "replace")
        except UNREADABLE:
            value = ""
    return " ".join(str(value).split())


def parse_file(name: str, data: bytes) -> CalendarRows:
    """Reads a file as iCalendar if its start or its name says so, else as CSV."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper()
    if start == b"BEGIN:VCALENDAR" or PurePath(name).suffix.lower() in (".ics", ".ical", ".ifb"):
        return parse_icalendar(data)
    return parse_csv(data)
