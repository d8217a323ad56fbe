"""A roster of 60,000 users, 8,000 classes and 200,000 enrollments, with the list of students: its
plan, its rows, once more.

Prints seconds, the number of queries of a plan, and the most memory that the process had. The
names are made with a seed. `make bench ARGS=roster`.
"""

import datetime as dt
import resource
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.rosters.plan import make_plan
from classroom.rosters.services import apply_delivery, read, stage
from scripts.rosters import FictionalRoster, Size
from tests.factories.pages import make_home, make_school_year
from tests.factories.students import hold_students

from . import goals

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

SIZE = Size(
    schools=60, staff=6_000, teachers=3_000, sections=8_000, students=54_000, enrollments=192_000
)


@pytest.fixture
def delivery_file(tmp_path: Path) -> Path:
    days = (dt.date(2026, 8, 31), dt.date(2027, 6, 10))
    return FictionalRoster(SIZE, *days).write(tmp_path / "roster.zip")


def _timed(what: str, began: float) -> float:
    took = time.perf_counter() - began
    sys.stdout.write(f"{what}: {took:.1f} s\n")
    return took


@pytest.mark.usefixtures("server")
def test_a_roster_of_a_large_district(delivery_file: Path) -> None:
    make_home()
    make_school_year()
    hold_students()
    began = time.perf_counter()
    roster = read(delivery_file, delivery_file.name)
    _timed("read", began)
    delivery = stage(roster, name="roster.zip", actor=None)
    took = _timed("read, planned and staged", began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert sum(line["classes"]["new"] for line in delivery.plan["schools"]) == SIZE.sections
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
