"""Hours without texts."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.rules.policy import BEGIN, END, is_quiet, length, quiet_from, quiet_until

DENVER = ZoneInfo("America/Denver")
YEAR = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
HONOLULU = ZoneInfo("Pacific/Honolulu")


def at(text: str, zone: dt.tzinfo = DENVER) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize("moment, until", [
    ("2026-11-24 20:59", None),
    ("2026-11-24 21:00", "2026-11-25 08:00"),
    ("2026-11-24 23:59", "2026-11-25 08:00"),
    ("2026-11-25 00:00", "2026-11-25 08:00"),
    ("2026-11-25 07:59", "2026-11-25 08:00"),
    ("2026-11-25 08:00", None),
    # In nights with a clock change.
    ("2026-10-31 22:00", "2026-11-01 08:00"),
    ("2027-03-13 22:00", "2027-03-14 08:00"),
])  # fmt: skip
def test_a_text_of_the_night_waits_for_the_morning(moment: str, until: str | None) -> None:
    assert quiet_until(at(moment), BEGIN, END, DENVER) == (at(until) if until else None)


def test_the_recipient_s_clock_counts() -> None:
    moment = at("2026-11-24 21:30")
    assert is_quiet(moment, BEGIN, END, DENVER)
    assert not is_quiet(moment, BEGIN, END, HONOLULU)  # half past six in the afternoon


def test_hours_during_the_day_and_no_hours() -> None:
    noon, one = dt.time(12), dt.time(13)
    assert quiet_until(at("2026-11-24 12:30"), noon, one, DENVER) == at("2026-11-24 13:00")
    assert quiet_until(at("2026-11-24 12:30"), noon, noon, DENVER) is None


def test_in_a_repeated_hour_the_end_is_that_of_the_current_one() -> None:
    """The first one is over: a message that waited for it would be claimed and put back
    endlessly."""
    end = dt.time(1, 30)
    first, second = (at("2026-11-01 01:10").replace(fold=fold) for fold in (0, 1))
    minutes = dt.timedelta(minutes=20)
    assert quiet_until(first, BEGIN, end, DENVER) == first.astimezone(dt.UTC) + minutes
    assert quiet_until(second, BEGIN, end, DENVER) == second.astimezone(dt.UTC) + minutes


@given(
    st.integers(0, 2 * 365 * 24 * 60).map(lambda n: YEAR + dt.timedelta(minutes=n)),
    st.times(),
    st.times(),
)
def test_the_quiet_hours_end_later_and_within_a_day(
    moment: dt.datetime, begin: dt.time, end: dt.time
) -> None:
    until = quiet_until(moment, begin, end, DENVER)
    assert (until is not None) is is_quiet(moment, begin, end, DENVER)
    if until is not None:
        assert moment < until <= moment + dt.timedelta(hours=26)


@pytest.mark.parametrize("begin, end, lasts", [
    (21, 8, 11), (8, 21, 13), (0, 23, 23), (7, 7, 0), (23, 0, 1),
])  # fmt: skip
def test_how_long_the_hours_are(begin: int, end: int, lasts: int) -> None:
    assert length(dt.time(begin), dt.time(end)) == dt.timedelta(hours=lasts)


@pytest.mark.parametrize("moment, begins", [
    ("2026-11-24 12:00", "2026-11-24 21:00"),
    ("2026-11-24 08:00", "2026-11-24 21:00"),
    # On days with a clock change.
    ("2026-11-01 08:00", "2026-11-01 21:00"),
    ("2027-03-14 08:00", "2027-03-14 21:00"),
])  # fmt: skip
def test_when_the_next_night_begins(moment: str, begins: str) -> None:
    assert quiet_from(at(moment), BEGIN, END, DENVER) == at(begins)


def test_without_quiet_hours_there_is_no_night() -> None:
    assert quiet_from(at("2026-11-24 12:00"), BEGIN, BEGIN, DENVER) is None


@given(
    st.integers(0, 2 * 365 * 24 * 60).map(lambda n: YEAR + dt.timedelta(minutes=n)),
    st.times(),
    st.times(),
)
def test_the_next_night_begins_later_and_within_a_day(
    moment: dt.datetime, begin: dt.time, end: dt.time
) -> None:
    begins = quiet_from(moment, begin, end, DENVER)
    if begins is not None and not is_quiet(moment, begin, end, DENVER):
        assert moment <= begins <= moment + dt.timedelta(hours=26)
