"""What people read when a calendar file, or a part of it, cannot be taken."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .rows import Place, RowError, RowNote

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SENTENCES: "dict[str, StrPromise]" = {
    # The file.
    "not-utf8": _("The file is not saved as UTF-8. Save it as “CSV UTF-8” and choose it again."),
    "empty-file": _("There is nothing in this file."),
    "not-a-calendar": _("This is not a calendar file that can be read. Export it again."),
    "unreadable-line": _(
        "From here on the file cannot be read. Is there a quotation mark too few?"
    ),
    "no-date-column": _("There is no column for the day. Add one called “date”, or “start”."),
    "no-name-column": _("There is no column for the name. Add one called “name”."),
    # Its rows.
    "too-many-cells": _(
        "There are more values than columns. Put a name that has a comma into quotation marks."
    ),
    "no-date": _("The day is missing."),
    "bad-date": _("This is not a day of the calendar. Write 2026-11-24 or 11/24/2026."),
    "end-before-start": _("The last day comes before the first."),
    "long-span": _("This is longer than any break. Is the year right?"),
    "term-span": _("A term has a name, a first and a later last day, within one year."),
    "term-twice": _("There are two terms of this name, with different days."),
    "no-name": _("The name is missing. Families see it beside the day."),
    "long-name": _("The name is too long. Use at most 100 characters."),
    "unknown-kind": _("Use one of these kinds: no-school, term, first-day, last-day."),
    "first-day-twice": _("The year has only one first day. Another one is given further up."),
    "last-day-twice": _("The year has only one last day. Another one is given further up."),
    "repeats": _("This event repeats. Enter each day without school as an event of its own."),
    # Compared with the school year.
    "outside-year": _("This day is not in the school year."),
    "outside-new-year": _(
        "This is in the school year now, but lies outside the new first and last day. Remove it, "
        "or replace the whole list."
    ),
    "bounds": _("The first and the last day do not fit this school year, or overlap another."),
    # What is left out.
    "timed": _("Not taken: it has a time of day."),
    "timed-no-school": _(
        "Not taken: it says that there is no school, but has a time of day. Make it an all-day "
        "event if the whole day is without school."
    ),
    "cancelled": _("Not taken: the event is cancelled."),
    "not-recognised": _("Not recognised: nothing says that there is no school."),
    "doubtful": _(
        "Not taken: it names a holiday or break, but seems to be something else. Write “no school” "
        "into its title if there is none."
    ),
    "other-first-day": _("Not taken: the year begins with the earlier first day."),
    "other-last-day": _("Not taken: the year ends with the later last day."),
}


def sentence(row: RowError | RowNote) -> str:
    """What is wrong, in the reader's language."""
    return str(SENTENCES[row.fault])


def place(line: Place) -> str:
    """Where it stands: "Line 7", or the title of the event."""
    if isinstance(line, int):
        return gettext("Line %(number)s") % {"number": line}
    return line


def described(row: RowError) -> str:
    """Place, column, value and sentence in one line, for the command."""
    where = ", ".join(part for part in (place(row.line), row.column) if part)
    shown = f" “{row.value}”" if row.value else ""
    return f"{where}:{shown} {sentence(row)}"
