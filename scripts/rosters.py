"""A made-up district as a OneRoster 1.2 zip: the same bytes for the same size, days and seed.

Names are invented. As in real deliveries, words have odd capitals, a column is extra, some courses
are missing, and some titles hold the name of a student.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from district_cms.people.rosters.reading import COLUMNS

Row = Mapping[str, object]

DOMAIN = "larkspur.example"
FIRST = (
    "Ada",
    "Noor",
    "Elena",
    "Kim",
    "Sam",
    "Lena",
    "Omar",
    "June",
    "Iris",
    "Paul",
    "Rosa",
    "Tom",
)
LAST = ("Rivera", "Haddad", "Finch", "Lee", "Lopez", "Okafor", "Berg", "Novak", "Silva", "Moreau")
LAST_OF_STUDENTS = ("Garcia", "Nguyen", "Walker")  # of nobody else: no check takes it for staff
PLACES = ("Juniper", "Alder", "Cedar", "Heron", "Mesa", "Aspen", "Ridge", "Willow", "Canyon", "Elk")
KINDS = ("Elementary", "Elementary", "Elementary", "Middle", "High")  # of five schools
GRADES = {
    "Elementary": ("KG", "01", "02", "03", "04", "05"),
    "Middle": ("06", "07", "08"),
    "High": ("09", "10", "11", "12"),
}
SUBJECTS = ("Reading", "Math", "Science", "Social Studies", "Writing")  # of an elementary teacher
COURSES = (
    *("Algebra 1", "Biology", "US History", "English 10", "Spanish 2", "Art", "Band", "PE 9"),
    *("Geometry", "Chemistry", "World Geography", "Woodshop"),
)
WITHOUT_PAGE = ("Advisory", "Study Hall", "Lunch")
OTHER_STAFF = ("counselor", "aide", "aide", "siteAdministrator", "aide")
EACH_RESOURCE = 8  # of so many teachers of a school, one has a title with a student’s name
EACH_CO_TAUGHT = 10  # of so many sections, one has a second teacher
EXTRA_COLUMN = "stateCourseCode"
OF_ONE_ONE = {"orgSourcedIds", "role"}  # columns of users.csv that are in roles.csv since 1.2


@dataclass(frozen=True, slots=True)
class Size:
    """How much a district has. `staff` counts the teachers, whose number is a multiple of the
    schools'; `enrollments` are those of students."""

    schools: int
    staff: int
    teachers: int
    sections: int
    students: int
    enrollments: int


