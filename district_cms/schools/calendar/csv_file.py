"""A school calendar as CSV: its rows, the words that mean no school, and its errors."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from district_cms.imports.reading import (
    Collector,
    Line,
    Located,
    Place,
    decode,
    plain_word,
    read_date,
    read_table,
)
from district_cms.web.text_folding import folded

NO_SCHOOL = "no-school"
TERM = "term"
FIRST_DAY = "first-day"
LAST_DAY = "last-day"
DOUBTFUL = "doubtful"

# Certain. Accents are removed before the comparison.
CLEAR = re.compile(
    r"\b(no school|no classes|no class|no students|schools? (is |are )?closed|district closed"
    r"|no hay (clases|escuela)|sin (clases|escuela)|no habra (clases|escuela)"
    r"|escuelas? cerradas?)\b"
)
# Likely, unless a word of `SOMETHING_ELSE` is there too.
LIKELY = re.compile(
    r"\b(holiday|break|vacation|recess|feriado|festivo|asueto|vacaciones|receso escolar)\b"
)
# For example a holiday concert, or the day before or after a break.
SOMETHING_ELSE = re.compile(
    r"\b(before|after|begins?|starts?|ends?|resumes?|returns?|back|first day|last day|concert|party"
    r"|parties|assembly|program|sale|drive|fair|dance|bazaar|camp|sing|show|lunch|dinner|breakfast"
    r"|early|late|half|antes|despues|regreso|reanudan|concierto|fiesta|feria|baile|almuerzo)\b"
)
FIRST = re.compile(
    r"\b(first day of (school|classes)|school (begins|starts)|classes (begin|start)"
    r"|primer dia de (clases|escuela)|inicio de clases)\b"
)
LAST = re.compile(
    r"\b(last day of (school|classes)|ultimo dia de (clases|escuela)|fin de clases)\b"
)
# Excludes the first day after a break and the last day before it.
RELATIVE = re.compile(r"\b(before|after|antes|despues)\b")
TERMS = re.compile(r"\b(term|quarter|semester|trimester|periodo|bimestre|semestre|trimestre)\b")


def kind_of(summary: str, categories: tuple[str, ...], days: int) -> str:
    """Classifies an all-day event of `days` days as one of the constants above, or "".

    `doubtful` means that it has both a word for a day off and a word against it.
    """
    title = _plain(summary)
    labels = [_plain(category) for category in categories]
    if CLEAR.search(title) or any(CLEAR.search(label) for label in labels):
        return NO_SCHOOL
    if not RELATIVE.search(title):
        if FIRST.search(title):
            return FIRST_DAY
        if LAST.search(title):
            return LAST_DAY
    if days > 20 and (TERMS.search(title) or any(TERMS.search(label) for label in labels)):
        return TERM
    if LIKELY.search(title) or any(LIKELY.search(label) for label in labels):
        return DOUBTFUL if SOMETHING_ELSE.search(title) else NO_SCHOOL
    return ""


def _plain(text: str) -> str:
    """Returns the text in lower case, without accents and with hyphens as spaces, so that
    "No-School" equals "no school"."""
    return " ".join(re.split(r"[\s\-_]+", folded(text))).strip()


# Days; longer than any break. A longer span is a mistyped year.
LONGEST_BREAK = 120
LONGEST_TERM = 370
LONGEST_NAME = 100
# A school year has about fifty entries, a district's calendar of all events some hundreds.
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
    """The content of a file. If it has `errors`, nothing may be imported.

    `strict` tells whether a day outside the school year is an error (a CSV made for this import) or
    belongs to another year (a continuous calendar).
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
    """Collects rows while a file is read, and merges duplicates."""

    strict: bool = True
    days: dict[dt.date, NoSchoolRow] = field(default_factory=dict)
    terms: dict[str, TermRow] = field(default_factory=dict)
    first_days: list[BoundRow] = field(default_factory=list)
    last_days: list[BoundRow] = field(default_factory=list)

    def too_many(self, number: int) -> bool:
        """Returns True, and adds an error, if there are more entries than a school calendar can
        have."""
        if number > MOST_ENTRIES:
            self.error(1, "", f"{number:,}", "too-many-entries")
        return number > MOST_ENTRIES

    def add_no_school(self, first: dt.date, last: dt.date, name: str, row: Place) -> bool:
        """Adds each day from `first` to `last`. Returns False if they are more than a break can
        have."""
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
        """Adds a term. Returns False if another term has this name and other days."""
        present = self.terms.setdefault(row.name.casefold(), row)
        return (present.first_day, present.last_day) == (row.first_day, row.last_day)

    def rows(self) -> CalendarRows:
        """Returns all rows, sorted by day."""
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
    """Returns the days from `first` to `last` without weekends, if any other day is among them: a
    break from Wednesday to Sunday is three days without school. A Saturday that is listed alone
    counts, because some schools are open on Saturdays."""
    days = list(_days(first, last))
    return [day for day in days if day.weekday() < 5] or days


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)


