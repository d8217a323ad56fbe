"""What a delivery changes, school by school. Reads, and writes nothing."""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

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
from district_cms.students.roster import list_is_on, plan_students, students_by_school
from district_cms.web.times import date_text

from ..models import RosterPage, RosterSection
from .class_list import CLASS_LIST
from .grouping import with_pages
from .sections import Section, Year, coming_sections, missing_years, page_facts

ALL_SENTENCES: Final[Sentences] = {
    **STAFF_SENTENCES,
    **SENTENCES,
    "no-school": _lazy("Left out: this student is at no school of the website."),
}
SECTIONS: Final = "sections"
MOST_LEAVING: Final = 0.02
"""Of the staff or the classes of a school, outside of summer."""
MOST_STUDENTS_LEAVING: Final = 0.1
KINDS: Final = ("new", "changed", "moved", "leaving", "untouched")
COUNTED: Final = ("staff", "classes", "students")
KIND_OF: Final = {Kind.ADDED: "new", Kind.CHANGED: "changed", Kind.REMOVED: "leaving"}


type Line = dict[str, Any]
"""A school as the screens show it: numbers by kind, people, pages, and classes that leave."""


@dataclass(slots=True)
class RosterPlan:
    """`new_schools` are (id, name, kind), `matched` ids of schools known by name; `teachers` are
    names by id; `new_years` are school years to be made. With `errors`, nothing is applied; with
    `reasons`, not without a person."""

    staff: Plan
    students: Plan
    classes: Plan
    importer: StaffImporter
    new_schools: tuple[tuple[str, str, str], ...]
    new_years: list[Year]
    matched: dict[int, str]
    sections: dict[str, Section]  # all after the delivery
    teachers: dict[str, str]
    lines: list[Line]
    reasons: list[str]
    errors: tuple[Located, ...]
    notes: tuple[Located, ...] = ()

    def digest(self) -> str:
        """The same for the same changes."""
        plans = (self.staff, self.classes, self.students)
        return hashlib.sha256(" ".join(each.digest() for each in plans).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """What the screens and the command show."""
        names = [name for _key, name, _kind in self.new_schools]
        shown = {"reasons": self.reasons, "new_schools": names, "schools": self.lines}
        return {"digest": self.digest(), **shown}

    @property
    def is_empty(self) -> bool:
        plans = (self.staff, self.classes, self.students)
        return not (self.new_schools or any(plan.changes for plan in plans))


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
    rows = SchoolYear.objects.order_by("first_day")
    years: list[Year] = list(rows.values_list("name", "first_day", "last_day"))
    missing = missing_years(roster, years, today)
    years = sorted([*years, *missing], key=lambda year: year[1])
    earlier = {row.source_id: row for row in RosterSection.objects.order_by("pk")}
    read = {key: Section.of(row.data) for key, row in earlier.items()}
    titles = {page.pk: page.title for page in pages}
    titles |= {schools[key]: name for key, name, _kind in new_schools}
    titles[0] = _("Without a school")
    # A school's page may have been deleted since.
    present = {
        key: each
        for key, each in read.items()
        if earlier[key].ended_on is None and each.school in titles
    }
    errors = [*staff.errors, *_section_errors(roster, schools, teachers)]
    coming: dict[str, Section] = {}
    terms = _terms(today)
    if not errors:
        coming = coming_sections(
            roster,
            present,
            schools=schools,
            teachers=teachers,
            years=years,
            terms=terms,
            today=today,
        )
        coming = with_pages(coming, earlier=read, choices=choices or {})
        without = next((each for each in coming.values() if not each.year), None)
        if without is not None:
            errors.append(Located(WHOLE_FILE, "", without.title, "no-year", "classes.csv"))
    changes, unchanged = compare(SECTIONS, present, coming, replace=True)
    students = plan_students(
        roster,
        schools=schools,
        kinds={page.pk: page.kind for page in pages}
        | {schools[key]: kind for key, _name, kind in new_schools},
        last_days=[last for _name, _first, last in years],
        today=today,
    )
    plan = RosterPlan(
        staff=staff,
        students=students,
        classes=Plan(changes, unchanged),
        importer=importer,
        new_schools=new_schools,
        new_years=[each for each in missing if each[0] in {one.year for one in coming.values()}],
        matched={} if roster.version == CLASS_LIST else _matched(pages, schools),
        sections=coming,
        teachers=teachers,
        lines=[],
        reasons=[],
        errors=tuple(errors),
        notes=(*_unknown_terms(roster, terms), *students.notes),
    )
    plan.lines = _lines(plan, known, titles)
    if any(first <= today <= last for _name, first, last in years):
        plan.reasons = _too_many(plan, today)
    plan.reasons += _leaders(staff, known)
    for name, first, last in plan.new_years:
        words = _(
            "The school year %(name)s will be made, from %(first)s to %(last)s. Enter its days "
            "without school afterwards, under District, School years: posting days depend on them."
        )
        days = {"first": date_text(first), "last": date_text(last)}
        plan.reasons.append(words % {"name": name, **days})
    return plan


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


def _matched(pages: Iterable[SchoolPage], schools: Mapping[str, int]) -> dict[int, str]:
    ids = {pk: key for key, pk in schools.items()}
    return {page.pk: ids[page.pk] for page in pages if page.pk in ids and not page.source_id}


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


def _terms(today: dt.date) -> dict[str, tuple[str, str]]:
    """Days of the terms of the school years that are not over, by name; the first one's first."""
    rows = Term.objects.filter(school_year__last_day__gte=today).order_by("-first_day")
    return {
        name.casefold(): (str(first), str(last))
        for name, first, last in rows.values_list("name", "first_day", "last_day")
    }


def _unknown_terms(roster: Roster, terms: Iterable[str]) -> tuple[Located, ...]:
    """In a CSV of classes the first line of each term that no school year has."""
    first: dict[str, int] = {}
    for key, line in roster.lines.items():
        for term in roster.sections[key].terms:
            first.setdefault(term, line)
    known = set(terms)
    return tuple(
        Located(line, "term", term, "unknown-term")
        for term, line in first.items()
        if term.casefold() not in known
    )


def _lines(plan: RosterPlan, known: Mapping[int, Known], titles: Mapping[int, str]) -> list[Line]:
    lines: dict[int, Line] = {
        pk: {
            "pk": pk,
            "title": title,
            "staff": dict.fromkeys(KINDS, 0),
            "classes": dict.fromkeys(KINDS, 0),
            "students": dict.fromkeys(KINDS, 0),
            "people": [],
            "pages": [],
            "leaving": [],
        }
        for pk, title in titles.items()
    }
    for change in plan.staff.changes:
        kind, shown = staff_kind(change), plan.importer.show(change)
        schools = {pk for each in (change.before, change.after) if each for pk in each.schools}
        for pk in schools or {0}:
            lines[pk]["staff"][kind] += 1
            lines[pk]["people"].append([kind, shown.what, shown.text])
    touched = {change.key[0] for change in plan.staff.changes}
    for pk, each in known.items():
        if each.record.active and pk not in touched:
            for school in each.record.schools or (0,):
                lines[school]["staff"]["untouched"] += 1
    _count_students(plan.students, lines)
    kinds = {change.key: class_kind(change) for change in plan.classes.changes}
    pages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, section in plan.sections.items():
        lines[section.school]["classes"][kinds.get(key, "untouched")] += 1
        pages[section.page, "" if section.page else key].append(key)
    for change in plan.classes.changes:
        if change.after is None:
            lines[change.before.school]["classes"]["leaving"] += 1
            lines[change.before.school]["leaving"].append(change.before.title)
    there = {"", *RosterPage.objects.values_list("key", flat=True)}
    for (page, _alone), keys in pages.items():
        sections = [plan.sections[key] for key in keys]
        first, facts = sections[0], page_facts(sections)
        rows = [
            [key, each.title, each.periods, kinds.get(key, "untouched")]
            for key, each in zip(keys, sections, strict=True)
        ]
        lines[first.school]["pages"].append(
            {
                "page": page,
                "is_new": page not in there,
                "title": facts.title,
                "year": first.year,
                "lead": first.lead,
                "teacher": plan.teachers.get(first.lead, ""),
                "sections": rows,
            }
        )
    for line in lines.values():
        line["pages"].sort(key=lambda page: (page["teacher"], page["title"]))
    return [
        line
        for line in lines.values()
        if any(number for what in COUNTED for number in line[what].values())
    ]


def _count_students(plan: Plan, lines: Mapping[int, Line]) -> None:
    """Adds numbers, and never who it is."""
    there = students_by_school(timezone.localdate()) if list_is_on() else {}
    for school, number in there.items():
        if school in lines:
            lines[school]["students"]["untouched"] = number
    for change in plan.changes:
        before, after = change.before, change.after
        if before is not None and before.school in lines:
            lines[before.school]["students"]["untouched"] -= 1
        kind = KIND_OF[change.kind]
        if before and after and before.school != after.school:
            kind = "moved"
        lines[(after or before).school]["students"][kind] += 1


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


def _too_many(plan: RosterPlan, today: dt.date) -> list[str]:
    """The schools that would lose more than a file that broke off should take. Classes whose term
    is over do not count."""
    over = Counter(
        change.before.school
        for change in plan.classes.changes
        if change.after is None and change.before.is_over(today)
    )
    reasons = []
    for line in plan.lines:
        students = _("%(school)s: %(leaving)d of %(all)d students leave.")
        for what, ended, words, most in (
            ("staff", 0, _("%(school)s: %(leaving)d of %(all)d of the staff leave."), MOST_LEAVING),
            (
                "classes",
                over[line["pk"]],
                _("%(school)s: %(leaving)d of %(all)d classes leave."),
                MOST_LEAVING,
            ),
            ("students", 0, students, MOST_STUDENTS_LEAVING),
        ):
            leaving = line[what]["leaving"] - ended
            there = sum(line[what].values()) - line[what]["new"] - ended
            if leaving > there * most:
                facts = {"school": line["title"], "leaving": leaving, "all": there}
                reasons.append(words % facts)
    return reasons


def _leaders(staff: Plan, known: Mapping[int, Known]) -> list[str]:
    """Administrators and principals, now or after it, whom the delivery touches."""
    reasons = []
    for change in staff.changes:
        before = known.get(change.key[0])
        held = (*before.record.roles, *before.dated) if before else ()
        gained = change.after.roles if change.after else ()
        if any(role in {Role.ADMINISTRATOR, Role.PRINCIPAL} for role, _at in (*held, *gained)):
            words = _("%(name)s is or becomes an administrator or a principal.")
            reasons.append(words % {"name": (change.before or change.after).name})
    return reasons
