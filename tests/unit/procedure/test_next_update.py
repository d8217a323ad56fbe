"""The day on which families read the next update. Times are local times in Denver."""

from datetime import date

import pytest

from district_cms.procedure.cadence import NoSchoolRule, YearCalendar
from district_cms.procedure.slots import Post, assign, next_update
from tests.unit.procedure.school_year import DENVER, LARKSPUR, at


def live(day: str) -> Post:
    return Post(f"live {day}", at(day), at(day))


def waiting(day: str) -> Post:
    return Post(f"waiting {day}", at(day), None)


def planned(day: str, for_day: str) -> Post:
    """Approved, and live at 8:00 am of a later day."""
    hour = at(for_day, "08:00")
    return Post(f"planned {for_day}", at(day), hour, hour)


# The posting days around it are October 6 and 27, November 3 and 24.
NOW = "2026-10-20"


@pytest.mark.parametrize(
    ("posts", "day"),
    [
        ([], "2026-10-27"),
        ([live("2026-10-19")], "2026-11-03"),
        # Nobody can read it yet: its posting day is still the next one.
        ([waiting("2026-10-19")], "2026-10-27"),
        ([planned("2026-10-19", "2026-10-27")], "2026-10-27"),
        # Families read it on the day that its teacher chose.
        ([planned("2026-10-19", "2026-10-23")], "2026-10-23"),
        ([live("2026-10-19"), planned("2026-10-19", "2026-10-26")], "2026-10-26"),
        ([live("2026-10-19"), planned("2026-10-19", "2026-11-03")], "2026-11-03"),
        # For a day after the next posting day, which stays open.
        ([planned("2026-10-19", "2026-10-30")], "2026-10-27"),
        # One is posted and another waits: the second has no day of its own.
        ([live("2026-10-18"), waiting("2026-10-19")], "2026-11-03"),
    ],
)
def test_waiting_and_scheduled_updates_are_still_to_come(posts: list[Post], day: str) -> None:
    assert answer(posts, NOW) == date.fromisoformat(day)


def answer(posts: list[Post], now: str, clock: str = "12:00") -> date | None:
    found = told(posts, now, clock)
    return found[0] if found else None


def told(
    posts: list[Post], now: str, clock: str = "12:00", calendar: YearCalendar = LARKSPUR
) -> tuple[date, date | None] | None:
    moment = at(now, clock)
    results = assign(posts, calendar=calendar, rule=NoSchoolRule.NEXT, tz=DENVER, now=moment)
    return next_update(results, posts, now=moment, tz=DENVER)


def test_an_update_waiting_past_its_day_promises_no_past_day() -> None:
    posts = [waiting("2026-10-26")]
    assert answer(posts, "2026-10-27", "23:59") == date(2026, 10, 27)
    assert answer(posts, "2026-10-28", "00:00") == date(2026, 11, 3)


def test_after_the_last_posting_day_there_is_none() -> None:
    assert answer([], "2027-06-02", "00:00") is None


def test_the_tuesday_is_named_only_on_its_posting_day() -> None:
    on_it = told([planned("2026-10-19", "2026-10-27")], NOW)
    before_it = told([planned("2026-10-19", "2026-10-23")], NOW)
    assert on_it == (date(2026, 10, 27), date(2026, 10, 27))
    assert before_it == (date(2026, 10, 23), None)
