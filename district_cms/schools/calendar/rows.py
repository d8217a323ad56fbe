"""What a calendar file says, as plain values, and what is wrong with it, each with its place."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Longer than any break; a span beyond it is a mistyped year.
LONGEST_BREAK = 120
LONGEST_TERM = 370
LONGEST_NAME = 100
# A date outside is a slip of the hand, not a school day.
FIRST_YEAR, LAST_YEAR = 1900, 2199

type Place = int | str
"""Where in the file: the line of a CSV (1 is the first), the title or UID of a calendar event."""


@dataclass(frozen=True, slots=True)
class NoSchoolRow:
    """A day without school. Several entries for one day are merged into one row."""

    day: dt.date
    name: str
    line: Place


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term, its first and last day included."""

    name: str
    first_day: dt.date
    last_day: dt.date
    line: Place


@dataclass(frozen=True, slots=True)
class BoundRow:
    """The first or the last day of the school year."""

    day: dt.date
    line: Place


@dataclass(frozen=True, slots=True)
class RowError:
    """Why the file cannot be taken: `fault` is a key of `calendar_wording.SENTENCES`.

    `value` is what stands there, at most 80 characters. `column` is the header of a CSV column or
    the name of an iCalendar property, empty for a whole row.
    """

    line: Place
    column: str
    value: str
    fault: str


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something that was not taken, said so that nobody believes it was."""

    line: Place
    value: str
    fault: str


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
    errors: tuple[RowError, ...] = ()
    notes: tuple[RowNote, ...] = ()
    strict: bool = True


@dataclass(slots=True)
class Gathering:
    """Collects rows while a file is read, and merges what stands there twice."""

    strict: bool
    days: dict[dt.date, NoSchoolRow] = field(default_factory=dict)
    terms: dict[str, TermRow] = field(default_factory=dict)
    first_days: list[BoundRow] = field(default_factory=list)
    last_days: list[BoundRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowNote] = field(default_factory=list)

    def error(self, line: Place, column: str, value: str, fault: str) -> None:
        """Note a mistake."""
        self.errors.append(RowError(line, column, value[:80], fault))

    def note(self, line: Place, value: str, fault: str) -> None:
        """Note what is left out."""
        self.notes.append(RowNote(line, value[:80], fault))

    def add_no_school(self, first: dt.date, last: dt.date, name: str, line: Place) -> bool:
        """Add each day from `first` to `last`; False if that is longer than any break."""
        if (last - first).days >= LONGEST_BREAK:
            return False
        for day in school_weekdays(first, last):
            present = self.days.get(day)
            if present is None:
                self.days[day] = NoSchoolRow(day, name, line)
            elif name not in present.name.split(" / "):
                both = f"{present.name} / {name}"
                if len(both) <= LONGEST_NAME:
                    self.days[day] = NoSchoolRow(day, both, present.line)
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


def as_plain(rows: CalendarRows) -> dict[str, Any]:
    """The rows as values that JSON can carry; `from_plain` turns them back."""
    return {
        "no_school": [[row.day.isoformat(), row.name, row.line] for row in rows.no_school],
        "terms": [
            [row.name, row.first_day.isoformat(), row.last_day.isoformat(), row.line]
            for row in rows.terms
        ],
        "first_day": _plain_bound(rows.first_day),
        "last_day": _plain_bound(rows.last_day),
        "strict": rows.strict,
    }


def from_plain(plain: dict[str, Any]) -> CalendarRows:
    """Rows without mistakes from `as_plain`; notes are not carried."""
    day = dt.date.fromisoformat
    return CalendarRows(
        no_school=tuple(NoSchoolRow(day(on), name, line) for on, name, line in plain["no_school"]),
        terms=tuple(
            TermRow(name, day(first), day(last), line) for name, first, last, line in plain["terms"]
        ),
        first_day=BoundRow(day(plain["first_day"][0]), plain["first_day"][1])
        if plain["first_day"]
        else None,
        last_day=BoundRow(day(plain["last_day"][0]), plain["last_day"][1])
        if plain["last_day"]
        else None,
        strict=plain["strict"],
    )


def _plain_bound(bound: BoundRow | None) -> list[str | int] | None:
    return None if bound is None else [bound.day.isoformat(), bound.line]
