"""The figures read a summary of the posting days, which says at any moment what counting all of
them would."""

import datetime as dt
import re
from collections.abc import Iterator
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
from district_cms.figures import keeping
from district_cms.figures.facts import SHAPE
from district_cms.figures.models import CountedFigures
from district_cms.figures.tasks import nightly as nightly_figures
from district_cms.schools.models import SchoolPage, Term
from notifications.models import Scope, Subscriber, Subscription
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_school, make_teacher_page
from tests.integration.conftest import Clock, moment
from tests.integration.figures.looking import forget, look

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


def test_counting_asks_20_queries_and_reads_no_posting_day(
    night: District, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20) as queries:  # three are of the transaction and its row
        look(night.year, list(SchoolPage.objects.order_by("title")))
    read = [each["sql"] for each in queries.captured_queries]
    assert not [sql for sql in read if "classroom_postingslot" in sql or '_posting"' in sql]


@pytest.mark.parametrize("shared_cache", [False, True])
def test_who_looks_later_reads_what_was_counted_and_the_queue_counts_again(
    shared_cache: bool, night: District, clock: Clock, settings: Settings
) -> None:
    settings.CACHE_IS_SHARED = shared_cache
    schools = list(SchoolPage.objects.order_by("title"))
    counted = look(night.year, schools)
    night.classroom.unpublish()
    OrmQ.objects.all().delete()
    clock("2026-11-10 09:04")
    assert look(night.year, schools).counted_at == counted.counted_at
    assert not OrmQ.objects.exists()
    clock("2026-11-10 09:06")
    cache.clear()
    for _person in range(2):  # who asks for the same at the same time
        again = look(night.year, schools)
        assert (again.counted_at, again.days) == (counted.counted_at, counted.days)
    assert work_off() == ["district_cms.figures.tasks.count_again"]
    anew = look(night.year, schools)
    assert anew.counted_at == moment("2026-11-10 09:06")
    assert anew.days != counted.days


def test_of_a_crowd_one_asks_the_queue_and_another_one_where_it_does_not_answer(
    night: District, clock: Clock
) -> None:
    schools = list(SchoolPage.objects.order_by("title"))
    look(night.year, schools)
    OrmQ.objects.all().delete()
    clock("2026-11-10 09:06")
    read_at_once = [CountedFigures.objects.get() for _person in range(2)]
    for kept in read_at_once:
        keeping.ask_for(kept)
    look(night.year, schools)
    assert OrmQ.objects.count() == 1
    clock("2026-11-10 09:15")
    look(night.year, schools)
    assert OrmQ.objects.count() == 1
    clock("2026-11-10 09:17")
    look(night.year, schools)
    assert OrmQ.objects.count() == 2


def test_figures_are_of_the_day_on_which_they_were_counted(night: District, clock: Clock) -> None:
    """After the end of a month nothing is said of the next one before it is counted."""
    clock("2026-11-30 23:50")
    keeping.count_again(year=night.year, school=None)
    OrmQ.objects.all().delete()
    clock("2026-12-01 00:10")
    shown = look(night.year, [])
    assert max(shown.months) == dt.date(2026, 11, 1)
    assert work_off() == ["district_cms.figures.tasks.count_again"]
    assert max(look(night.year, []).months) == dt.date(2026, 12, 1)


def test_a_release_that_reads_something_else_counts_again(night: District) -> None:
    counted = look(night.year, [])
    CountedFigures.objects.update(shape=SHAPE + 1, counts={"of": "another release"})
    assert look(night.year, []) == counted
    assert CountedFigures.objects.get().shape == SHAPE


@pytest.mark.parametrize("change", ["put in another order", "deleted, and another one made"])
def test_no_school_is_shown_the_figures_of_the_one_whose_place_it_has_now(
    change: str, night: District
) -> None:
    post(night.classroom, "2026-11-05 09:00")  # so that the two are not alike
    schools = [night.school, night.other_school]
    for school in (None, *schools):
        look(night.year, schools, school)
    first, last = sorted(schools, key=lambda school: school.path)
    place = last.path
    if change == "deleted, and another one made":
        SchoolPage.objects.get(pk=last.pk).delete()
        schools = [first, make_school(night.home, title="Sycamore Bend")]
    else:
        SchoolPage.objects.get(pk=last.pk).move(SchoolPage.objects.get(pk=first.pk), "left")
    schools = list(SchoolPage.objects.filter(pk__in=[school.pk for school in schools]))
    assert place in {school.path for school in schools}
    before = [look(night.year, schools, school).schools for school in (None, *schools)]
    forget()
    assert before == [look(night.year, schools, school).schools for school in (None, *schools)]


def test_in_the_morning_all_is_counted_before_anyone_looks(
    night: District, clock: Clock, django_assert_num_queries: Any
) -> None:
    schools = list(SchoolPage.objects.order_by("title"))
    OrmQ.objects.all().delete()
    clock("2026-11-11 04:07")
    nightly_figures()
    assert len(work_off()) == 1 + len(schools)
    clock("2026-11-11 04:12")
    for school in (None, *schools):
        with django_assert_num_queries(1):
            shown = look(night.year, schools, school)
        assert shown.counted_at == moment("2026-11-11 04:07")


def test_a_school_that_is_gone_has_no_figures_from_the_next_night_on(night: District) -> None:
    schools = [night.school, night.other_school]
    for school in (None, *schools):
        look(night.year, schools, school)
    OrmQ.objects.all().delete()
    nightly_figures()
    SchoolPage.objects.get(pk=night.other_school.pk).delete()
    work_off()  # among it the school that is gone by now
    nightly_figures()
    kept = set(CountedFigures.objects.values_list("school", flat=True))
    assert kept == {"", str(night.school.translation_key)}


def test_what_is_kept_names_nobody(night: District) -> None:
    Term.objects.create(
        school_year=night.year,
        name="Quarter 1",
        first_day=night.year.first_day,
        last_day=dt.date(2026, 10, 30),
    )
    follows = {"scope": Scope.CLASS, "page_uuid": night.classroom.translation_key}
    Subscription.objects.create(subscriber=Subscriber.objects.create(), **follows)
    look(night.year, [])
    counts = CountedFigures.objects.get().counts
    days = re.compile(r"|\d{4}-\d\d-\d\d")
    known = {str(key) for key in SchoolPage.objects.values_list("translation_key", flat=True)}
    known |= {"", "Quarter 1", "accessibility", "privacy", *PARTS}
    assert [
        word for word in words_in(counts) if word not in known and not days.fullmatch(word)
    ] == []


PARTS = {
    *("now", "before", "lines", "explained", "months", "asked", "reach"),
    *("families", "by_school", "leaves_out", "last", "written", "sent_to"),
}


def words_in(counts: Any) -> Iterator[str]:
    if isinstance(counts, str):
        yield counts
    elif isinstance(counts, dict):
        yield from counts
        yield from words_in(list(counts.values()))
    elif isinstance(counts, list):
        for each in counts:
            yield from words_in(each)


def work_off() -> list[str]:
    """Does what waits in the queue; what it was."""
    done = []
    for row in OrmQ.objects.order_by("pk"):
        task = row.task
        done.append(task["func"])
        import_string(task["func"])(*task["args"])
        row.delete()
    return done
