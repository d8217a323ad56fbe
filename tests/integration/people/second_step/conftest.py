"""The hour at which all of it happens, since a code counts for half a minute; and who signs in."""

import datetime as dt
from typing import Final

import pytest
from time_machine import TimeMachineFixture

from district_cms.people.models import User
from tests.factories.district import District
from tests.factories.people import fresh

NOW: Final = dt.datetime(2026, 11, 10, 16, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def the_clock_stands(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def teacher(district: District) -> User:
    return fresh(district.teacher)
