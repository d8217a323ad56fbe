"""The ledger: slots and standings of a class over a school year, kept in few queries."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.ledger.keeping import (
    Refreshed,
    refresh_classes,
    refresh_current_year,
    refreshed_once,
)
from classroom.models import ClassroomPage, ClassroomStanding, Posting, PostingSlot
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.models import NoSchoolDay
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_school_year
from tests.integration.classroom.walk import Walk, slot, standings
from tests.integration.conftest import Clock, moment

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

TUESDAYS = ["2026-10-06", "2026-10-27", "2026-11-03", "2026-11-24", "2026-12-01", "2026-12-22"]


def read(classroom: ClassroomPage) -> str:
    """The standings of TUESDAYS by their first letters: a(waited), d(ropped), and so on."""
    found = standings(classroom)
    assert list(found) == TUESDAYS
    return " ".join(found.values())


def test_a_new_class_has_every_slot_of_its_year_from_the_start(district: District) -> None:
    slots = PostingSlot.objects.filter(classroom=district.classroom)
    assert slots.count() == 19
    assert {row.school_year for row in slots} == {district.year}
    assert read(district.classroom) == "missing missing awaited open upcoming upcoming"


# What a class looks like at each moment, and what its page says at its top.
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


def test_a_missed_day_counts_until_the_next_is_due_or_met(district: District, clock: Clock) -> None:
    room = district.classroom
    clock("2026-11-26 09:00")
    refresh_current_year()
    assert standing_of(room) == ("awaited", dt.date(2026, 11, 24))
    Walk.begin(district).submit().approve()
    assert standing_of(room) == ("met", dt.date(2026, 12, 1))


def test_a_met_day_counts_until_the_next_is_due(district: District, clock: Clock) -> None:
    Walk.begin(district).submit().approve()
    clock("2026-11-25 09:00")
    refresh_current_year()
    assert standing_of(district.classroom) == ("met", dt.date(2026, 11, 24))
    clock("2026-12-02 09:00")
    refresh_current_year()
    assert standing_of(district.classroom) == ("awaited", dt.date(2026, 12, 1))


def test_a_month_of_posting_is_read_from_the_ledger(district: District, clock: Clock) -> None:
    room = district.classroom
    assert read(room) == "missing missing awaited open upcoming upcoming"
    Walk.begin(district).submit().approve()
    # The slot of the 24th is met; the one of the 3rd still waits for a second update.
    assert read(room) == "missing missing awaited met upcoming upcoming"
    clock("2026-11-11 08:00")
    Walk.begin(district).submit().approve()
    assert read(room) == "missing missing late met upcoming upcoming"
    clock("2026-11-25 08:00")
    waiting = Walk.begin(district).submit()
    assert read(room) == "missing missing late met with_school upcoming"
    clock("2026-12-03 08:00")
    refresh_current_year()
    assert read(room) == "missing missing late met with_school open"
    waiting.approve()
    assert read(room) == "missing missing late met met open"
    standing = ClassroomStanding.objects.get(classroom=room)
    assert standing.next_due_day == dt.date(2026, 12, 22)
    assert standing.updated_at == moment("2026-12-03 08:00")


def test_the_slot_keeps_its_name_where_it_moves_to_another_day(
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


@pytest.mark.parametrize("rule, day, standing", [
    ("next", dt.date(2026, 11, 25), "open"),
    ("previous", dt.date(2026, 11, 23), "open"),
    ("drop", None, "dropped"),
])  # fmt: skip
def test_the_districts_rule_decides_about_a_posting_day_without_school(
    rule: str, day: dt.date | None, standing: str, district: District
) -> None:
    NoSchoolDay.objects.create(
        school_year=district.year, day=dt.date(2026, 11, 24), name="Harvest break"
    )
    chosen = ProcedureSettings.load()
    chosen.no_school_rule = rule
    chosen.save()
    refresh_current_year()
    found = slot(district.classroom, "2026-11-24")
    assert (found.day, found.standing) == (day, standing)


def test_a_class_is_asked_for_updates_only_while_it_runs(district: District) -> None:
    room = make_classroom(
        district.teacher_page, starts_on=dt.date(2026, 10, 7), ends_on=dt.date(2026, 12, 1)
    )
    assert read(room) == "not_obliged missing awaited open upcoming not_obliged"


def test_slots_that_the_year_no_longer_has_are_taken_out(district: District) -> None:
    year = district.year
    year.last_day = dt.date(2026, 12, 18)
    year.save()
    refresh_current_year()
    last = PostingSlot.objects.filter(classroom=district.classroom).last()
    assert last is not None
    assert last.nominal_date == dt.date(2026, 12, 1)


def rows(model: Any) -> list[dict[str, Any]]:
    return list(model.objects.order_by("pk").values())


def test_a_second_refresh_at_the_same_moment_changes_nothing(district: District) -> None:
    Walk.begin(district).submit().approve()
    Walk.begin(district).submit()
    before = [rows(model) for model in (PostingSlot, ClassroomStanding, Posting)]
    assert refresh_current_year() == Refreshed(classes=1, slots=0)
    assert [rows(model) for model in (PostingSlot, ClassroomStanding, Posting)] == before


def test_a_refresh_says_how_many_slots_it_changed(district: District) -> None:
    # The 24th closes and the 1st of December opens; the 3rd can no longer be filled.
    done = refresh_current_year(now=moment("2026-11-25 00:00"))
    assert done == Refreshed(classes=1, slots=3)


@pytest.mark.parametrize("at, classes", [
    ("2026-06-20 02:00", 2),  # one year has just ended, the other one comes
    ("2026-08-01 02:00", 1),
    ("2026-09-01 02:00", 1),
    ("2027-07-11 02:00", 1),
    ("2027-07-12 02:00", 0),
])  # fmt: skip
def test_a_refresh_looks_at_years_that_run_or_come_or_ended_this_month(
    at: str, classes: int, district: District
) -> None:
    before = make_school_year(dt.date(2025, 9, 1), dt.date(2026, 6, 12))
    make_classroom(district.teacher_page, school_year=before)
    assert refresh_current_year(now=moment(at)).classes == classes


def test_a_refresh_of_one_class_leaves_the_others_alone(district: District) -> None:
    other = make_classroom(district.teacher_page)
    refresh_classes(classroom_ids=[district.classroom.pk], now=moment("2026-11-26 02:00"))
    assert slot(district.classroom, "2026-11-24").standing == "awaited"
    assert slot(other, "2026-11-24").standing == "open"


def test_many_postings_at_once_refresh_each_class_once_and_at_the_end(district: District) -> None:
    first, second = district.classroom, make_classroom(district.teacher_page)
    PostingSlot.objects.all().delete()
    with refreshed_once():
        for _posting in range(3):
            assert refresh_classes(classroom_ids=[first.pk]) == Refreshed(1, 0)
        refresh_classes(classroom_ids=[second.pk])
        assert not PostingSlot.objects.exists()
    assert set(PostingSlot.objects.values_list("classroom_id", flat=True)) == {first.pk, second.pk}


def test_postings_that_fail_refresh_nothing(district: District) -> None:
    PostingSlot.objects.all().delete()

    def fail() -> None:
        with refreshed_once():
            refresh_classes(classroom_ids=[district.classroom.pk])
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not PostingSlot.objects.exists()
    refresh_classes(classroom_ids=[district.classroom.pk])
    assert PostingSlot.objects.exists()


def test_no_class_is_nothing_to_do(district: District) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert refresh_classes(classroom_ids=[]) == Refreshed(classes=0, slots=0)
    assert len(queries) <= 1


def test_refreshing_fifteen_classes_asks_as_little_as_refreshing_five(district: District) -> None:
    def queries_of(at: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            done = refresh_current_year(now=moment(at))
        assert done.slots > 0
        return len(queries)

    def add_classes(number: int) -> None:
        for _each in range(number):
            make_classroom(district.teacher_page)

    add_classes(4)
    five = queries_of("2026-11-25 00:00")
    ClassroomStanding.objects.all().delete()
    PostingSlot.objects.all().delete()
    again = queries_of("2026-11-25 00:00")
    refresh_current_year()
    add_classes(10)
    assert queries_of("2026-11-25 00:00") == five
    ClassroomStanding.objects.all().delete()
    PostingSlot.objects.all().delete()
    assert queries_of("2026-11-25 00:00") == again


def test_the_nightly_command_says_what_it_did(district: District) -> None:
    out = StringIO()
    call_command("nightly", stdout=out)
    assert out.getvalue() == "0 postings fixed; 1 class, 0 posting days changed\n"
