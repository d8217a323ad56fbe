"""The base of the district at size, its staff, and its schools with their classes."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.text import slugify
from wagtail.models import Page

from classroom.models import ClassroomPage, ClassroomTeacher, ClassTemplateVersion, TeacherPage
from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from district_cms.people.services import GROUP_NAMES
from district_cms.schools.models import DistrictSettings, HomePage, SchoolPage, SchoolYear
from district_cms.web.clock import clock_set_to
from district_cms.web.queue.schedules import apply_schedules

from ..backdate import Past, backdate
from ..bulk.pages import REVIEWED, PageWriter, check_without_advice
from ..bulk.tables import Tables
from ..content_files import district, periods, rich
from ..pages import (
    DEMO_PASSWORD,
    Built,
    build_class_templates,
    build_plain_pages,
    build_school_year,
    build_site,
    picture,
)
from ..posts import classroom_page
from ..school_year import Chance, DemoYear
from . import plans
from .plans import Sizes, people, shares


@dataclass
class Ground:
    """The base of all other rows. `built` has curriculum pages and pictures by their keys."""

    plan: DemoYear
    year: SchoolYear
    built: Built
    templates: dict[str, ClassTemplateVersion]  # by kind of school


def lay_ground(year: DemoYear, *, writer: PageWriter, schools: int, stems: list[str]) -> Ground:
    """Creates the base through the services, before the first bulk row. `schools` is the number of
    pages that will follow below the home page, `stems` are the content files whose pictures are
    needed."""
    row, at = district()["district"], published_at(year)
    built = build_site(introduction=f"{schools} schools, one district, and a page for every class.")
    apply_schedules()
    chosen = DistrictSettings.load()
    chosen.phone, chosen.email = row["phone"], row["email"]
    chosen.save()
    with clock_set_to(at):
        build_plain_pages(built)
    plain = Page.objects.descendant_of(built.home).values_list("pk", flat=True)
    backdate(dict.fromkeys(plain, Past(at - REVIEWED, at, at)))
    built.home = HomePage.objects.get(pk=built.home.pk)
    writer.continue_below(built.home, schools)
    templates = build_class_templates(user=built.office, first_day=year.first_day)
    for stem in stems:
        for period in periods(stem):
            if image := period.get("picture"):
                picture(built, image["name"])
    return Ground(year, build_school_year(year), built, templates)


def published_at(year: DemoYear) -> dt.datetime:
    """Returns when the pages of the year were published (UTC): three weeks before its first day."""
    day = year.first_day - dt.timedelta(weeks=3)
    return dt.datetime.combine(day, dt.time(16), dt.UTC)


def prose(markup: str, chance: Chance) -> str:
    """Returns a stream with one text block, in the database format."""
    return json.dumps([{"id": str(chance.uuid()), "type": "prose", "value": markup}])


DOMAIN = "larkspur.example"


class StaffWriter:
    """Writes staff and their accounts, all with the demo's password."""

    def __init__(self, tables: Tables, chance: Chance, joined: dt.datetime) -> None:
        self._tables = tables
        self._names: Iterator[tuple[str, str]] = people(chance)
        self._phones = 0
        self._addresses: dict[str, int] = {}
        self._joined = joined
        # Not in the search index yet.
        self.not_indexed: list[Staff] = []
        # Hashed once: all have the same password, and hashing is deliberately slow.
        self._password = make_password(DEMO_PASSWORD, salt="at-size-district")
        self._groups = {role: Group.objects.get(name=GROUP_NAMES[role]).pk for role in Role}

    def add(
        self, *, title: str, role: Role, school: Any = None, supervisor: Staff | None = None
    ) -> Staff:
        """Writes one person with one role, at `school` if there is one."""
        given, family = next(self._names)
        user = User(
            pk=self._tables.of(User).next_pk(),
            email=self._address(given, family),
            password=self._password,
            first_name=given,
            last_name=family,
            date_joined=self._joined,
        )
        staff = Staff(
            pk=self._tables.of(Staff).next_pk(),
            user=user,
            given_name=given,
            family_name=family,
            title=title,
            email=user.email,
            phone=self._phone(),
            supervisor=supervisor,
        )
        self._tables.add_object(user)
        self._tables.add_object(staff)
        self._tables.add(
            StaffRole,
            staff_id=staff.pk,
            role=role.value,
            school_id=school.pk if school else None,
        )
        self._tables.add(User.groups.through, user_id=user.pk, group_id=self._groups[role])
        if school is not None:
            self._tables.add(Staff.schools.through, staff_id=staff.pk, schoolpage_id=school.pk)
        self.not_indexed.append(staff)
        return staff

    def _address(self, given: str, family: str) -> str:
        name = re.sub(r"[^a-z.]", "", f"{given}.{family}".lower())
        number = self._addresses[name] = self._addresses.get(name, 0) + 1
        return f"{name}{number if number > 1 else ''}@{DOMAIN}"

    def _phone(self) -> str:
        # The reserved range has only a hundred numbers.
        self._phones += 1
        return f"406-555-01{self._phones % 100:02d}"


