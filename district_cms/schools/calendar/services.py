"""Compares a calendar file with a school year, and imports its terms and days without school."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, ClassVar, Final, override

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from district_cms.imports.importer import GENERAL, DisplayedChange, Importer, Sentences
from district_cms.imports.reading import LONGEST_VALUE, Change, Kind, Located, Place, Plan, compare
from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots
from district_cms.publishing.objects import which_block
from district_cms.web.times import date_text, day_text

from ..models import NoSchoolDay, SchoolYear, Term
from .csv_file import CalendarRows, NoSchoolRow, TermRow
from .ical import parse_file
from .rule import no_school_rule

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser as User


def refused_names(rows: CalendarRows, new: Collection[str]) -> Iterator[Located]:
    """Yields the places of `new` names that may not be published."""
    if not new:
        return
    blocking = which_block(NoSchoolDay(name=name) for name in sorted(set(new)))
    refused = {subject.name for subject in blocking}
    named: tuple[NoSchoolRow | TermRow, ...] = (*rows.no_school, *rows.terms)
    for row in named:
        if row.name in refused:
            yield Located(row.row, "", row.name[:LONGEST_VALUE], "refused-name")


# The tables of a plan.
DAY, TERM, YEAR = "day", "term", "year"

type Days = tuple[dt.date, dt.date]
"""The first and the last day of something, both included."""


SENTENCES: Sentences = {
    **GENERAL,
    # File.
    "not-a-calendar": _("This is not a calendar file that can be read. Export it again."),
    "no-date-column": _("There is no column for the day. Add one called “date”, or “start”."),
    "no-name-column": _("There is no column for the name. Add one called “name”."),
    "too-many-entries": _(
        "The file has this many entries; a school calendar may have 2,000. Nothing was read. "
        "Export one school year, or only the days without school."
    ),
    # Rows.
    "no-date": _("The day is missing."),
    "bad-date": _("There is no such date. Write 2026-11-24 or 11/24/2026."),
    "end-before-start": _("The last day comes before the first."),
    "long-span": _("This is longer than any break. Is the year right?"),
    "term-span": _("A term needs a name, a first day and a later last day, within one year."),
    "term-twice": _("There are two terms with this name, with different days."),
    "no-name": _("The name is missing. Families see it next to the day."),
    "long-name": _("The name is too long. Use at most 100 characters."),
    "refused-name": _(
        "Families would read this name, and it seems to contain information about a student. "
        "Remove that information."
    ),
    "unknown-kind": _("Use one of these kinds: no-school, term, first-day, last-day."),
    "first-day-twice": _("The year has only one first day. There is another one farther up."),
    "last-day-twice": _("The year has only one last day. There is another one farther up."),
    "repeats": _("This event repeats. Enter each day without school as its own event."),
    # Comparison with the school year.
    "outside-year": _("This day is not in the school year."),
    "outside-new-year": _(
        "This is in the school year now, but it is outside the new first and last day. Remove it, "
        "or replace the whole list."
    ),
    "closed": _("This school year is closed, and its calendar with it."),
    "bounds": _("The first and the last day do not fit this school year, or overlap another."),
    # Skipped entries.
    "timed": _("Skipped: it has a time of day."),
    "timed-no-school": _(
        "Skipped: the title says that there is no school, but it has a time of day. Make it an "
        "all-day event if the whole day is without school."
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


# The change of a row, by table.
LABELS = {
    ("day", Kind.ADDED): _("Added"),
    ("day", Kind.CHANGED): _("Renamed"),
    ("day", Kind.REMOVED): _("Removed"),
    ("term", Kind.ADDED): _("Term added"),
    ("term", Kind.CHANGED): _("Term moved"),
    ("term", Kind.REMOVED): _("Term removed"),
    ("year", Kind.CHANGED): _("Year moved"),
}


class CalendarImporter(Importer[CalendarRows]):
    """Imports days without school, terms, and the first and last day of one school year.

    With `replace`, days without school that are not in the file are removed, and so are terms if
    the file has any. Otherwise they stay.
    """

    sentences: ClassVar = SENTENCES

    def __init__(self, school_year: SchoolYear, *, replace: bool = False) -> None:
        self.school_year = school_year
        self.replace = replace

    @property
    @override
    def target(self) -> str:
        return f"schoolyear:{self.school_year.pk}"

    @override
    def read(self, name: str, data: bytes) -> CalendarRows:
        return parse_file(name, data)

    @override
    def lock(self) -> None:
        self.school_year = SchoolYear.objects.select_for_update().get(pk=self.school_year.pk)

    @override
    def plan(self, rows: CalendarRows) -> Plan:
        year = self.school_year
        now: Days = (year.first_day, year.last_day)
        bounds: Days = (
            rows.first_day.day if rows.first_day else now[0],
            rows.last_day.day if rows.last_day else now[1],
        )
        days, terms, left_out = _inside(rows, bounds)
        # Reads the tables, because the year may be a form's, with rows that are not saved.
        known_days = dict(
            NoSchoolDay.objects.filter(school_year=year).order_by("day").values_list("day", "name")
        )
        known_terms = {
            term.name.casefold(): (term.name, (term.first_day, term.last_day))
            for term in Term.objects.filter(school_year=year)
        }
        day_changes, unchanged = compare(DAY, known_days, days, replace=self.replace)
        term_changes = _term_changes(known_terms, terms, replace=self.replace and bool(rows.terms))
        changes = (*day_changes, *term_changes)
        errors = list(rows.errors)
        if year.closed_at is not None:
            errors.append(Located(_bound_row(rows), "", "", "closed"))
        notes = list(rows.notes)
        if bounds != now:
            changes += (Change(YEAR, "", now, bounds),)
            errors += _faults_of_bounds(year, bounds, _bound_row(rows))
        (errors if rows.strict else notes).extend(left_out)
        new = [str(each.after) for each in day_changes if each.after]
        errors += refused_names(rows, [*new, *(each.key for each in term_changes if each.after)])
        # Rows that stay must lie in the changed year.
        changed = {(change.table, change.key) for change in changes}
        staying = [
            (f"{day} {name}", (day, day))
            for day, name in known_days.items()
            if (DAY, day) not in changed
        ] + [term for term in known_terms.values() if (TERM, term[0]) not in changed]
        errors += [
            Located(_bound_row(rows), "", label, "outside-new-year")
            for label, (first, last) in staying
            if not bounds[0] <= first <= last <= bounds[1]
        ]
        return Plan(changes, unchanged, tuple(errors), tuple(notes))

    @override
    def write(self, plan: Plan) -> None:
        year = self.school_year
        days = NoSchoolDay.objects.filter(school_year=year)
        days.filter(day__in=[gone.key for gone in plan.of(DAY, Kind.REMOVED)]).delete()
        for renamed in plan.of(DAY, Kind.CHANGED):
            days.filter(day=renamed.key).update(name=renamed.after, name_es="")
        NoSchoolDay.objects.bulk_create(
            NoSchoolDay(school_year=year, day=added.key, name=added.after)
            for added in plan.of(DAY, Kind.ADDED)
        )
        for change in plan.of(TERM):
            _write_term(year, change)
        for change in plan.of(YEAR):
            year.first_day, year.last_day = change.after
        # Saved even if only its days changed, so that receivers of its `post_save` run.
        year.save(update_fields=["first_day", "last_day"])

    @override
    def record(self, plan: Plan, user: "User | None") -> None:
        renamed = plan.of(DAY, Kind.CHANGED)
        data = {
            "days_added": [f"{c.key} {c.after}" for c in plan.of(DAY, Kind.ADDED)],
            "days_removed": [f"{c.key} {c.before}" for c in plan.of(DAY, Kind.REMOVED)],
            "days_renamed": [f"{c.key} {c.before} -> {c.after}" for c in renamed],
            "terms_changed": [c.key for c in plan.of(TERM)],
            "year": [f"{c.after[0]} - {c.after[1]}" for c in plan.of(YEAR)],
        }
        log(instance=self.school_year, action="wagtail.edit", user=user, data=data)

    @override
    def show(self, change: Change) -> DisplayedChange:
        label = str(LABELS[change.table, change.kind])
        if change.table == DAY:
            what = f"{date_format(change.key, 'l')}, {date_text(change.key)}"
            if change.kind == Kind.CHANGED:
                text = gettext("%(new)s (until now %(old)s)") % {
                    "new": change.after,
                    "old": change.before,
                }
                return DisplayedChange(label, what, text)
            return DisplayedChange(label, what, change.after or change.before)
        first, last = change.after or change.before
        what = gettext("%(first)s to %(last)s") % {
            "first": date_text(first),
            "last": date_text(last),
        }
        return DisplayedChange(label, what, change.key or self.school_year.name)

    @override
    def warnings(self, plan: Plan) -> list[str]:
        if plan.errors:
            return []
        messages = []
        if plan.of(YEAR):
            messages.append(gettext("The first or the last day of the year changes."))
        before = self.school_year.calendar()
        return [*messages, *moves(before, _calendar_after(before, plan), no_school_rule())]


def _calendar_after(before: YearCalendar, plan: Plan) -> YearCalendar:
    first, last = next(
        (change.after for change in plan.of(YEAR)), (before.first_day, before.last_day)
    )
    gone = {change.key for change in plan.of(DAY, Kind.REMOVED)}
    new = {change.key for change in plan.of(DAY, Kind.ADDED)}
    return YearCalendar(first, last, frozenset(before.no_school - gone | new))


def _inside(
    rows: CalendarRows, bounds: Days
) -> tuple[dict[dt.date, str], list[TermRow], list[Located]]:
    """Returns the days and terms of the file that are in the year, and the places of the others."""
    first, last = bounds
    days = {row.day: row.name for row in rows.no_school if first <= row.day <= last}
    terms = [row for row in rows.terms if first <= row.first_day and row.last_day <= last]
    left_out = [
        Located(row.row, "date", str(row.day), "outside-year")
        for row in rows.no_school
        if row.day not in days
    ]
    left_out += [
        Located(row.row, "end", f"{row.first_day} – {row.last_day}", "outside-year")
        for row in rows.terms
        if row not in terms
    ]
    return days, terms, left_out


def _term_changes(
    known: dict[str, tuple[str, Days]], new_rows: list[TermRow], *, replace: bool
) -> Iterator[Change]:
    """Compares terms case-insensitively; existing terms keep their names."""
    names = {row.name.casefold(): row.name for row in new_rows}
    names |= {key: name for key, (name, _days) in known.items()}
    changes, _unchanged = compare(
        TERM,
        {key: days for key, (_name, days) in known.items()},
        {row.name.casefold(): (row.first_day, row.last_day) for row in new_rows},
        replace=replace,
    )
    return (dataclasses.replace(change, key=names[change.key]) for change in changes)


def _write_term(year: SchoolYear, change: Change) -> None:
    terms = Term.objects.filter(school_year=year, name=change.key)
    if change.after is None:
        terms.delete()
        return
    days = dict(zip(("first_day", "last_day"), change.after, strict=True))
    if change.before is None:
        Term.objects.create(school_year=year, name=change.key, **days)
    else:
        terms.update(**days)


def _faults_of_bounds(year: SchoolYear, bounds: Days, row: Place) -> list[Located]:
    """Validates the year's new first and last day on a copy of the year."""
    first, last = bounds
    copy = SchoolYear(pk=year.pk, name=year.name, first_day=first, last_day=last)
    try:
        copy.clean()
        copy.validate_constraints()
    except ValidationError:
        return [Located(row, "", f"{first} – {last}", "bounds")]
    return []


