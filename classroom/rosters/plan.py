"""What a delivery changes, school by school. Reads, and writes nothing."""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.imports.importer import Sentences
from district_cms.imports.reading import WHOLE_FILE, Change, Kind, Located, Plan, compare
from district_cms.imports.reading import plain_word as plain
from district_cms.people.models import User
from district_cms.people.models.contact import district_domains
from district_cms.people.roles import Role
from district_cms.people.rosters.reading import SENTENCES, Roster
from district_cms.people.rosters.staff import staff_rows
from district_cms.people.staff_file.comparing import Known, known_records
from district_cms.people.staff_file.importer import StaffImporter
from district_cms.people.staff_file.rows import SENTENCES as STAFF_SENTENCES
from district_cms.schools.models import SchoolPage, SchoolYear, Term

from ..models import RosterSection
from .class_list import CLASS_LIST
from .grouping import with_pages
from .sections import Section, Year, coming_sections, page_facts

ALL_SENTENCES: Final[Sentences] = {**STAFF_SENTENCES, **SENTENCES}
SECTIONS: Final = "sections"
MOST_LEAVING: Final = 0.02
"""Of the staff or the classes of a school, outside of summer."""
KINDS: Final = ("new", "changed", "moved", "leaving", "untouched")


@dataclass(slots=True)
class SchoolLine:
    """A school's line of the plan: numbers by kind, and the pages of its classes."""

    pk: int
    title: str
    staff: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    over: int = 0  # classes that leave because their term is over


@dataclass(slots=True)
class RosterPlan:
    """`new_schools` are (id, name, kind); `sections` are all after the delivery. With `errors`,
    nothing is applied; with `reasons`, not without a person."""

    staff: Plan
    classes: Plan
    importer: StaffImporter
    new_schools: tuple[tuple[str, str, str], ...]
    sections: dict[str, Section]
    lines: list[SchoolLine]
    reasons: list[str]
    names: dict[str, str]  # of teachers, by id
    errors: tuple[Located, ...]
    notes: tuple[Located, ...]

    def digest(self) -> str:
        """The same for the same changes."""
        return hashlib.sha256(f"{self.staff.digest()} {self.classes.digest()}".encode()).hexdigest()

    @property
    def is_empty(self) -> bool:
        return not (self.staff.changes or self.classes.changes or self.new_schools)


def make_plan(
    roster: Roster, *, actor: User | None, choices: Mapping[str, str] | None = None
) -> RosterPlan:
    """The plan of a roster that was read without mistakes. A fixed number of queries."""
    today = timezone.localdate()
    pages = list(SchoolPage.objects.order_by("title"))
    schools, new_schools = _schools(roster, pages)
    known = known_records()
    importer, staff = _staff_plan(roster, schools, actor)
    teachers = _teachers(roster, staff, known)
    years = _years()
    earlier = {row.source_id: row for row in RosterSection.objects.order_by("pk")}
    read = {key: Section.of(row.data) for key, row in earlier.items()}
    present = {key: each for key, each in read.items() if earlier[key].ended_on is None}
    errors = [*staff.errors, *_section_errors(roster, schools, teachers)]
    coming: dict[str, Section] = {}
    if not errors:
        coming = coming_sections(
            roster,
            present,
            schools=schools,
            teachers=teachers,
            years=years,
            terms=_terms(today),
            today=today,
        )
        coming = with_pages(coming, earlier=read, choices=choices or {})
        without = next((each for each in coming.values() if not each.year), None)
        if without is not None:
            errors.append(Located(WHOLE_FILE, "", without.title, "no-year", "classes.csv"))
    changes, unchanged = compare(SECTIONS, present, coming, replace=True)
    classes = Plan(changes, unchanged)
    titles = {page.pk: page.title for page in pages}
    titles |= {schools[key]: name for key, name, _kind in new_schools}
    lines = _lines(staff, classes, known, coming, titles, today)
    return RosterPlan(
        staff=staff,
        classes=classes,
        importer=importer,
        new_schools=new_schools,
        sections=coming,
        lines=lines,
        reasons=_reasons(lines, staff, is_summer=not any(a <= today <= b for _n, a, b in years)),
        names=teachers,
        errors=tuple(errors),
        notes=staff.notes,
    )


