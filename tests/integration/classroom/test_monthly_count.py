"""The count of the month on a class's record: what the teacher and the principal read of it."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from classroom.home.selectors import to_do
from classroom.ledger.keeping import refresh_classes
from classroom.models import ClassroomStanding
from classroom.selectors import own_classrooms, school_progress
from district_cms.people.models import User
from district_cms.procedure.clauses import clause
from district_cms.publishing.models import ProcedureSettings
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db


def home_of(user: User) -> str:
    """The words of the first screen."""
    client = Client()
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_home")).text
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def count_of(district: District) -> tuple[str, int, int]:
    row = ClassroomStanding.objects.get(classroom=district.classroom)
    return f"{row.month:%Y-%m}", row.month_posted, row.month_needed


def test_both_read_how_many_of_the_months_updates_are_posted(
    district: District, clock: Clock
) -> None:
    clock("2026-11-03 10:00")
    refresh_classes(classroom_ids=[district.classroom.pk])
    assert "This month: 0 of 2 updates posted." in home_of(district.teacher)

    Walk.begin(district).submit().approve()
    assert "This month: 1 of 2 updates posted." in home_of(district.teacher)
    assert "0 of 1 class has posted what this month requires." in home_of(district.principal)

    clock("2026-11-24 10:00")
    Walk.begin(district).submit().approve()
    assert "This month: 2 of 2 updates posted." in home_of(district.teacher)
    assert "1 of 1 class has posted what this month requires." in home_of(district.principal)

    Walk.begin(district).submit().approve()
    assert "This month: 3 updates posted." in home_of(district.teacher)


def test_the_rule_is_quoted_where_the_count_stands(district: District, clock: Clock) -> None:
    clock("2026-11-03 10:00")
    refresh_classes(classroom_ids=[district.classroom.pk])
    sentence = clause("frequency-twice-a-month").sentence
    assert sentence.endswith("Twice per month at a minimum")
    for user in (district.teacher, district.principal):
        assert f"Procedure: “{sentence}”." in home_of(user)


def test_an_update_that_waits_for_the_school_is_not_posted_yet(
    district: District, clock: Clock
) -> None:
    clock("2026-11-03 10:00")
    update = Walk.begin(district).submit()
    assert count_of(district) == ("2026-11", 0, 2)
    update.approve()
    assert count_of(district) == ("2026-11", 1, 2)
    update.unpublish()
    assert count_of(district) == ("2026-11", 0, 2)


@pytest.mark.parametrize("full_month, needed", [(10, 2), (20, 1)])
def test_the_district_says_which_month_is_a_full_one(
    full_month: int, needed: int, district: District
) -> None:
    # From November 12 on the class has more than ten school days and one posting day, the 24th.
    district.classroom.starts_on = dt.date(2026, 11, 12)
    district.classroom.save()
    chosen = ProcedureSettings.load()
    chosen.minimum_school_days = full_month
    chosen.save()
    refresh_classes(classroom_ids=[district.classroom.pk], now=moment("2026-11-13 12:00"))
    assert count_of(district) == ("2026-11", 0, needed)


def test_no_month_is_counted_in_the_summer(district: District, clock: Clock) -> None:
    refresh_classes(classroom_ids=[district.classroom.pk], now=moment("2026-07-15 12:00"))
    assert ClassroomStanding.objects.get(classroom=district.classroom).month is None
    clock("2026-07-15 12:00")
    assert "This month:" not in home_of(district.teacher)


def test_the_count_of_the_month_before_is_not_shown_for_this_one(
    district: District, clock: Clock
) -> None:
    refresh_classes(classroom_ids=[district.classroom.pk], now=moment("2026-10-31 23:00"))
    clock("2026-11-01 00:30")
    assert [row.month_needed for row in to_do(list(own_classrooms(district.teacher)))] == [0]
    assert school_progress([district.school.pk]).month_asked == 0
