"""The list of high-school students that the demo's communications office has imported."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.conf import settings

from district_cms.schools.choices import HIGH_SCHOOLS
from district_cms.schools.models import SchoolYear
from district_cms.students.rules import HIGH_SCHOOL_GRADES
from district_cms.students.services import StudentImporter

from .families import FAMILY, GIVEN
from .pages import Built

OFFICE: Final = "castellane"
STUDENTS: Final = 40


def import_list(built: Built, anchor: dt.date) -> None:
    """As the office does it, by a file, for the school year of `anchor`."""
    year = SchoolYear.objects.current(anchor)
    if year is None or not settings.STUDENT_EMAIL_DOMAINS:
        return
    importer = StudentImporter(year)
    file = "\n".join(["email,school,grade", *_lines(built)])
    importer.apply(importer.read("students.csv", file.encode()), user=built.account(OFFICE))


def _lines(built: Built) -> Iterator[str]:
    domain = settings.STUDENT_EMAIL_DOMAINS[0]
    schools = [page.title for page in built.schools.values() if page.kind in HIGH_SCHOOLS]
    for number in range(STUDENTS):
        name = f"{GIVEN[number % len(GIVEN)]}.{FAMILY[number * 3 % len(FAMILY)]}{number + 1}"
        school = schools[-1 if number % 5 == 4 else 0]
        grade = HIGH_SCHOOL_GRADES[number % len(HIGH_SCHOOL_GRADES)]
        yield f"{name}@{domain},{school},{grade}"
