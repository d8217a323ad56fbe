"""The days that the form of a new update proposes: after what families read or will read."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

THIS = dt.date(2026, 11, 24), dt.date(2026, 11, 30)
NEXT = dt.date(2026, 12, 1), dt.date(2026, 12, 21)
AFTER = dt.date(2026, 12, 22), dt.date(2027, 1, 4)


@pytest.fixture(autouse=True)
def today(district: District, clock: Clock) -> None:
    clock("2026-11-24 19:30")


def begin(district: District, days: tuple[dt.date, dt.date], **more: Any) -> Walk:
    return Walk.begin(district, period_start=days[0], period_end=days[1], **more)


def proposed(district: District) -> tuple[dt.date, dt.date]:
    client = Client()
    client.force_login(district.teacher)
    new = reverse("wagtailadmin_pages:add", args=["classroom", "updatepage", district.classroom.pk])
    form = client.get(new).context["form"]
    return form["period_start"].initial, form["period_end"].initial


def test_without_any_they_begin_today_and_end_before_the_next_posting_day(
    district: District,
) -> None:
    assert proposed(district) == THIS


def test_after_what_is_live_they_begin_on_the_next_posting_day(district: District) -> None:
    begin(district, THIS).submit().approve()
    assert proposed(district) == NEXT


def test_what_waits_for_the_school_is_not_proposed_again(district: District) -> None:
    begin(district, THIS).submit().approve()
    begin(district, NEXT).submit()
    assert proposed(district) == AFTER


def test_what_goes_live_at_its_hour_is_not_proposed_again(district: District) -> None:
    begin(district, THIS).submit().approve()
    hour = dt.datetime(2026, 12, 1, 14, tzinfo=dt.UTC)
    begin(district, NEXT, go_live_at=hour).submit().approve()
    assert proposed(district) == AFTER


def test_a_draft_and_what_was_sent_back_cover_no_days_yet(district: District) -> None:
    begin(district, THIS)
    begin(district, THIS).submit().send_back()
    assert proposed(district) == THIS
