"""Takes a school calendar into a school year: first what would change, then the change."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from district_cms.schools.models import NoSchoolDay, SchoolYear, Term

from .rows import BoundRow, CalendarRows, NoSchoolRow, Place, RowError, RowNote, TermRow

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser as User


@dataclass(frozen=True, slots=True)
class Renamed:
    """A day without school that families will know by another name."""

    day: dt.date
    old_name: str
    new_name: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A day without school that will be a school day again."""

    day: dt.date
    name: str


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term as it is (None: it is new) and as it will be (None: it goes). Both days included."""

    name: str
    old_days: tuple[dt.date, dt.date] | None
    new_days: tuple[dt.date, dt.date] | None


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """What an import would change. With `errors`, it changes nothing."""

    first_day: dt.date
    last_day: dt.date
    moved_bounds: bool = False
    added: tuple[NoSchoolRow, ...] = ()
    removed: tuple[Removed, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    unchanged: int = 0
    terms: tuple[TermChange, ...] = ()
    errors: tuple[RowError, ...] = ()
    notes: tuple[RowNote, ...] = ()

    @property
    def changes_anything(self) -> bool:
        """Whether there is something to do."""
        return bool(self.added or self.removed or self.renamed or self.terms or self.moved_bounds)


class CalendarImportError(ValueError):
    """The file has mistakes; nothing was changed. `errors` says which, and where."""

    def __init__(self, errors: tuple[RowError, ...]) -> None:
        super().__init__(f"{len(errors)} mistakes in the calendar")
        self.errors = errors


def plan_calendar_import(
    *, school_year: SchoolYear, rows: CalendarRows, replace: bool
) -> CalendarPlan:
    """What `import_school_calendar` would change. Reads, and writes nothing.

    With `replace`, days without school that are in the year and not in the file are removed, and so
    are terms if the file has any. Without it, they stay.
    """
    # Asked of the tables: the year may be a form's, with rows that are not saved.
    days = {row.day: row.name for row in NoSchoolDay.objects.filter(school_year=school_year)}
    terms = {
        row.name.casefold(): (row.name, (row.first_day, row.last_day))
        for row in Term.objects.filter(school_year=school_year)
    }
    first = rows.first_day.day if rows.first_day else school_year.first_day
    last = rows.last_day.day if rows.last_day else school_year.last_day
    errors, notes = list(rows.errors), list(rows.notes)
    if (first, last) != (school_year.first_day, school_year.last_day):
        errors += _faults_of_bounds(school_year, first, last, rows)
    inside = []
    for row in rows.no_school:
        if first <= row.day <= last:
            inside.append(row)
        elif rows.strict:
            errors.append(RowError(row.line, "date", str(row.day), "outside-year"))
        else:
            notes.append(RowNote(row.line, str(row.day), "outside-year"))
    inside_terms = []
    for term in rows.terms:
        if first <= term.first_day and term.last_day <= last:
            inside_terms.append(term)
        else:
            shown = f"{term.first_day} – {term.last_day}"
            if rows.strict:
                errors.append(RowError(term.line, "end", shown, "outside-year"))
            else:
                notes.append(RowNote(term.line, shown, "outside-year"))
    coming = {row.day: row for row in inside}
    gone = [day for day in sorted(days) if day not in coming] if replace else []
    changes = _term_changes(terms, inside_terms, replace=replace and bool(rows.terms))
    # What stays must lie in the year as it will be.
    for day, name in days.items():
        if not first <= day <= last and day not in gone:
            errors.append(RowError(_bound_line(rows), "", f"{day} {name}", "outside-new-year"))
    changed = {change.name.casefold() for change in changes}
    for key, (name, (start, end)) in terms.items():
        if key not in changed and not first <= start <= end <= last:
            errors.append(RowError(_bound_line(rows), "", name, "outside-new-year"))
    return CalendarPlan(
        first_day=first,
        last_day=last,
        moved_bounds=(first, last) != (school_year.first_day, school_year.last_day),
        added=tuple(row for row in inside if row.day not in days),
        removed=tuple(Removed(day, days[day]) for day in gone),
        renamed=tuple(
            Renamed(row.day, days[row.day], row.name)
            for row in inside
            if row.day in days and days[row.day] != row.name
        ),
        unchanged=sum(1 for row in inside if days.get(row.day) == row.name),
        terms=tuple(changes),
        errors=tuple(errors),
        notes=tuple(notes),
    )


@transaction.atomic
def import_school_calendar(
    *, school_year: SchoolYear, rows: CalendarRows, replace: bool, user: "User | None" = None
) -> CalendarPlan:
    """Make the year's calendar what the file says; return what was changed.

    All or nothing: raises `CalendarImportError` if there is any mistake, in the file or against
    the year, and then nothing is changed. The year's history names `user` and what was changed.
    """
    year = SchoolYear.objects.select_for_update().get(pk=school_year.pk)
    plan = plan_calendar_import(school_year=year, rows=rows, replace=replace)
    if plan.errors:
        raise CalendarImportError(plan.errors)
    days = NoSchoolDay.objects.filter(school_year=year)
    days.filter(day__in=[row.day for row in plan.removed]).delete()
    for renamed in plan.renamed:
        days.filter(day=renamed.day).update(name=renamed.new_name)
    NoSchoolDay.objects.bulk_create(
        NoSchoolDay(school_year=year, day=row.day, name=row.name) for row in plan.added
    )
    for change in plan.terms:
        _apply_term(year, change)
    if plan.changes_anything:
        year.first_day, year.last_day = plan.first_day, plan.last_day
        # Saved also where only its days changed: who reckons by the year is told by that.
        year.save(update_fields=["first_day", "last_day"])
        log(instance=year, action="wagtail.edit", user=user, data=_record(plan))
    return plan


def _record(plan: CalendarPlan) -> dict[str, list[str]]:
    """What the history keeps of an import."""
    return {
        "days_added": [f"{row.day} {row.name}" for row in plan.added],
        "days_removed": [f"{row.day} {row.name}" for row in plan.removed],
        "days_renamed": [f"{row.day} {row.old_name} -> {row.new_name}" for row in plan.renamed],
        "terms_changed": [change.name for change in plan.terms],
        "year": [f"{plan.first_day} - {plan.last_day}"] if plan.moved_bounds else [],
    }


def _apply_term(year: SchoolYear, change: TermChange) -> None:
    terms = Term.objects.filter(school_year=year, name=change.name)
    if change.new_days is None:
        terms.delete()
    elif change.old_days is None:
        Term.objects.create(
            school_year=year,
            name=change.name,
            first_day=change.new_days[0],
            last_day=change.new_days[1],
        )
    else:
        terms.update(first_day=change.new_days[0], last_day=change.new_days[1])


def _term_changes(
    present: dict[str, tuple[str, tuple[dt.date, dt.date]]], rows: list[TermRow], *, replace: bool
) -> list[TermChange]:
    changes = []
    for row in rows:
        days = (row.first_day, row.last_day)
        old_name, old_days = present.get(row.name.casefold(), (row.name, None))
        if old_days != days:
            changes.append(TermChange(old_name, old_days, days))
    if replace:
        coming = {row.name.casefold() for row in rows}
        gone = (value for key, value in present.items() if key not in coming)
        changes.extend(TermChange(name, days, None) for name, days in gone)
    return changes


def _faults_of_bounds(
    school_year: SchoolYear, first: dt.date, last: dt.date, rows: CalendarRows
) -> list[RowError]:
    """Whether the year could have these days: asked of the year itself, on a copy."""
    copy = SchoolYear(pk=school_year.pk, name=school_year.name, first_day=first, last_day=last)
    try:
        copy.clean()
        copy.validate_constraints()
    except ValidationError:
        return [RowError(_bound_line(rows), "", f"{first} – {last}", "bounds")]
    return []


def _bound_line(rows: CalendarRows) -> Place:
    bound: BoundRow | None = rows.last_day or rows.first_day
    return bound.line if bound else 1
