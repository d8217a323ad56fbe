"""A roster of 60,000 users, 8,000 classes and 200,000 enrollments: its plan, its rows, once more.

Prints seconds, the number of queries of a plan, and the most memory that the process had. The
names are made with a seed. `make bench ARGS=roster`.
"""

import csv
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.rosters.plan import make_plan
from classroom.rosters.services import apply_delivery, read, stage
from district_cms.people.rosters.reading import COLUMNS
from tests.factories.pages import make_home, make_school_year

from . import goals

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

SCHOOLS, STAFF, STUDENTS, SECTIONS, ENROLLMENTS = 60, 6_000, 54_000, 8_000, 200_000
COURSES = ("Algebra 1", "Biology", "US History", "English 10", "Spanish 2", "Art", "Band", "PE 9")
FIRST = ("Ada", "Noor", "Elena", "Kim", "Sam", "Lena", "Omar", "June", "Iris", "Paul")
LAST = ("Rivera", "Haddad", "Finch", "Lee", "Lopez", "Okafor", "Berg", "Novak", "Silva", "Moreau")


def _rows(file: str, chance: random.Random) -> Iterator[dict[str, object]]:
    if file == "orgs":
        for n in range(SCHOOLS):
            yield {"sourcedId": f"s{n}", "name": f"School Number {n}", "type": "school"}
    elif file == "academicSessions":
        days = {"startDate": "2026-08-31", "endDate": "2027-06-10"}
        yield {"sourcedId": "y", "title": "2026-27", "type": "schoolYear", **days}
    elif file == "courses":
        for n, title in enumerate(COURSES):
            yield {"sourcedId": f"c{n}", "title": title}
    elif file == "users":
        for n in range(STAFF + STUDENTS):
            role, key = ("teacher", "t") if n < STAFF else ("student", "k")
            name = {"givenName": chance.choice(FIRST), "familyName": chance.choice(LAST)}
            place = {"orgSourcedIds": f"s{n % SCHOOLS}", "role": role, "enabledUser": "true"}
            email = f"{key}{n}@larkspur.example"
            yield {"sourcedId": f"{key}{n}", "email": email, "password": "x", **name, **place}
    elif file == "classes":
        for n in range(SECTIONS):
            course = chance.randrange(len(COURSES))
            yield {
                "sourcedId": str(n),
                "title": f"{COURSES[course]} - {n}",
                "grades": "09",
                "courseSourcedId": f"c{course}",
                "classType": "scheduled",
                "periods": n % 7 + 1,
                "schoolSourcedId": f"s{n % SCHOOLS}",
                "termSourcedIds": "y",
            }
    else:
        for n in range(SECTIONS):
            lead = f"t{n % (STAFF // 2)}"
            yield {"classSourcedId": n, "userSourcedId": lead, "role": "teacher", "primary": "true"}
        for n in range(ENROLLMENTS - SECTIONS):
            kid = f"k{STAFF + chance.randrange(STUDENTS)}"
            yield {"classSourcedId": n % SECTIONS, "userSourcedId": kid, "role": "student"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chance = random.Random(1)
    modes = ["propertyName,value", "oneroster.version,1.1"]
    for file, columns in COLUMNS.items():
        if file == "roles":
            continue
        modes.append(f"file.{file},bulk")
        with (tmp_path / f"{file}.csv").open("w", newline="") as made:
            names = [name.rstrip("!") for name in columns.split()]
            writer = csv.DictWriter(made, names)
            writer.writeheader()
            for number, row in enumerate(_rows(file, chance)):
                writer.writerow({"sourcedId": f"e{number}", **row})
    (tmp_path / "manifest.csv").write_text("\n".join(modes))
    return tmp_path


def _timed(what: str, began: float) -> float:
    took = time.perf_counter() - began
    sys.stdout.write(f"{what}: {took:.1f} s\n")
    return took


@pytest.mark.usefixtures("server")
def test_a_roster_of_a_large_district(folder: Path) -> None:
    make_home()
    make_school_year()
    began = time.perf_counter()
    roster = read(folder, folder.name)
    _timed("read", began)
    delivery = stage(roster, name="roster.zip", actor=None)
    took = _timed("read, planned and staged", began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert sum(line["classes"]["new"] for line in delivery.plan["schools"]) == SECTIONS
    goals.at_most("plan", took, 60, " s")
    goals.at_most("memory of a plan", memory, 400, " MB")

    began = time.perf_counter()
    apply_delivery(delivery=delivery, actor=None)
    goals.at_most("rows applied", _timed("rows", began), 120, " s")

    began = time.perf_counter()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = make_plan(roster, actor=None)
    _timed(f"the same again, {len(asked)} queries", began)
    assert again.is_empty