HEADERS = {
    "date": ("date", "day", "fecha"),
    "start": ("start", "start date", "first day", "from", "inicio"),
    "end": ("end", "end date", "last day", "to", "fin"),
    "name": ("name", "title", "event", "description", "nombre"),
    "kind": ("kind", "type", "category", "tipo"),
}
KINDS = {
    "no-school": ("", "no-school", "no school", "holiday", "break", "vacation"),
    "term": ("term", "quarter", "semester", "trimester"),
    "first-day": ("first-day", "first day"),
    "last-day": ("last-day", "last day"),
}
NEEDED = {"no-date-column": ("date", "start"), "no-name-column": ("name",)}


def parse_csv(text: str | bytes) -> CalendarRows:
    """Reads a school calendar from CSV. Never raises; problems are in `errors`.

    Columns, in any order: `date`, or `start` and `end` (both included), `name`, and `kind`:
    no-school (also for an empty cell), term, first-day or last-day. Separators are commas,
    semicolons or tabs. Dates are 2026-11-24 or 11/24/2026.
    """
    gathering = Gathering(strict=True)
    decoded = decode(text, gathering) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    if decoded is not None and not gathering.too_many(decoded.rstrip().count("\n")):
        for line in read_table(decoded, gathering, headers=HEADERS, needed=NEEDED):
            _read(line, gathering)
    return gathering.rows()


def _read(line: Line, gathering: Gathering) -> None:
    before = len(gathering.errors)
    kind = _kind(line, gathering)
    first, last = _span(line, gathering)
    name = " ".join(line["name"].split())
    if not name and kind in ("no-school", "term"):
        gathering.error(line.number, line.header("name"), "", "no-name")
    elif len(name) > LONGEST_NAME:
        gathering.error(line.number, line.header("name"), name, "long-name")
    if len(gathering.errors) > before or first is None or last is None:
        return
    column = line.header("end" if line["end"] else "date")
    if kind == "no-school":
        if not gathering.add_no_school(first, last, name, line.number):
            gathering.error(line.number, column, f"{first} – {last}", "long-span")
    elif kind == "term":
        if first == last or (last - first).days > LONGEST_TERM:
            gathering.error(line.number, column, f"{first} – {last}", "term-span")
        elif not gathering.add_term(TermRow(name, first, last, line.number)):
            gathering.error(line.number, line.header("name"), name, "term-twice")
    else:
        bounds = gathering.first_days if kind == "first-day" else gathering.last_days
        if any(bound.day != first for bound in bounds) or first != last:
            gathering.error(line.number, line.header("kind"), kind, f"{kind}-twice")
        bounds.append(BoundRow(first, line.number))


def _kind(line: Line, gathering: Gathering) -> str:
    written = line["kind"]
    word = plain_word(written)
    for kind, words in KINDS.items():
        if word in words:
            return kind
    gathering.error(line.number, line.header("kind"), written, "unknown-kind")
    return ""


def _span(line: Line, gathering: Gathering) -> tuple[dt.date | None, dt.date | None]:
    """Returns the first and last day, None for a day with an error."""
    start = "date" if line["date"] else "start"
    if not line[start]:
        gathering.error(line.number, line.header(start), "", "no-date")
        return None, None
    first = read_date(line[start])
    if first is None:
        gathering.error(line.number, line.header(start), line[start], "bad-date")
    if not line["end"]:
        return first, first
    last = read_date(line["end"])
    if last is None:
        gathering.error(line.number, line.header("end"), line["end"], "bad-date")
    elif first is not None and last < first:
        gathering.error(line.number, line.header("end"), line["end"], "end-before-start")
        return None, None
    return first, last
