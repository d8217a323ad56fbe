"""When an update is mailed."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.digests.schedule import (
    Dated,
    due_rhythms,
    first_window,
    last_window,
    next_window,
    posting_days_of,
    window_for,
    window_of,
)

DENVER = ZoneInfo("America/Denver")
FIVE = dt.time(17, 0)
DAYS = [dt.date(2026, 11, 3), dt.date(2026, 11, 24), dt.date(2026, 12, 1)]

# Hypothesis adds the zone to the moments it generates between these two.
FIRST, LAST = dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31)  # noqa: DTZ001
moments = st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC))
zones = st.sampled_from(
    [DENVER, ZoneInfo("America/Sao_Paulo"), ZoneInfo("Pacific/Apia"), ZoneInfo("UTC")]
)
times = st.times()


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=DENVER)


@pytest.mark.parametrize("now, rhythm, not_before, window", [
    ("2026-11-23 09:00", "posting-days", None, "2026-11-24 17:00"),
    ("2026-11-24 16:59", "posting-days", None, "2026-11-24 17:00"),
    ("2026-11-24 17:00", "posting-days", None, "2026-12-01 17:00"),
    ("2026-11-23 09:00", "posting-days", "2026-11-25 00:00", "2026-12-01 17:00"),
    ("2026-11-23 09:00", "posting-days", "2026-11-24 00:00", "2026-11-24 17:00"),
    ("2026-12-01 18:00", "posting-days", None, None),
    ("2026-11-23 09:00", "daily", None, "2026-11-23 17:00"),
    ("2026-11-23 17:00", "daily", None, "2026-11-24 17:00"),
    ("2026-11-23 09:00", "weekly", None, "2026-11-27 17:00"),
    ("2026-11-27 17:00", "weekly", None, "2026-12-04 17:00"),
    ("2026-11-23 09:00", "weekly", "2026-11-28 00:00", "2026-12-04 17:00"),
])  # fmt: skip
def test_the_next_window_of_a_person_is_the_one_of_their_rhythm(
    now: str, rhythm: str, not_before: str | None, window: str | None
) -> None:
    later = at(not_before) if not_before else None
    found = next_window(at(now), DAYS, rhythm, FIVE, DENVER, not_before=later)
    assert found == (at(window) if window else None)


@pytest.mark.parametrize("live, posting_day, window", [
    ("2026-11-24 09:00", "2026-11-24", "2026-11-24 17:00"),
    ("2026-11-20 09:00", "2026-11-24", "2026-11-24 17:00"),
    ("2026-11-24 17:00", "2026-11-24", "2026-11-24 17:00"),
    ("2026-11-24 17:01", "2026-11-24", "2026-11-25 17:00"),
    ("2026-11-25 08:00", "2026-11-24", "2026-11-25 17:00"),
    ("2026-11-27 16:00", "2026-11-24", "2026-11-27 17:00"),
    ("2026-11-27 18:00", "2026-11-24", "2026-11-28 17:00"),
    ("2026-11-27 18:00", None, "2026-11-28 17:00"),
])  # fmt: skip
def test_an_update_waits_for_its_posting_day_and_never_for_the_next(
    live: str, posting_day: str | None, window: str
) -> None:
    day = dt.date.fromisoformat(posting_day) if posting_day else None
    assert window_for(at(live), day, FIVE, DENVER) == at(window)


@pytest.mark.parametrize("dated, meant", [
    # one update: its own day; the class of the test was on time for the 3rd unless it says so
    (["2026-11-02 09:00"], ["2026-11-03"]),
    (["2026-11-03 20:00"], ["2026-11-03"]),
    (["2026-11-03 09:00", "2026-11-12 09:00"], ["2026-11-03", "2026-11-24"]),
    (["2026-11-03 09:00", "2026-11-04 09:00", "2026-11-12 09:00"],
     ["2026-11-03", "2026-11-24", "2026-11-24"]),
    # nothing on the 3rd: the next update is the news that families waited for
    (["2026-11-04 09:00"], ["2026-11-03"]),
    (["2026-11-04 09:00", "2026-11-20 09:00"], ["2026-11-03", "2026-11-24"]),
    # nothing after the 3rd until the year's last day is over
    (["2026-11-03 09:00", "2026-12-02 09:00"], ["2026-11-03", "2026-12-01"]),
    (["2026-12-01 09:00", "2026-12-02 09:00"], ["2026-11-24", None]),
])  # fmt: skip
def test_an_update_counts_for_the_day_that_its_class_missed(
    dated: list[str], meant: list[str | None]
) -> None:
    updates = [Dated(str(n), at(text), at(text)) for n, text in enumerate(dated)]
    found = posting_days_of(updates, DAYS, DENVER)
    expected = [dt.date.fromisoformat(day) if day else None for day in meant]
    assert [found[str(n)] for n in range(len(dated))] == expected


def test_without_posting_days_nothing_waits() -> None:
    one = Dated("1", at("2026-11-04 09:00"), at("2026-11-04 09:00"))
    assert posting_days_of([one], [], DENVER) == {"1": None}


@given(moments, times, zones)
def test_the_last_window_is_over_and_the_next_is_not(
    now: dt.datetime, time: dt.time, zone: ZoneInfo
) -> None:
    window = last_window(now, time, zone)
    assert window <= now < first_window(now + dt.timedelta(microseconds=1), time, zone)


@given(moments, times, zones, st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
def test_an_update_goes_out_once_live_and_at_most_a_day_after_its_posting_day(
    live: dt.datetime, time: dt.time, zone: ZoneInfo, day: dt.date | None
) -> None:
    window = window_for(live, day, time, zone)
    waits_for = live if day is None else max(live, window_of(day, time, zone))
    # A day may have 25 hours, and a clock change at midnight may move the next one by two dates.
    assert live <= window <= waits_for + dt.timedelta(hours=49)


@pytest.mark.parametrize("day, utc", [
    ("2026-10-31", "2026-10-31 23:00"),  # summer time
    ("2026-11-01", "2026-11-02 00:00"),  # the clocks went back that night
    ("2027-03-13", "2027-03-14 00:00"),
    ("2027-03-14", "2027-03-14 23:00"),  # and forward
])  # fmt: skip
def test_five_o_clock_is_local_time_across_both_clock_changes(day: str, utc: str) -> None:
    wanted = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert window_of(dt.date.fromisoformat(day), FIVE, DENVER) == wanted


@given(st.lists(moments, max_size=8))
def test_every_update_has_a_day_and_the_order_of_reading_does_not_matter(
    dated: list[dt.datetime],
) -> None:
    updates = [Dated(str(n), moment, moment) for n, moment in enumerate(dated)]
    found = posting_days_of(updates, DAYS, DENVER)
    assert found == posting_days_of(reversed(updates), DAYS, DENVER)
    assert len(found) == len(updates)


@pytest.mark.parametrize("window, last_done, weekly", [
    ("2026-11-27 17:00", "2026-11-26 17:00", True),  # Friday
    ("2026-11-26 17:00", "2026-11-25 17:00", False),
    ("2026-11-28 17:00", "2026-11-27 17:00", False),
    ("2026-11-28 17:00", "2026-11-26 17:00", True),  # nothing ran on Friday
    ("2026-12-03 17:00", "2026-11-26 17:00", True),
    ("2026-12-03 17:00", "2026-11-27 17:00", False),
    ("2026-11-28 17:00", None, False),
    ("2026-11-27 17:00", None, True),
])  # fmt: skip
def test_weekly_messages_go_out_on_friday_or_as_soon_as_something_runs_after_it(
    window: str, last_done: str | None, weekly: bool
) -> None:
    due = due_rhythms(at(window), at(last_done) if last_done else None, DENVER)
    assert ("weekly" in due) == weekly
    assert {"posting-days", "daily"} <= due


@pytest.mark.parametrize("closed, now, weekly, promised", [
    # Thanksgiving: the week ends on Wednesday, and the next weekly day is a week later.
    ((26, 27), "2026-11-24 09:00", 25, "2026-11-25 17:00"),
    ((26, 27), "2026-11-25 18:00", 25, "2026-12-04 17:00"),
    # A whole week off: news goes out on Friday, but nobody is promised that day.
    (range(23, 28), "2026-11-23 09:00", 27, "2026-12-04 17:00"),
])  # fmt: skip
def test_weekly_readers_are_promised_no_day_without_school(
    closed: Iterable[int], now: str, weekly: int, promised: str
) -> None:
    off = [dt.date(2026, 11, day) for day in closed]
    found = next_window(at(now), DAYS, "weekly", FIVE, DENVER, no_school=off)
    assert found == at(promised)
    for day in range(23, 28):
        window = at(f"2026-11-{day} 17:00")
        due = due_rhythms(window, window - dt.timedelta(days=1), DENVER, (), off)
        assert ("weekly" in due) == (day == weekly), day


def test_on_the_last_day_of_a_year_the_weekly_ones_do_not_wait_for_friday() -> None:
    last = dt.date(2026, 12, 3)  # a Thursday
    window, before = at("2026-12-03 17:00"), at("2026-12-02 17:00")
    assert "weekly" in due_rhythms(window, before, DENVER, [last])
    assert "weekly" not in due_rhythms(before, before - dt.timedelta(days=1), DENVER, [last])
    for now, found in (("2026-11-30 09:00", window), ("2026-12-03 18:00", at("2026-12-04 17:00"))):
        assert next_window(at(now), [], "weekly", FIVE, DENVER, year_ends=[last]) == found
