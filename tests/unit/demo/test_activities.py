"""The demo's activities, whatever day it is loaded on."""

import datetime as dt

import pytest

from district_cms.demo.activities import _event

DATE = {"title": "Kindergarten registration", "in_days": 18, "start": "09:00", "end": "15:00"}


@pytest.mark.parametrize("day", [dt.date(2026, 11, 23) + dt.timedelta(days=n) for n in range(7)])
def test_nothing_of_the_demo_takes_place_on_a_weekend(day: dt.date) -> None:
    on = _event({**DATE, "place": "District office"}, day)["date"]
    assert on.isoweekday() <= 5
    assert dt.timedelta(18) <= on - day <= dt.timedelta(20)
