"""The district that the tests walk through, and its clock."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from time_machine import TimeMachineFixture

from tests.factories.district import District, make_district

NOW = dt.datetime(2026, 11, 10, 9, 0, tzinfo=ZoneInfo("America/Denver"))


@pytest.fixture
def november(time_machine: TimeMachineFixture) -> dt.datetime:
    """A Tuesday without a posting day; the class has until the 24th. The clock stands still."""
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def district(db: None, november: dt.datetime) -> District:
    return make_district()
