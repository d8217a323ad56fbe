"""The figures read a summary of the posting days, which says at any moment what counting all of
them would."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string
from django_q.models import OrmQ
from pytest_django.fixtures import Settings

from classroom.ledger.counting import counted_days, newest_days
from classroom.ledger.keeping import refresh_classes, refresh_current_year
from classroom.models import ClassroomPage, CountedDay, Posting
from classroom.tasks import nightly
from district_cms.figures.report import report
from district_cms.figures.tasks import nightly as count_for_the_day
from district_cms.schools.models import SchoolPage
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_school, make_teacher_page
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

FIRST, TODAY = dt.date(2026, 8, 31), dt.date(2026, 11, 10)
NEWEST = dt.date(2026, 11, 3)


@pytest.fixture
def night(district: District, clock: Clock) -> District:
    """Two schools with a class each, and a night after four posting days."""
    page = make_teacher_page(district.other_school, title="Mr. Aldana")
    make_classroom(page, title="Art 7")
    clock("2026-11-10 09:00")
    nightly()
    return district


def slots_read(first: dt.date = FIRST) -> tuple[set[Any], int]:
    """What is counted, and how many of the queries for it look at classes' posting days."""
    with CaptureQueriesContext(connection) as queries:
        found = set(counted_days(first, TODAY))
    return found, sum("classroom_postingslot" in each["sql"] for each in queries)


def from_nothing() -> set[Any]:
    kept = list(CountedDay.objects.all())
    CountedDay.objects.all().delete()
    found, read = slots_read()
    assert read == 1
    CountedDay.objects.bulk_create(kept)
    return found


def post(classroom: ClassroomPage, at: str) -> None:
    Posting.objects.create(
        classroom=classroom,
        page_uuid=f"00000000-0000-4000-8000-{Posting.objects.count():012}",
        title="Fractions",
        submitted_at=moment(at),
        published_at=moment(at),
        last_published_at=moment(at),
    )
    refresh_classes(classroom_ids=[classroom.pk])


def test_after_a_night_no_posting_day_of_a_class_is_read(night: District) -> None:
    found, read = slots_read()
    assert (read, found) == (0, from_nothing())
    assert len({each.day for each in found}) > 2
    assert {each.day for each in newest_days(TODAY, 2)} == {dt.date(2026, 10, 27), NEWEST}


def test_what_is_late_counts_at_once_and_only_its_day_is_counted_anew(night: District) -> None:
    post(night.classroom, "2026-11-05 09:00")
    post(night.classroom, "2026-11-06 09:00")
    assert list(CountedDay.objects.filter(day__lt=TODAY, is_current=False)) == [
        CountedDay.objects.get(day=NEWEST)
    ]
    found, read = slots_read()
    assert (read, found) == (1, from_nothing())
    assert any(each.day == NEWEST and each.handed_in for each in found)
    nightly()
    assert slots_read() == (found, 0)


def test_a_posting_day_that_no_night_has_counted_is_counted_live(
    night: District, clock: Clock
) -> None:
    CountedDay.objects.filter(day__gt=NEWEST).delete()
    clock("2026-11-27 01:00")
    refresh_current_year()
    with_newest = counted_days(FIRST, dt.date(2026, 11, 27))
    assert dt.date(2026, 11, 24) in {each.day for each in with_newest}


@pytest.mark.parametrize("what", ["taken down", "deleted", "moved"])
def test_a_class_that_goes_is_no_more_in_the_figures_of_its_school(
    what: str, night: District
) -> None:
    school = SchoolPage.objects.get(pk=night.school.pk)
    assert any(each.school == school.path for each in slots_read()[0])
    if what == "taken down":
        night.classroom.unpublish()
    elif what == "deleted":
        night.classroom.delete()
    else:
        night.classroom.move(
            make_teacher_page(night.other_school, title="Ms. Rivera"), "last-child"
        )
    found, _read = slots_read()
    assert found == from_nothing()
    assert not any(each.school == school.path for each in found)
    nightly()
    assert slots_read() == (found, 0)