def _bound_row(rows: CalendarRows) -> Place:
    bound = rows.last_day or rows.first_day
    return bound.row if bound else 1


MOST_SENTENCES: Final = 12
PostingDays = dict[dt.date, dt.date | None]
"""{nominal day: its posting day, None if it is skipped}"""


def moves(before: YearCalendar, after: YearCalendar, rule: NoSchoolRule) -> list[str]:
    """Returns a sentence for each posting day that moves, in order. A long list ends with the
    number of further ones."""
    sentences = list(_sentences(_posting_days(before, rule), _posting_days(after, rule)))
    if len(sentences) <= MOST_SENTENCES:
        return sentences
    more = gettext("Other posting days that change: %(number)d.")
    return [*sentences[:MOST_SENTENCES], more % {"number": len(sentences) - MOST_SENTENCES}]


def _posting_days(calendar: YearCalendar, rule: NoSchoolRule) -> PostingDays:
    return {slot.nominal: slot.day for slot in slots(calendar, rule)}


def _sentences(before: PostingDays, after: PostingDays) -> Iterator[str]:
    for nominal in sorted({*before, *after}):
        old, new = before.get(nominal), after.get(nominal)
        if old == new:
            continue
        if old and new:
            yield gettext("The posting day %(old)s moves to %(new)s.") % {
                "old": day_text(old),
                "new": day_text(new),
            }
        elif old:
            yield gettext("There is no posting day on %(old)s anymore.") % {"old": day_text(old)}
        elif new:
            yield gettext("%(new)s becomes a posting day.") % {"new": day_text(new)}