@dataclass(frozen=True, slots=True)
class FictionalRoster:
    """A delivery; `first_day` and `last_day` are those of the one school year."""

    size: Size
    first_day: dt.date
    last_day: dt.date
    seed: int = 1

    def write(self, path: Path) -> Path:
        """Writes the zip; returns its path."""
        lines = {"oneroster.version": "1.2", **{f"file.{file}": "bulk" for file in COLUMNS}}
        manifest = ({"propertyName": name, "value": value} for name, value in lines.items())
        with zipfile.ZipFile(path, "w") as archive:
            _add(archive, "manifest", ["propertyName", "value"], manifest)
            for file, columns in COLUMNS.items():
                names = [name.rstrip("!") for name in columns.split()]
                names += [EXTRA_COLUMN] if file == "classes" else []
                names = [name for name in names if file != "users" or name not in OF_ONE_ONE]
                chance = random.Random(f"{self.seed} {file}")  # noqa: S311  # names, not secrets
                rows = getattr(self, f"_{file}")(chance)
                _add(archive, file, names, ({"sourcedId": n, **row} for n, row in enumerate(rows)))
        return path

    def _orgs(self, chance: random.Random) -> Iterator[Row]:
        yield {"sourcedId": "d", "name": "Larkspur Valley", "type": "district"}
        for n in range(self.size.schools):
            place, again = PLACES[n % len(PLACES)], n // len(PLACES)
            name = f"{place} {again + 1}" if again else place
            yield {"sourcedId": f"s{n}", "name": f"{name} {_kind(n)}", "type": "school"}

    def _academicSessions(self, chance: random.Random) -> Iterator[Row]:  # noqa: N802  # the file
        days = {"startDate": self.first_day, "endDate": self.last_day}
        yield {"sourcedId": "y", "title": "Whole year", "type": "schoolYear", **days}

    def _courses(self, chance: random.Random) -> Iterator[Row]:
        for title in (*SUBJECTS, *COURSES, *WITHOUT_PAGE, "Homeroom"):
            yield {"sourcedId": title, "title": title}

    def _roles(self, chance: random.Random) -> Iterator[Row]:
        """Teachers come first, then a principal of each school, then everyone else."""
        principals = self.size.teachers + self.size.schools
        for n in range(self.size.staff):
            role = "principal" if n < principals else OTHER_STAFF[n % len(OTHER_STAFF)]
            role = "teacher" if n < self.size.teachers else role
            yield {"userSourcedId": f"t{n}", "role": role, "orgSourcedId": self._school(n)}
        for n in range(self.size.students):
            yield {"userSourcedId": f"k{n}", "role": "student", "orgSourcedId": self._school(n)}

    def _users(self, chance: random.Random) -> Iterator[Row]:
        for key, number in (("t", self.size.staff), ("k", self.size.students)):
            for n in range(number):
                given, family = chance.choice(FIRST), chance.choice(LAST)
                address = f"{given}.{family}.{n}@{DOMAIN}".lower() if key == "t" else ""
                name = {"givenName": given, "familyName": family, "email": address}
                yield {"sourcedId": f"{key}{n}", "enabledUser": "true", "password": "x", **name}

    def _classes(self, chance: random.Random) -> Iterator[Row]:
        for n in range(self.size.sections):
            teacher, place = n % self.size.teachers, n // self.size.teachers
            of_school = teacher // self.size.schools
            kind = _kind(teacher % self.size.schools)
            grade = GRADES[kind][of_school % len(GRADES[kind])]
            course, title = COURSES[(teacher + place // 2) % len(COURSES)], ""
            if kind == "Elementary":
                course = SUBJECTS[(place - 1) % len(SUBJECTS)] if place else "Homeroom"
                title = course if place else f"Grade {grade.lstrip('0')} - Room {teacher + 1}"
            elif place == 2 and of_school % EACH_RESOURCE == 1:
                course, title = "none", f"Resource - {chance.choice(LAST_OF_STUDENTS)}"
            elif place == 4:
                course = WITHOUT_PAGE[teacher % len(WITHOUT_PAGE)]
            yield {
                "title": title or f"{course} - {n}",
                "grades": grade,
                "courseSourcedId": course,
                "classType": "Homeroom" if course == "Homeroom" else "Scheduled",
                "schoolSourcedId": self._school(n),
                "termSourcedIds": "y",
                "periods": place + 1,
                EXTRA_COLUMN: f"{n:06}",
            }

    def _enrollments(self, chance: random.Random) -> Iterator[Row]:
        schools = self.size.schools
        for n in range(self.size.sections):
            lead, taught = n % self.size.teachers, {"classSourcedId": n, "role": "teacher"}
            yield {**taught, "userSourcedId": f"t{lead}", "primary": "true"}
            if not n % EACH_CO_TAUGHT:
                other = (lead + schools) % self.size.teachers
                yield {**taught, "userSourcedId": f"t{other}", "primary": "false"}
        for n in range(self.size.enrollments):
            student = n % self.size.students
            # Of the sections of the student's own school.
            section = chance.randrange(self.size.sections // schools) * schools + student % schools
            yield {"classSourcedId": section, "userSourcedId": f"k{student}", "role": "student"}

    def _school(self, n: int) -> str:
        return f"s{n % self.size.schools}"


def _kind(school: int) -> str:
    return KINDS[school % len(KINDS)]


def _add(archive: zipfile.ZipFile, file: str, names: list[str], rows: Iterable[Row]) -> None:
    info = zipfile.ZipInfo(f"{file}.csv", (2026, 8, 1, 2, 0, 0))  # the clock would change bytes
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w") as binary, io.TextIOWrapper(binary, "utf-8", newline="") as text:
        writer = csv.DictWriter(text, names)
        writer.writeheader()
        writer.writerows(rows)
