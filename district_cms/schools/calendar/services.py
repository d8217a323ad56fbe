"""Names that a file brings pass the same checks as those that are typed: families read them."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, ClassVar, override

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.log_actions import log

from district_cms.imports.importer import Importer, Shown
from district_cms.imports.located import LONGEST_VALUE, Located, Place
from district_cms.imports.plan import Change, Kind, Plan, compare
from district_cms.procedure.cadence import YearCalendar
from district_cms.publishing.objects import which_block
from district_cms.web.times import date_text

from ..models import NoSchoolDay, SchoolYear, Term
from .csv_file import CalendarRows, NoSchoolRow, TermRow
from .importing import parse_file
from .moving import moves
from .rule import no_school_rule
from .wording import LABELS, SENTENCES

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser as User


def refused_names(rows: CalendarRows, new: Collection[str]) -> Iterator[Located]:
    """Where those of the `new` names stand that may not be on a page."""
    if not new:
        return
    blocking = which_block(NoSchoolDay(name=name) for name in sorted(set(new)))
    refused = {each.name for each in blocking}
    named: tuple[NoSchoolRow | TermRow, ...] = (*rows.no_school, *rows.terms)
    for row in named:
        if row.name in refused:
            yield Located(row.row, "", row.name[:LONGEST_VALUE], "refused-name")


# The tables of a plan.
DAY, TERM, YEAR = "day", "term", "year"

type Days = tuple[dt.date, dt.date]
"""The first and the last day of something, both included."""


class CalendarImporter(Importer[CalendarRows]):
    """Days without school, terms and the bounds of one school year.

    With `replace`, days without school that are in the year and not in the file are removed, and so
    are terms if the file has any. Without it, they stay.
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
        # Asked of the tables: the year may be a form's, with rows that are not saved.
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
        notes = list(rows.notes)
        if bounds != now:
            changes += (Change(YEAR, "", now, bounds),)
            errors += _faults_of_bounds(year, bounds, _bound_row(rows))
        (errors if rows.strict else notes).extend(left_out)
        new = [str(each.after) for each in day_changes if each.after]
        errors += refused_names(rows, [*new, *(each.key for each in term_changes if each.after)])
        # What stays must lie in the year as it will be.
        changed = {(change.table, change.key) for change in changes}
        staying = [
            (f"{day} {name}", (day, day))
            for day, name in known_days.items()
            if (DAY, day) not in changed
        ] + [term for term in known_terms.values() if (TERM, term[0]) not in changed]
        errors += [
            Located(_bound_row(rows), "", shown, "outside-new-year")
            for shown, (first, last) in staying
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
        # Saved also where only its days changed: who reckons by the year is told by that.
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
    def show(self, change: Change) -> Shown:
        label = str(LABELS[change.table, change.kind])
        if change.table == DAY:
            what = f"{date_format(change.key, 'l')}, {date_text(change.key)}"
            if change.kind == Kind.CHANGED:
                text = gettext("%(new)s (until now %(old)s)") % {
                    "new": change.after,
                    "old": change.before,
                }
                return Shown(label, what, text)
            return Shown(label, what, change.after or change.before)
        first, last = change.after or change.before
        what = gettext("%(first)s to %(last)s") % {
            "first": date_text(first),
            "last": date_text(last),
        }
        return Shown(label, what, change.key or self.school_year.name)

    @override
    def warnings(self, plan: Plan) -> list[str]:
        if plan.errors:
            return []
        said = []
        if plan.of(YEAR):
            said.append(gettext("The first or the last day of the year changes."))
        before = self.school_year.calendar()
        return [*said, *moves(before, _calendar_after(before, plan), no_school_rule())]


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
    """The days and terms of the file that are in the year, and where those stand that are not."""
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
    known: dict[str, tuple[str, Days]], coming: list[TermRow], *, replace: bool
) -> Iterator[Change]:
    """Terms are compared without case and keep the name that they have."""
    names = {row.name.casefold(): row.name for row in coming}
    names |= {key: name for key, (name, _days) in known.items()}
    changes, _unchanged = compare(
        TERM,
        {key: days for key, (_name, days) in known.items()},
        {row.name.casefold(): (row.first_day, row.last_day) for row in coming},
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
    """Whether the year could have these days: asked of the year itself, on a copy."""
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
