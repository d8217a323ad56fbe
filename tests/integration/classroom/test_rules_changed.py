"""A change of the school year or of the district's rules refreshes the ledger through the queue."""

import datetime as dt

import pytest
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from classroom.tasks import nightly, refresh_ledger
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.calendar.csv_file import CalendarRows
from district_cms.schools.calendar.services import CalendarImporter
from tests.factories.district import District

pytestmark = pytest.mark.django_db

REFRESH = "classroom.tasks.refresh_ledger"


def queued() -> list[str]:
    """Returns this app's tasks in the queue, by function name."""
    waiting = (row.func() for row in OrmQ.objects.order_by("pk"))
    return [name for name in waiting if name.startswith("classroom.")]


@pytest.fixture(autouse=True)
def empty_queue(district: District) -> None:
    """Setting up the district queued something, too."""
    OrmQ.objects.all().delete()


def test_a_change_of_the_year_queues_one_refresh(district: District) -> None:
    district.year.last_day = dt.date(2027, 6, 11)
    district.year.save()
    assert queued() == [REFRESH]


def test_a_change_of_the_districts_rules_queues_one_refresh(district: District) -> None:
    chosen = ProcedureSettings.load()
    OrmQ.objects.all().delete()
    chosen.no_school_rule = "drop"
    chosen.save()
    assert queued() == [REFRESH]


def test_an_import_that_changes_nothing_queues_nothing(district: District) -> None:
    rows = CalendarRows()
    CalendarImporter(district.year, replace=False).apply(rows)
    assert queued() == []


def test_every_queued_task_is_a_callable_function(district: District) -> None:
    district.year.save()
    (task,) = (row.task for row in OrmQ.objects.all() if row.func() == REFRESH)
    assert (import_string(task["func"]), task["args"]) == (refresh_ledger, ())
    assert refresh_ledger() == "1 class, 0 posting days changed"
    assert nightly() == "0 postings fixed; 1 class, 0 posting days changed"
