"""A change of the school year or of the district's rules reaches the ledger through the queue."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from django_q.models import OrmQ
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from classroom.tasks import nightly, refresh_ledger
from district_cms.people.roles import Role
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.calendar.rows import CalendarRows, NoSchoolRow
from district_cms.schools.calendar.services import CalendarImporter
from district_cms.schools.models import NoSchoolDay
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account
from tests.integration.classroom.walk import slot

pytestmark = pytest.mark.django_db

REFRESH = "classroom.tasks.refresh_ledger"


def queued() -> list[str]:
    """What of this room waits in the queue, by the function's name."""
    waiting = (row.func() for row in OrmQ.objects.order_by("pk"))
    return [name for name in waiting if name.startswith("classroom.")]


@pytest.fixture(autouse=True)
def empty_queue(district: District) -> None:
    """Making the district queued something too."""
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


def test_publishing_an_update_queues_nothing(district: District) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    assert queued() == []


def test_days_without_school_that_are_typed_in_reach_the_ledger(
    district: District, client: Client
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    year = district.year
    form: dict[str, Any] = {
        "name": year.name,
        "first_day": year.first_day.isoformat(),
        "last_day": year.last_day.isoformat(),
        "terms": inline_formset([]),
        "no_school_days": inline_formset([{"day": "2026-11-24", "name": "Harvest break"}]),
    }
    response = client.post(reverse("school-years:edit", args=[year.pk]), nested_form_data(form))
    assert response.status_code == 302
    assert queued() == [REFRESH]
    assert refresh_ledger() == "1 class, 1 posting day changed"
    assert slot(district.classroom, "2026-11-24").day == dt.date(2026, 11, 25)


def test_days_without_school_that_are_imported_reach_the_ledger(district: District) -> None:
    rows = CalendarRows((NoSchoolRow(dt.date(2026, 11, 24), "Harvest break", 2),))
    CalendarImporter(district.year, replace=False).apply(rows)
    assert NoSchoolDay.objects.exists()
    assert queued() == [REFRESH]


def test_an_import_that_changes_nothing_queues_nothing(district: District) -> None:
    rows = CalendarRows()
    CalendarImporter(district.year, replace=False).apply(rows)
    assert queued() == []


def test_a_queued_task_is_a_function_that_can_be_called(district: District) -> None:
    district.year.save()
    (task,) = (row.task for row in OrmQ.objects.all() if row.func() == REFRESH)
    assert (import_string(task["func"]), task["args"]) == (refresh_ledger, ())
    assert refresh_ledger() == "1 class, 0 posting days changed"
    assert nightly() == "0 postings fixed; 1 class, 0 posting days changed"
