"""Every test runs at one hour of the district's day, whatever the clock of the machine says.

Texts are quiet at night, a posting day ends at midnight in the district's zone, and the day there
is another than the day in UTC for a third of the time: a test that forgets one of these passes at
noon and fails in the evening. So all of a run happens at the same hour of the day on which it
starts, and time goes on from there. `make test ARGS="--at 22:30"` runs it at another hour, which is
how such a test is found. Browsers and the programs beside them have clocks of their own: their
tests run at the hour that it is, and so do those that are marked `real_hour`.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

HOUR = "10:15"


class FixedHour:
    """Moves the clock of each test by the same distance."""

    def __init__(self, config: pytest.Config) -> None:
        self._hour = dt.time.fromisoformat(config.getoption("--at"))
        self._distance: dt.timedelta | None = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if item.get_closest_marker("browser") or item.get_closest_marker("real_hour"):
            return (yield)
        with time_machine.travel(dt.datetime.now(dt.UTC) + self._from_now(), tick=True):
            return (yield)

    def _from_now(self) -> dt.timedelta:
        if self._distance is None:  # the settings are not there yet when the plugin is made
            now = dt.datetime.now(ZoneInfo(settings.TIME_ZONE))
            self._distance = dt.datetime.combine(now.date(), self._hour, now.tzinfo) - now
        return self._distance