def _schools(
    roster: Roster, pages: Iterable[SchoolPage]
) -> tuple[dict[str, int], tuple[tuple[str, str, str], ...]]:
    """{id in the roster: primary key}, below zero for those to be made, which come second. A school
    is known by its id, else by its name."""
    is_list = roster.version == CLASS_LIST
    found = {page.source_id: page.pk for page in pages if page.source_id}
    by_title = {plain(page.title): page.pk for page in pages if is_list or not page.source_id}
    named = {section.school for section in roster.sections.values()}
    named |= {org for person in roster.staff.values() for _role, org in person.roles}
    new: list[tuple[str, str, str]] = []
    for key, (kind, name) in roster.orgs.items():
        if kind != "school" or key in found:
            continue
        if plain(name) in by_title:
            found[key] = by_title[plain(name)]
        elif key in named and not is_list:
            found[key] = -1 - len(new)
            new.append((key, name, _kind_of(key, roster)))
    return found, tuple(new)


def _kind_of(school: str, roster: Roster) -> str:
    """The kind of school by the highest grade of its classes."""
    grades = {
        grade
        for section in roster.sections.values()
        if section.school == school
        for grade in section.grades
        if grade.isdigit()
    }
    highest = max(grades, default="05")
    return "elementary" if highest <= "06" else "middle" if highest <= "08" else "high"


def _staff_plan(
    roster: Roster, schools: Mapping[str, int], actor: User | None
) -> tuple[StaffImporter, Plan]:
    if roster.version == CLASS_LIST:
        return StaffImporter(actor), Plan()
    rows, gone = staff_rows(roster, schools=schools, domains=district_domains())
    importer = StaffImporter(actor, accounts=True, shorter=True, gone=gone)
    importer.ends_roles = frozenset({Role.TEACHER.value})
    return importer, importer.plan(rows)


def _teachers(roster: Roster, staff: Plan, known: Mapping[int, Known]) -> dict[str, str]:
    """{id: name} of everyone who works here after the delivery; in a CSV of classes by address."""
    leaving = {change.key[0] for change in staff.of("staff", Kind.REMOVED)}
    records = [
        each.record for pk, each in known.items() if each.record.active and pk not in leaving
    ]
    records += [change.after for change in staff.changes if change.after is not None]
    by_id = {each.source_id: each.name for each in records if each.source_id}
    if roster.version == CLASS_LIST:
        # Sections of before name their teachers by id.
        by_id |= {each.email.lower(): each.name for each in records}
    return by_id


def _section_errors(
    roster: Roster, schools: Mapping[str, int], teachers: Mapping[str, str]
) -> list[Located]:
    is_list = roster.version == CLASS_LIST
    errors = []
    for key, section in roster.sections.items():
        line, file = roster.lines.get(key, WHOLE_FILE), "" if is_list else "classes.csv"
        if section.school not in schools:
            fault, column = ("unknown-school", "school") if is_list else ("unknown-id", "")
            errors.append(Located(line, column, section.school, fault, file))
        for teacher, _primary in roster.teachers.get(key, []) if is_list else ():
            if teacher not in teachers:
                errors.append(Located(line, "teacher", teacher, "unknown-teacher"))
    return errors


def _years() -> list[Year]:
    rows = SchoolYear.objects.order_by("first_day")
    return list(rows.values_list("name", "first_day", "last_day"))


def _terms(today: dt.date) -> dict[str, tuple[str, str]]:
    """Days of the terms of the school years that are not over, by name; the first one's first."""
    rows = Term.objects.filter(school_year__last_day__gte=today).order_by("-first_day")
    return {
        name.casefold(): (str(first), str(last))
        for name, first, last in rows.values_list("name", "first_day", "last_day")
    }


def _lines(
    staff: Plan,
    classes: Plan,
    known: Mapping[int, Known],
    coming: Mapping[str, Section],
    titles: Mapping[int, str],
    today: dt.date,
) -> list[SchoolLine]:
    lines = {pk: SchoolLine(pk, title) for pk, title in titles.items()}
    touched = set()
    for change in staff.changes:
        touched.add(change.key[0])
        for school in (change.after or change.before).schools:
            lines[school].staff[staff_kind(change)] += 1
    for pk, each in known.items():
        if each.record.active and pk not in touched:
            for school in each.record.schools:
                lines[school].staff["untouched"] += 1
    changed = set()
    for change in classes.changes:
        changed.add(change.key)
        one: Section = change.after or change.before
        if one.school in lines:
            line = lines[one.school]
            line.classes[class_kind(change)] += 1
            line.over += change.after is None and one.is_over(today)
    for key, section in coming.items():
        if key not in changed and section.school in lines:
            lines[section.school].classes["untouched"] += 1
    return [line for line in lines.values() if line.staff or line.classes]


