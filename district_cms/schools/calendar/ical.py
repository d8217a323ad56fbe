"""A school calendar as iCalendar (RFC 5545), as calendar programs and websites export it."""

import datetime as dt
from typing import Any

from icalendar import Calendar

from district_cms.imports.cells import FIRST_YEAR, LAST_YEAR
from district_cms.imports.located import Place

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
)

# What the icalendar library raises for files that do not follow the format.
UNREADABLE = (ValueError, KeyError, IndexError, TypeError, AttributeError)


def parse_icalendar(data: bytes) -> CalendarRows:
    """Read a school calendar from iCalendar; mistakes come back in `errors`, nothing is raised.

    Taken are all-day events whose words say that there is no school (`words`), terms, and
    the first and last day of school. Every other event is in `notes`. The end of an all-day event
    is the day after its last (RFC 5545, 3.6.1). A repeating day without school is an error: which
    of its days were meant, and until when, is for a person to say.
    """
    gathering = Gathering(strict=False)
    # Counted first: to read ten thousand events takes longer than anyone waits for an answer.
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
    # People find an event by its title; without one only the program's own number is left.
    place = summary[:80] or _text(event, "UID")[:80] or number
    categories = _categories(event)
    if _text(event, "STATUS").upper() == "CANCELLED":
        gathering.note(place, summary, "canceled")
        return
    start = _moment(event, "DTSTART", place, gathering)
    if start is None:
        return
    if isinstance(start, dt.datetime):
        taken = kind_of(summary, categories, 1)
        gathering.note(place, f"{start:%Y-%m-%d %H:%M}", "timed-no-school" if taken else "timed")
        return
    last = _last_day(event, start, place, gathering)
    if last is None:
        return
    kind = kind_of(summary, categories, (last - start).days + 1)
    if kind and kind != DOUBTFUL and ("RRULE" in event or "RDATE" in event):
        gathering.error(place, "RRULE", _text(event, "RRULE"), "repeats")
        return
    _take(kind, summary, start, last, place, gathering)


def _take(
    kind: str, summary: str, first: dt.date, last: dt.date, place: Place, gathering: Gathering
) -> None:
    name = summary[:LONGEST_NAME].strip()
    shown = str(first) if first == last else f"{first} – {last}"
    if kind == NO_SCHOOL and not name:
        gathering.error(place, "SUMMARY", shown, "no-name")
    elif kind == NO_SCHOOL:
        if not gathering.add_no_school(first, last, name, place):
            gathering.error(place, "DTEND", shown, "long-span")
    elif kind == TERM:
        if not name or (last - first).days > LONGEST_TERM:
            gathering.error(place, "DTEND", shown, "term-span")
        elif not gathering.add_term(TermRow(name, first, last, place)):
            gathering.error(place, "SUMMARY", name, "term-twice")
    elif kind == FIRST_DAY:
        gathering.first_days.append(BoundRow(first, place))
    elif kind == LAST_DAY:
        gathering.last_days.append(BoundRow(last, place))
    else:
        gathering.note(place, shown, "doubtful" if kind == DOUBTFUL else "not-recognized")


def _note_further_bounds(gathering: Gathering) -> None:
    """Grades often begin on different days: the year begins with the first of them."""
    rows = gathering.rows()
    for bounds, taken, fault in (
        (gathering.first_days, rows.first_day, "other-first-day"),
        (gathering.last_days, rows.last_day, "other-last-day"),
    ):
        for bound in bounds:
            if taken is not None and bound.day != taken.day:
                gathering.note(bound.row, str(bound.day), fault)


def _moment(
    event: Any, name: str, place: Place, gathering: Gathering
) -> dt.date | dt.datetime | None:
    """The date or date with time of a property; None, with an error noted, for anything else."""
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
        # Some programs write the same day twice for a single day.
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
    """A property as one line of text; of several, the first."""
    value = event.get(name, "")
    if isinstance(value, list):
        value = value[0] if value else ""
    if hasattr(value, "to_ical") and not isinstance(value, str):
        try:
            value = value.to_ical().decode("utf-8", "replace")
        except UNREADABLE:
            value = ""
    return " ".join(str(value).split())
