"""The ledger: slots and standings of a class over a school year, with few queries."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from classroom.ledger.refresh import Refreshed, refresh_classes, refresh_current_year
from classroom.models import ClassroomPage, ClassroomStanding
from district_cms.schools.models import NoSchoolDay
from tests.factories.district import District
from tests.integration.classroom.walk import Walk, slot, standings
from tests.integration.conftest import Clock, moment

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

TUESDAYS = ["2026-10-06", "2026-10-27", "2026-11-03", "2026-11-24", "2026-12-01", "2026-12-22"]


def read(classroom: ClassroomPage) -> str:
    """Returns the standings of TUESDAYS by their first letters: a(waited), d(ropped), and so on."""
    found = standings(classroom)
    assert list(found) == TUESDAYS
    return " ".join(found.values())


# The standings of a class at each moment, and what its page says at the top.
NOTHING_POSTED = [
    ("2026-10-06 12:00", "open upcoming upcoming upcoming upcoming upcoming", "awaited", "10-06"),
    ("2026-10-07 00:00", "awaited open upcoming upcoming upcoming upcoming", "awaited", "10-27"),
    ("2026-10-28 00:00", "missing awaited open upcoming upcoming upcoming", "awaited", "11-03"),
    ("2026-11-24 23:59", "missing missing awaited open upcoming upcoming", "awaited", "11-24"),
    ("2026-11-25 00:00", "missing missing missing awaited open upcoming", "awaited", "12-01"),
]


@pytest.mark.parametrize("at, expected, current, due", NOTHING_POSTED)
def test_slots_change_their_standing_as_the_days_end(
    at: str, expected: str, current: str, due: str, district: District
) -> None:
    refresh_current_year(now=moment(at))
    assert read(district.classroom) == expected
    standing = ClassroomStanding.objects.get(classroom=district.classroom)
    assert standing.standing == current
    assert standing.next_due_day == dt.date.fromisoformat(f"2026-{due}")
    assert standing.next_due_at == moment(f"2026-{due} 23:59:59")
    assert standing.updated_at is None


def standing_of(room: ClassroomPage) -> tuple[str, dt.date | None]:
    found = ClassroomStanding.objects.get(classroom=room)
    return found.standing, found.standing_day


def test_the_slot_keeps_its_nominal_date_when_it_moves_to_another_day(
    district: District, clock: Clock
) -> None:
    NoSchoolDay.objects.create(
        school_year=district.year, day=dt.date(2026, 11, 24), name="Harvest break"
    )
    refresh_current_year()
    moved = slot(district.classroom, "2026-11-24")
    assert (moved.day, moved.due_at) == (dt.date(2026, 11, 25), moment("2026-11-25 23:59:59"))
    clock("2026-11-25 20:00")
    Walk.begin(district).submit().approve()
    assert slot(district.classroom, "2026-11-24").standing == "met"


def rows(model: Any) -> list[dict[str, Any]]:
    return list(model.objects.order_by("pk").values())


def test_refreshing_no_classes_does_nothing(district: District) -> None:
    assert refresh_classes(classroom_ids=[]) == Refreshed(classes=0, slots=0)


def test_the_nightly_command_reports_what_it_did(district: District) -> None:
    out = StringIO()
    call_command("nightly", stdout=out)
    assert out.getvalue() == "0 postings fixed; 1 class, 0 posting days changed\n"