def test_a_cold_report_asks_15_queries_and_reads_no_posting_day(
    night: District, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15) as queries:
        report(night.year, list(SchoolPage.objects.order_by("title")))
    read = [each["sql"] for each in queries.captured_queries]
    assert not [sql for sql in read if "classroom_postingslot" in sql or '_posting"' in sql]


@pytest.fixture
def shared_cache(settings: Settings) -> None:
    settings.CACHE_IS_SHARED = True


@pytest.mark.usefixtures("shared_cache")
def test_who_looks_later_reads_what_was_counted_and_the_queue_counts_anew(
    night: District, clock: Clock
) -> None:
    schools = list(SchoolPage.objects.order_by("title"))
    counted = report(night.year, schools)
    night.classroom.unpublish()
    OrmQ.objects.all().delete()
    clock("2026-11-10 09:04")
    assert report(night.year, schools).counted_at == counted.counted_at
    assert not OrmQ.objects.exists()
    clock("2026-11-10 09:06")
    for _person in range(2):  # who asks for the same at the same time
        again = report(night.year, schools)
        assert (again.counted_at, again.days) == (counted.counted_at, counted.days)
    assert work_off() == ["district_cms.figures.tasks.count_again"]
    anew = report(night.year, schools)
    assert anew.counted_at == moment("2026-11-10 09:06")
    assert anew.days != counted.days


def test_where_each_process_keeps_its_own_who_looks_later_sees_it_counted_at_once(
    night: District, clock: Clock, settings: Settings
) -> None:
    settings.CACHE_IS_SHARED = False
    schools = list(SchoolPage.objects.order_by("title"))
    counted = report(night.year, schools)
    night.classroom.unpublish()
    OrmQ.objects.all().delete()
    clock("2026-11-10 09:04")
    assert report(night.year, schools).counted_at == counted.counted_at
    clock("2026-11-10 09:06")
    anew = report(night.year, schools)
    assert anew.counted_at == moment("2026-11-10 09:06")
    assert anew.days != counted.days
    count_for_the_day()
    assert not OrmQ.objects.exists()


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize("change", ["put in another order", "deleted, and another one made"])
def test_no_school_is_shown_the_figures_of_the_one_whose_place_it_has_now(
    change: str, night: District
) -> None:
    post(night.classroom, "2026-11-05 09:00")  # so that the two are not alike
    schools = [night.school, night.other_school]
    for school in (None, *schools):
        report(night.year, schools, school)
    first, last = sorted(schools, key=lambda school: school.path)
    place = last.path
    if change == "deleted, and another one made":
        SchoolPage.objects.get(pk=last.pk).delete()
        schools = [first, make_school(night.home, title="Sycamore Bend")]
    else:
        SchoolPage.objects.get(pk=last.pk).move(SchoolPage.objects.get(pk=first.pk), "left")
    schools = list(SchoolPage.objects.filter(pk__in=[school.pk for school in schools]))
    assert place in {school.path for school in schools}
    before = [report(night.year, schools, school) for school in (None, *schools)]
    cache.clear()
    assert before == [report(night.year, schools, school) for school in (None, *schools)]


@pytest.mark.usefixtures("shared_cache")
def test_in_the_morning_all_is_counted_before_anyone_looks(
    night: District, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    schools = list(SchoolPage.objects.order_by("title"))
    OrmQ.objects.all().delete()
    clock("2026-11-11 04:07")
    count_for_the_day()
    assert len(work_off()) == 1 + len(schools)
    clock("2026-11-11 08:00")
    for school in (None, *schools):
        with django_assert_max_num_queries(3):  # the terms, and what is kept
            assert report(night.year, schools, school).counted_at == moment("2026-11-11 04:07")


def work_off() -> list[str]:
    """Does what waits in the queue; what it was."""
    done = []
    for row in OrmQ.objects.order_by("pk"):
        task = row.task
        done.append(task["func"])
        import_string(task["func"])(*task["args"])
        row.delete()
    return done
