"""What a calendar file says, as plain values."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from district_cms.imports.located import Collector, Located, Place

# Longer than any break; a span beyond it is a mistyped year.
LONGEST_BREAK = 120
LONGEST_TERM = 370
LONGEST_NAME = 100
# A school year has some fifty entries, a district's calendar of everything some hundreds a year.
MOST_ENTRIES = 2_000


@dataclass(frozen=True, slots=True)
class NoSchoolRow:
    """A day without school. Several entries for one day are merged into one row."""

    day: dt.date
    name: str
    row: Place


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term, its first and last day included."""

    name: str
    first_day: dt.date
    last_day: dt.date
    row: Place


@dataclass(frozen=True, slots=True)
class BoundRow:
    """The first or the last day of the school year."""

    day: dt.date
    row: Place


@dataclass(frozen=True, slots=True)
class CalendarRows:
    """A whole file. With `errors`, nothing of it may be imported.

    `strict` is whether a day outside the school year is a mistake (a CSV made for this import) or
    just another year (a calendar that runs on and on).
    """

    no_school: tuple[NoSchoolRow, ...] = ()
    terms: tuple[TermRow, ...] = ()
    first_day: BoundRow | None = None
    last_day: BoundRow | None = None
    errors: tuple[Located, ...] = ()
    notes: tuple[Located, ...] = ()
    strict: bool = True


@dataclass(slots=True)
class Gathering(Collector):
    """Collects rows while a file is read, and merges what stands there twice."""

    strict: bool = True
    days: dict[dt.date, NoSchoolRow] = field(default_factory=dict)
    terms: dict[str, TermRow] = field(default_factory=dict)
    first_days: list[BoundRow] = field(default_factory=list)
    last_days: list[BoundRow] = field(default_factory=list)

    def too_many(self, number: int) -> bool:
        """Whether these are more entries than any school calendar has; notes the mistake."""
        if number > MOST_ENTRIES:
            self.error(1, "", f"{number:,}", "too-many-entries")
        return number > MOST_ENTRIES

    def add_no_school(self, first: dt.date, last: dt.date, name: str, row: Place) -> bool:
        """Add each day from `first` to `last`; False if that is longer than any break."""
        if (last - first).days >= LONGEST_BREAK:
            return False
        for day in school_weekdays(first, last):
            present = self.days.get(day)
            if present is None:
                self.days[day] = NoSchoolRow(day, name, row)
            elif name not in present.name.split(" / "):
                both = f"{present.name} / {name}"
                if len(both) <= LONGEST_NAME:
                    self.days[day] = NoSchoolRow(day, both, present.row)
        return True

    def add_term(self, row: TermRow) -> bool:
        """Add a term; False if there is one of that name with other days."""
        present = self.terms.setdefault(row.name.casefold(), row)
        return (present.first_day, present.last_day) == (row.first_day, row.last_day)

    def rows(self) -> CalendarRows:
        """All of it, in the order of the days."""
        return CalendarRows(
            no_school=tuple(self.days[day] for day in sorted(self.days)),
            terms=tuple(sorted(self.terms.values(), key=lambda row: row.first_day)),
            first_day=min(self.first_days, key=lambda row: row.day, default=None),
            last_day=max(self.last_days, key=lambda row: row.day, default=None),
            errors=tuple(self.errors),
            notes=tuple(self.notes),
            strict=self.strict,
        )


def school_weekdays(first: dt.date, last: dt.date) -> list[dt.date]:
    """The days from `first` to `last` without Saturdays and Sundays, if any other is among them.

    A break from Wednesday to Sunday is three days without school; a Saturday that stands alone was
    meant, because somewhere school is kept on Saturdays.
    """
    days = list(_days(first, last))
    return [day for day in days if day.weekday() < 5] or days


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)
