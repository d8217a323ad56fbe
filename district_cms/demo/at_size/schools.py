"""Schools, their people, teacher pages and classes, in bulk."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from classroom.models import ClassroomPage, ClassroomTeacher, TeacherPage
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage

from ..bulk.chance import Chance
from ..bulk.pages import PageWriter, check_without_advice
from ..bulk.tables import Tables
from ..content_files import district, rich
from . import names
from .ground import Ground, prose, published_at
from .people import StaffWriter
from .sizes import Sizes, shares

EVERY_CO_TAUGHT, EVERY_SUBSTITUTED = 9, 97
PERIODS = 7


@dataclass(frozen=True, slots=True)
class School:
    """A school with its people; `teachers` are pairs of staff record and teacher page."""

    page: SchoolPage
    principal: Staff
    teachers: list[tuple[Staff, TeacherPage]]


@dataclass(frozen=True, slots=True)
class Taught:
    """A class. `number` counts all classes of the district; `stem` names its content file."""

    number: int
    page: ClassroomPage
    stem: str
    lead: Staff


class SchoolWriter:
    def __init__(
        self,
        tables: Tables,
        pages: PageWriter,
        people: StaffWriter,
        ground: Ground,
        chance: Chance,
        sizes: Sizes,
    ) -> None:
        self._tables, self._pages, self._people = tables, pages, people
        self._ground, self._chance = ground, chance
        self._at = published_at(ground.plan)
        self._titles = list(names.schools(sizes.schools))
        self._teachers = shares(sizes.teachers, sizes.schools)
        self._classes = iter(shares(sizes.classes, sizes.teachers))
        self._updates = iter(shares(sizes.updates, sizes.classes))
        self._numbers = iter(range(sizes.classes))
        self._kinds = classes_by_kind()
        self._checked: set[str] = set()

    def schools(self, head: Staff) -> Iterator[School]:
        """Write each school with its principal, a counselor, and its teachers with their pages."""
        for place, (title, kind) in enumerate(self._titles):
            page = self._school(place, title, kind)
            principal = self._people.add(
                title="Principal", role=Role.PRINCIPAL, school=page, supervisor=head
            )
            self._people.add(
                title="School Counselor", role=Role.COUNSELOR, school=page, supervisor=principal
            )
            teachers = [
                self._people.add(
                    title="Teacher", role=Role.TEACHER, school=page, supervisor=principal
                )
                for _number in range(self._teachers[place])
            ]
            yield School(page, principal, self._teacher_pages(page, teachers))

    def classes(self, school: School) -> Iterator[Taught]:
        """Write the classes of a school, teacher by teacher."""
        offered = self._kinds[school.page.kind]
        for place, (staff, parent) in enumerate(school.teachers):
            other = school.teachers[(place + 1) % len(school.teachers)][0]
            begin = self._chance.randrange(len(offered))
            taken: set[str] = set()
            for turn in range(parent.numchild):
                # Two sections of the same course, then of the next.
                row = offered[(begin + turn // 2) % len(offered)]
                yield self._class(row, turn, taken, school, staff, parent, other)

    def _school(self, place: int, title: str, kind: str) -> SchoolPage:
        page = school_page(place, title, kind, self._chance)
        check_without_advice(page)
        return self._add(page, self._ground.built.home, children=self._teachers[place])

    def _teacher_pages(
        self, school: SchoolPage, teachers: list[Staff]
    ) -> list[tuple[Staff, TeacherPage]]:
        taken: set[str] = set()
        found = []
        for place, staff in enumerate(teachers):
            title = f"{names.ADDRESSED_AS[place % len(names.ADDRESSED_AS)]} {staff.family_name}"
            page = TeacherPage(
                title=title,
                slug=_free(slugify(title), taken),
                staff=staff,
                introduction=rich(
                    "I teach here because I like to see a new idea arrive. Write or call me with "
                    "any question about our class."
                ),
            )
            self._check_once(page, page.introduction)
            found.append((staff, self._add(page, school, children=next(self._classes))))
        return found

    def _class(
        self,
        row: dict[str, Any],
        turn: int,
        taken: set[str],
        school: School,
        staff: Staff,
        parent: TeacherPage,
        other: Staff,
    ) -> Taught:
        number = next(self._numbers)
        year = self._ground.year
        page = ClassroomPage(
            title=row["title"],
            slug=_free(f"{year.slug}-{row['slug']}", taken),
            subject=row["subject"],
            grade_levels=row["grade_levels"],
            section=f"Period {turn % PERIODS + 1}",
            room=f"Room {100 + number % 80}",
            school_year=year,
            contact_hours=row["contact_hours"],
            introduction=rich(row["introduction"]),
            started_from=self._ground.templates[school.page.kind],
        )
        self._check_once(page, row["key"])
        self._add(page, parent, children=next(self._updates))
        people: list[tuple[Staff, ClassroomTeacher.Part, dt.date | None]] = [
            (staff, ClassroomTeacher.Part.LEAD, None)
        ]
        if number % EVERY_CO_TAUGHT == 4 and other != staff:
            people.append((other, ClassroomTeacher.Part.CO_TEACHER, None))
        elif number % EVERY_SUBSTITUTED == 6 and other != staff:
            people.append((other, ClassroomTeacher.Part.SUBSTITUTE, year.last_day))
        table = self._tables.of(ClassroomTeacher)
        for person, part, until in people:
            table.add(
                id=table.next_pk(),
                classroom_id=page.pk,
                staff_id=person.pk,
                part=part.value,
                starts_on=None,
                until=until,
                ended_by_leaving=False,
                planned_until=None,
                leave_id=None,
                goes_to_id=None,
                goes_to_part="",
                told_on=None,
            )
        return Taught(number, page, row["content"], staff)

    def _add(self, page: Any, parent: Any, *, children: int) -> Any:
        return self._pages.add(
            page, parent=parent, user=self._ground.built.office, at=self._at, children=children
        )

    def _check_once(self, page: Any, words: str) -> None:
        """The gate reads fragment by fragment, and the same words once."""
        if words not in self._checked:
            self._checked.add(words)
            check_without_advice(page)


def school_page(place: int, title: str, kind: str, chance: Chance) -> SchoolPage:
    """The page of a school, the `place`-th of the district, not saved."""
    rows = [row for row in district()["schools"] if row["kind"] == kind]
    row = rows[place % len(rows)]
    slug = slugify(title)
    # A text that names its own school names this one: of a stranger's name the gate asks who that
    # is.
    named, own = names.place_of(row["title"], kind), names.place_of(title, kind)
    return SchoolPage(
        title=title,
        slug=slug,
        kind=kind,
        street=f"{100 + place * 10} {title.split()[0]} Street",
        city=row["city"],
        phone=f"406-555-01{place % 100:02d}",
        email=f"{slug.replace('-', '.')}@larkspur.example",
        office_hours=row["office_hours"],
        introduction=rich(f"{title} is a neighborhood school. Visitors are welcome."),
        body=prose(rich([each.replace(named, own) for each in row["body"]]), chance),
    )


def stems_for(sizes: Sizes) -> list[str]:
    """The content files of the classes that schools of this district have."""
    kinds = {kind for _title, kind in names.schools(sizes.schools)}
    offered = classes_by_kind()
    return sorted({row["content"] for kind in kinds for row in offered[kind]})


def classes_by_kind() -> dict[str, list[dict[str, Any]]]:
    """The demo's classes by the kind of their school, each content file once."""
    kinds = {row["key"]: row["kind"] for row in district()["schools"]}
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in district()["classes"]:
        found.setdefault(kinds[row["school"]], {}).setdefault(row["content"], row)
    return {kind: list(rows.values()) for kind, rows in found.items()}


def _free(wanted: str, taken: set[str]) -> str:
    """`wanted`, or `wanted-2` and so on where a sibling has it, as for pages made one by one."""
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    taken.add(slug)
    return slug
