"""The ledger when two publish at once, and before the school year begins."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.ledger.keeping import refresh_classes, refresh_current_year
from classroom.models import ClassroomStanding
from district_cms.schools.models import NoSchoolDay
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_school_year
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


def test_a_class_is_reckoned_by_one_transaction_at_a_time(district: District) -> None:
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite lets one writer in at a time anyway")
    with CaptureQueriesContext(connection) as queries:
        refresh_classes(classroom_ids=[district.classroom.pk])
    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert len(locks) == 1
    assert "classroom_classroompage" in locks[0]


def test_the_calendar_of_the_coming_year_moves_its_first_posting_day(
    district: District, clock: Clock
) -> None:
    clock("2027-07-20 09:00")
    year = make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 9))
    coming = make_classroom(district.teacher_page, title="Math 4", school_year=year)
    refresh_classes(classroom_ids=[coming.pk])
    standing = ClassroomStanding.objects.get(classroom=coming)
    assert standing.next_due_day == dt.date(2027, 9, 7)
    NoSchoolDay.objects.create(school_year=year, day=dt.date(2027, 9, 7), name="County fair")
    refresh_current_year()
    standing.refresh_from_db()
    assert standing.next_due_day == dt.date(2027, 9, 8)
