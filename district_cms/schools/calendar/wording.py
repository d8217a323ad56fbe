"""What people read when a calendar file, or a part of it, cannot be taken."""

from django.utils.translation import gettext_lazy as _

from district_cms.imports.importer import GENERAL, Sentences
from district_cms.imports.reading import Kind

SENTENCES: Sentences = {
    **GENERAL,
    # The file.
    "not-a-calendar": _("This is not a calendar file that can be read. Export it again."),
    "no-date-column": _("There is no column for the day. Add one called “date”, or “start”."),
    "no-name-column": _("There is no column for the name. Add one called “name”."),
    "too-many-entries": _(
        "The file has this many entries; a school calendar may have 2,000. Nothing was read. "
        "Export one school year, or only the days without school."
    ),
    # Its rows.
    "no-date": _("The day is missing."),
    "bad-date": _("There is no such date. Write 2026-11-24 or 11/24/2026."),
    "end-before-start": _("The last day comes before the first."),
    "long-span": _("This is longer than any break. Is the year right?"),
    "term-span": _("A term needs a name, a first day and a later last day, within one year."),
    "term-twice": _("There are two terms with this name, with different days."),
    "no-name": _("The name is missing. Families see it next to the day."),
    "long-name": _("The name is too long. Use at most 100 characters."),
    "refused-name": _(
        "Families would read this name, and it seems to say something about one student. Write it "
        "without that."
    ),
    "unknown-kind": _("Use one of these kinds: no-school, term, first-day, last-day."),
    "first-day-twice": _("The year has only one first day. There is another one farther up."),
    "last-day-twice": _("The year has only one last day. There is another one farther up."),
    "repeats": _("This event repeats. Enter each day without school as its own event."),
    # Compared with the school year.
    "outside-year": _("This day is not in the school year."),
    "outside-new-year": _(
        "This is in the school year now, but it is outside the new first and last day. Remove it, "
        "or replace the whole list."
    ),
    "bounds": _("The first and the last day do not fit this school year, or overlap another."),
    # What is left out.
    "timed": _("Skipped: it has a time of day."),
    "timed-no-school": _(
        "Skipped: it says that there is no school, but has a time of day. Make it an all-day "
        "event if the whole day is without school."
    ),
    "canceled": _("Skipped: the event is canceled."),
    "not-recognized": _("Not recognized: nothing says that there is no school."),
    "doubtful": _(
        "Skipped: it names a holiday or break, but seems to be something else. Write “no school” "
        "into its title if there is none."
    ),
    "other-first-day": _("Skipped: the year begins with the earlier first day."),
    "other-last-day": _("Skipped: the year ends with the later last day."),
}

# What becomes of a row, by its table.
LABELS = {
    ("day", Kind.ADDED): _("Added"),
    ("day", Kind.CHANGED): _("Renamed"),
    ("day", Kind.REMOVED): _("Removed"),
    ("term", Kind.ADDED): _("Term added"),
    ("term", Kind.CHANGED): _("Term moved"),
    ("term", Kind.REMOVED): _("Term removed"),
    ("year", Kind.CHANGED): _("Year moved"),
}