def account_of(staff: Staff) -> User:
    assert staff.user is not None
    return staff.user


def office(writer: StaffWriter) -> list[Staff]:
    """Returns the district's own staff, the administrator first."""
    head = writer.add(title="Director of Teaching and Learning", role=Role.ADMINISTRATOR)
    return [
        head,
        writer.add(title="Communications Director", role=Role.COMMUNICATIONS, supervisor=head),
        writer.add(title="Web Editor", role=Role.COMMUNICATIONS, supervisor=head),
    ]


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
    """A class. `number` counts all classes of the district; `stem` is its content file."""

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
        self._titles = list(plans.schools(sizes.schools))
        self._teachers = shares(sizes.teachers, sizes.schools)
        self._classes = iter(shares(sizes.classes, sizes.teachers))
        self._updates = iter(shares(sizes.updates, sizes.classes))
        self._numbers = iter(range(sizes.classes))
        self._kinds = classes_by_kind()
        self._checked: set[str] = set()

    def schools(self, head: Staff) -> Iterator[School]:
        """Writes each school with its principal, a counselor, and its teachers with their pages."""
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
        """Writes the classes of a school, teacher by teacher."""
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
        pages = []
        for place, staff in enumerate(teachers):
            title = f"{plans.ADDRESSED_AS[place % len(plans.ADDRESSED_AS)]} {staff.family_name}"
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
            pages.append((staff, self._add(page, school, children=next(self._classes))))
        return pages

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
        version = self._ground.templates[school.page.kind]
        own = {"section": f"Period {turn % PERIODS + 1}", "room": f"Room {100 + number % 80}"}
        page = classroom_page({**row, **own}, year, version)
        page.slug = _free(page.slug, taken)
        self._check_once(page, row["key"])
        self._add(page, parent, children=next(self._updates))
        people: list[tuple[Staff, ClassroomTeacher.Part, dt.date | None]] = [
            (staff, ClassroomTeacher.Part.LEAD, None)
        ]
        if number % EVERY_CO_TAUGHT == 4 and other != staff:
            people.append((other, ClassroomTeacher.Part.CO_TEACHER, None))
        elif number % EVERY_SUBSTITUTED == 6 and other != staff:
            people.append((other, ClassroomTeacher.Part.SUBSTITUTE, year.last_day))
        for person, part, until in people:
            self._tables.add(
                ClassroomTeacher,
                classroom_id=page.pk,
                staff_id=person.pk,
                part=part.value,
                until=until,
            )
        return Taught(number, page, row["content"], staff)

    def _add(self, page: Any, parent: Any, *, children: int) -> Any:
        return self._pages.add(
            page, parent=parent, user=self._ground.built.office, at=self._at, children=children
        )

    def _check_once(self, page: Any, words: str) -> None:
        """Checks the same text only once: the gate checks each fragment separately."""
        if words not in self._checked:
            self._checked.add(words)
            check_without_advice(page)


def school_page(place: int, title: str, kind: str, chance: Chance) -> SchoolPage:
    """Returns the unsaved page of a school, the `place`-th of the district."""
    rows = [row for row in district()["schools"] if row["kind"] == kind]
    row = rows[place % len(rows)]
    slug = slugify(title)
    # Replaces the school's name in the text: the gate would ask about an unknown name.
    named, own = plans.place_of(row["title"], kind), plans.place_of(title, kind)
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
    """Returns the content files of the classes in this district."""
    kinds = {kind for _title, kind in plans.schools(sizes.schools)}
    offered = classes_by_kind()
    return sorted({row["content"] for kind in kinds for row in offered[kind]})


def classes_by_kind() -> dict[str, list[dict[str, Any]]]:
    """Returns the demo's classes by the kind of their school, each content file once."""
    kinds = {row["key"]: row["kind"] for row in district()["schools"]}
    by_kind: dict[str, dict[str, dict[str, Any]]] = {}
    for row in district()["classes"]:
        by_kind.setdefault(kinds[row["school"]], {}).setdefault(row["content"], row)
    return {kind: list(rows.values()) for kind, rows in by_kind.items()}


def _free(wanted: str, taken: set[str]) -> str:
    """Returns `wanted`, or `wanted-2` and so on if a sibling has it, as for pages created one by
    one."""
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    taken.add(slug)
    return slug
