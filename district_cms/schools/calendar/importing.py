"""School calendars from files: CSV and iCalendar become rows, or errors that say where.

Pure: no database, no clock. `services` compares the rows with a school year; `wording` has a
sentence for each fault.
"""

from pathlib import PurePath

from .csv_file import CalendarRows, parse_csv
from .ical import parse_icalendar


def parse_file(name: str, data: bytes) -> CalendarRows:
    """Read a file by what it is: iCalendar by its first words or its name, else CSV."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper()
    if start == b"BEGIN:VCALENDAR" or PurePath(name).suffix.lower() in (".ics", ".ical", ".ifb"):
        return parse_icalendar(data)
    return parse_csv(data)
