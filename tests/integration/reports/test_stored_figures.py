"""The figures read a summary of the posting days, which says at any moment what counting all of
them would."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from classroom.ledger.refresh import refresh_classes
from classroom.models import ClassroomPage, Posting
from classroom.tasks import nightly
from district_cms.reports.figures import services
from district_cms.reports.models import CountedFigures
from district_cms.reports.tasks import nightly as nightly_figures
from district_cms.schools.models import SchoolPage, Term
from notifications.models import Scope, Subscriber, Subscription
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_teacher_page
from tests.integration.conftest import Clock, moment
from tests.integration.reports.figures import look

pytestmark = pytest.mark.django_db

FIRST, TODAY = dt.date(2026, 8, 31), dt.date(2026, 11, 10)


@pytest.fixture
def night(district: District, clock: Clock) -> District:
    """Two schools with a class each, and a night after four posting days."""
    page = make_teacher_page(district.other_school, title="Mr. Aldana")
    make_classroom(page, title="Art 7")
    clock("2026-11-10 09:00")
    nightly()
    return district


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


def test_of_a_crowd_one_asks_the_queue_and_another_one_where_it_does_not_answer(
    night: District, clock: Clock
) -> None:
    schools = list(SchoolPage.objects.order_by("title"))
    look(night.year, schools)
    OrmQ.objects.all().delete()
    clock("2026-11-10 09:06")
    read_at_once = [CountedFigures.objects.get() for _person in range(2)]
    for kept in read_at_once:
        services._request_count(kept)
    look(night.year, schools)
    assert OrmQ.objects.count() == 1
    clock("2026-11-10 09:15")
    look(night.year, schools)
    assert OrmQ.objects.count() == 1
    clock("2026-11-10 09:17")
    look(night.year, schools)
    assert OrmQ.objects.count() == 2


def test_figures_of_a_deleted_school_are_deleted_the_next_night(night: District) -> None:
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


def test_stored_counts_name_nobody(night: District) -> None:
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
    known |= {"", "Quarter 1", *PARTS}
    assert [
        word for word in words_in(counts) if word not in known and not days.fullmatch(word)
    ] == []


PARTS = {
    *("now", "before", "days", "months", "reach"),
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
