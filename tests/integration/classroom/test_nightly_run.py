"""The nightly run reads the classes whose standing does not hold any more, and no others."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_q.exceptions import TimeoutException
from django_q.models import OrmQ

from classroom.ledger import keeping
from classroom.ledger.keeping import Refreshed, refresh_current_year
from classroom.models import ClassroomPage, ClassroomStanding, PostingSlot
from classroom.tasks import nightly, refresh_ledger
from district_cms.schools.models import NoSchoolDay
from district_cms.web.models import LongWork
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.integration.classroom.walk import Walk, slot
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_night(district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read at noon of a day on which nothing ends, and no class's turn."""
    monkeypatch.setattr(keeping, "NIGHTS", 10**9)
    clock("2026-11-12 12:00")
    refresh_current_year()


def classes_read() -> int:
    """For how many classes the ledger is worked out in a run."""
    with CaptureQueriesContext(connection) as queries:
        refresh_current_year()
    written = [q["sql"] for q in queries if 'INTO "classroom_classroomstanding"' in q["sql"]]
    assert len(written) <= 1
    return ClassroomStanding.objects.filter(holds_from=dt.datetime.now(dt.UTC)).count()


def test_a_night_on_which_nothing_ends_reads_no_posting(district: District, clock: Clock) -> None:
    Walk.begin(district).submit().approve()
    clock("2026-11-12 23:07")
    nightly()
    clock("2026-11-13 00:07")
    with CaptureQueriesContext(connection) as queries:
        assert nightly() == "0 postings fixed; 1 class, 0 posting days changed"
    assert not [q for q in queries if 'FROM "classroom_postingslot"' in q["sql"]]


@pytest.mark.parametrize(
    ("night", "read"),
    [
        ("2026-11-24 00:07", 0),  # the posting day begins
        ("2026-11-25 00:07", 1),  # it is over, and the next one is open
        ("2026-12-01 00:07", 1),  # a month begins
        ("2026-11-01 00:07", 1),  # someone set the clock back
    ],
)
def test_a_class_is_read_where_the_time_changes_something(
    night: str, read: int, clock: Clock
) -> None:
    clock(night)
    assert classes_read() == read


def test_a_class_is_read_where_its_days_changed_without_a_signal(
    district: District, clock: Clock
) -> None:
    clock("2026-11-13 00:07")
    ClassroomPage.objects.filter(pk=district.classroom.pk).update(ends_on=dt.date(2026, 11, 20))
    refresh_current_year()
    assert slot(district.classroom, "2026-11-24").standing == "not_obliged"


def test_a_class_is_read_where_the_calendar_changed_without_a_signal(
    district: District, clock: Clock
) -> None:
    clock("2026-11-13 00:07")
    day = NoSchoolDay(school_year=district.year, day=dt.date(2026, 11, 24), name="Harvest break")
    NoSchoolDay.objects.bulk_create([day])
    refresh_current_year()
    assert slot(district.classroom, "2026-11-24").day == dt.date(2026, 11, 25)


def test_each_class_has_its_turn_within_four_weeks(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    clock("2026-11-12 12:00")
    refresh_current_year()
    PostingSlot.objects.all().delete()  # by hand: nothing says that it happened
    days = [dt.date(2026, 11, 12) + dt.timedelta(days=number) for number in range(28)]
    turn = next(day for day in days if day.toordinal() % 28 == district.classroom.pk % 28)
    clock(f"{turn} 00:07")
    refresh_current_year()
    assert PostingSlot.objects.exists()


def test_a_run_whose_time_is_over_is_gone_on_with_by_the_next(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [make_classroom(district.teacher_page, title=title) for title in ("Art", "Music")]
    refresh_current_year()
    OrmQ.objects.all().delete()
    monkeypatch.setattr(keeping, "CLASSES_A_WRITE", 1)
    monkeypatch.setattr(keeping, "LONGEST_RUN", -1)
    clock("2026-11-25 00:07")
    assert refresh_ledger() == "1 class, 3 posting days changed; 2 classes are left"
    task: Any = OrmQ.objects.get().task
    assert (task["func"], task["args"]) == (
        "classroom.tasks.refresh_ledger",
        (district.classroom.pk,),
    )
    done = refresh_current_year(after=district.classroom.pk)
    assert done == Refreshed(2, 3, left=1, last=others[0].pk)
    assert refresh_current_year(after=others[0].pk) == Refreshed(3, 3)
    assert slot(others[1], "2026-11-24").standing == "awaited"


def test_how_far_a_run_is_stands_where_administrators_look(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("Art", "Music"):
        make_classroom(district.teacher_page, title=title)
    monkeypatch.setattr(keeping, "CLASSES_A_WRITE", 1)
    monkeypatch.setattr(keeping, "LONGEST_RUN", -1)
    clock("2026-11-25 00:07")
    done = refresh_current_year()
    work = LongWork.objects.get(task="ledger")
    assert (work.done, work.total, work.over_at) == (1, 3, None)
    while done.left:
        done = refresh_current_year(after=done.last)
    work.refresh_from_db()
    assert (work.done, work.total) == (3, 3)
    assert work.over_at is not None


def test_what_a_night_has_done_stays_when_it_is_ended_in_the_middle(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    art = make_classroom(district.teacher_page, title="Art")
    refresh_chunk = keeping.refresh_chunk

    def ended_at_art(ids: list[int], **options: Any) -> int:
        if art.pk in ids:
            raise TimeoutException
        return refresh_chunk(ids, **options)

    monkeypatch.setattr(keeping, "CLASSES_A_WRITE", 1)
    monkeypatch.setattr(keeping, "refresh_chunk", ended_at_art)
    clock("2026-11-25 00:07")
    with pytest.raises(TimeoutException):
        nightly()
    assert slot(district.classroom, "2026-11-24").standing == "awaited"
    of_the_day = PostingSlot.objects.filter(classroom=art, nominal_date=dt.date(2026, 11, 24))
    assert not of_the_day.filter(standing="awaited").exists()
