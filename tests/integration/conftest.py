"""The district that the tests walk through, and its clock."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from time_machine import TimeMachineFixture

from tests.factories.district import District, make_district

Clock = Callable[[str], dt.datetime]


@pytest.fixture
def clock(time_machine: TimeMachineFixture) -> Clock:
    """Moves the time: `clock("2026-11-24 16:30")`, in the district's zone. It stands still."""

    def move_to(moment: str) -> dt.datetime:
        wanted = dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("America/Denver"))
        time_machine.move_to(wanted, tick=False)
        return wanted

    return move_to


@pytest.fixture
def november(clock: Clock) -> dt.datetime:
    """A Tuesday without a posting day; the 3rd is over and the class has until the 24th."""
    return clock("2026-11-10 09:00")


@pytest.fixture
def district(db: None, november: dt.datetime) -> District:
    return make_district()
