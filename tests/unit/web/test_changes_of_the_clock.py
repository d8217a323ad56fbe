"""The hour that is left out in spring, and the one that comes twice in fall."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.web.times import ClockFault, moment_at

DENVER = ZoneInfo("America/Denver")


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize("text, utc", [
    ("2027-03-14 01:59", "2027-03-14 08:59"),
    ("2027-03-14 03:00", "2027-03-14 09:00"),
    ("2026-11-01 00:59", "2026-11-01 06:59"),
    ("2026-11-01 02:00", "2026-11-01 09:00"),
    ("2026-11-24 08:00", "2026-11-24 15:00"),
])  # fmt: skip
def test_every_other_time_is_the_one_moment_that_it_names(text: str, utc: str) -> None:
    assert moment_at(local(text), DENVER) == local(utc).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("text, said", [
    ("2027-03-14 02:00", "there is no 2:00 am. Choose 1:00 am or 3:00 am."),
    ("2027-03-14 02:59", "there is no 2:59 am. Choose 1:59 am or 3:59 am."),
    ("2026-11-01 01:00", "1:00 am comes twice. Choose 12:00 am or 2:00 am."),
    ("2026-11-01 01:30", "1:30 am comes twice. Choose 12:30 am or 2:30 am."),
    ("2026-11-01 01:59", "1:59 am comes twice. Choose 12:59 am or 2:59 am."),
])  # fmt: skip
def test_an_ambiguous_or_nonexistent_time_is_refused_with_two_valid_times(
    text: str, said: str
) -> None:
    with pytest.raises(ClockFault, match="clocks go") as fault:
        moment_at(local(text), DENVER)
    assert str(fault.value).endswith(said)


@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)))  # noqa: DTZ001
def test_an_accepted_time_is_displayed_unchanged(moment: dt.datetime) -> None:
    try:
        found = moment_at(moment, DENVER)
    except ClockFault:
        return
    assert found.astimezone(dt.UTC).astimezone(DENVER).replace(tzinfo=None) == moment