def staff_kind(change: Change) -> str:
    """One of `KINDS`."""
    before, after = change.before, change.after
    if after is None:
        return "leaving"
    if before is None or not before.active:
        return "new"
    return "moved" if before.schools != after.schools else "changed"


def class_kind(change: Change) -> str:
    """One of `KINDS`; a class moves to another teacher, page or school."""
    before: Section | None = change.before
    after: Section | None = change.after
    if before is None or after is None:
        return "new" if before is None else "leaving"
    places = [(each.lead, each.page, each.school) for each in (before, after)]
    return "changed" if places[0] == places[1] else "moved"


def _reasons(lines: Iterable[SchoolLine], staff: Plan, *, is_summer: bool) -> list[str]:
    """Why a person has to look before it is applied."""
    reasons = []
    for line in () if is_summer else lines:
        for counts, over, words in (
            (line.staff, 0, _("%(school)s: %(leaving)d of %(all)d of the staff leave.")),
            (line.classes, line.over, _("%(school)s: %(leaving)d of %(all)d classes leave.")),
        ):
            leaving = counts["leaving"] - over
            there = sum(counts.values()) - counts["new"] - over
            if leaving > there * MOST_LEAVING:
                facts = {"school": line.title, "leaving": leaving, "all": there}
                reasons.append(words % facts)
    for change in staff.changes:
        was, will = _leads(change.before), _leads(change.after)
        if change.before is not None and (was or will) and change.before.active:
            words = _("%(name)s is or becomes an administrator or a principal.")
            reasons.append(words % {"name": change.before.name})
        elif will:
            words = _("%(name)s becomes a principal.")
            reasons.append(words % {"name": change.after.name})
    return reasons


def _leads(record: Any) -> bool:
    leading = {Role.ADMINISTRATOR, Role.PRINCIPAL}
    return record is not None and any(role in leading for role, _school in record.roles)


def as_json(plan: RosterPlan, known_pages: Iterable[str]) -> dict[str, Any]:
    """What the screens and the command show of a plan."""
    there = set(known_pages)
    pages: dict[str, list[tuple[str, Section]]] = defaultdict(list)
    for key, section in plan.sections.items():
        pages[section.page or f" {key}"].append((key, section))
    by_school: dict[int, list[dict[str, Any]]] = defaultdict(list)
    changes = {change.key: class_kind(change) for change in plan.classes.changes}
    for page, members in pages.items():
        facts = page_facts([section for _key, section in members])
        first = members[0][1]
        by_school[first.school].append(
            {
                "page": first.page,
                "year": first.year,
                "is_new": bool(first.page) and page not in there,
                "title": facts.title,
                "teacher": plan.names.get(first.lead, ""),
                "lead": first.lead,
                "sections": [
                    [key, section.title, section.periods, changes.get(key, "untouched")]
                    for key, section in members
                ],
            }
        )
    leaving: dict[int, list[str]] = defaultdict(list)
    for change in plan.classes.changes:
        if change.after is None:
            leaving[change.before.school].append(change.before.title)
    people: dict[int, list[list[str]]] = defaultdict(list)
    for change in plan.staff.changes:
        shown = plan.importer.show(change)
        for school in (change.after or change.before).schools or (0,):
            people[school].append([staff_kind(change), shown.what, shown.text])
    return {
        "digest": plan.digest(),
        "reasons": plan.reasons,
        "new_schools": [name for _key, name, _kind in plan.new_schools],
        "elsewhere": people[0],
        "schools": [
            {
                "pk": line.pk,
                "title": line.title,
                "staff": {kind: line.staff[kind] for kind in KINDS},
                "classes": {kind: line.classes[kind] for kind in KINDS},
                "pages": sorted(
                    by_school[line.pk], key=lambda page: (page["teacher"], page["title"])
                ),
                "leaving": leaving[line.pk],
                "people": people[line.pk],
            }
            for line in plan.lines
        ],
    }
