"""The status of an authorization, and what is a number or an address."""

import datetime as dt

import pytest

from district_cms.deviations.rules import (
    Standing,
    longest_until,
    names_address,
    standing,
)

FIRST, LAST = dt.date(2026, 11, 10), dt.date(2026, 12, 18)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    "state, ended_on, today, expected",
    [
        ("asked", None, FIRST - DAY, Standing.WAITING),
        ("asked", None, LAST, Standing.WAITING),
        ("asked", None, LAST + DAY, Standing.UNDECIDED),
        ("refused", None, FIRST, Standing.REFUSED),
        ("withdrawn", None, FIRST, Standing.WITHDRAWN),
        ("granted", None, FIRST - DAY, Standing.COMING),
        ("granted", None, FIRST, Standing.CURRENT),
        ("granted", None, LAST, Standing.CURRENT),
        ("granted", None, LAST + DAY, Standing.EXPIRED),
        ("granted", FIRST, FIRST, Standing.ENDED),
        ("granted", FIRST, LAST + DAY, Standing.ENDED),
    ],
)
def test_both_days_are_included_and_it_expires_automatically(
    state: str, ended_on: dt.date | None, today: dt.date, expected: Standing
) -> None:
    found = standing(state=state, first_day=FIRST, last_day=LAST, ended_on=ended_on, today=today)
    assert found is expected


@pytest.mark.parametrize(
    "year_ends, expected",
    [
        (dt.date(2027, 6, 11), dt.date(2027, 6, 11)),
        (None, dt.date(2027, 11, 10)),
        # In the summer the next school year counts, and no more than a year of it.
        (dt.date(2028, 6, 9), dt.date(2027, 11, 10)),
    ],
)
def test_it_is_a_school_year_at_most(year_ends: dt.date | None, expected: dt.date) -> None:
    assert longest_until(FIRST, year_ends) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Call 406-555-0123.",
        "(406) 555 0123",
        "+1 406 555 0123",
        "555-0123",
        "ana.rivera@example.net",
        "GroupMe @msrivera",
        "https://groupme.example/join",
        "facebook.com/msrivera",
        "406–555–0123",
        "406·555·0123",
        "406 / 555 / 0123",
        "406--555--0123",
        "406\u200b555\u200b0123",
        "1 406 / 555 / 0123",
        "406 555 2026",
        "5550123",
        "+44 20 7946 0958",
        "jane at gmail dot com",
        "jane arroba gmail punto com",
        "discord.gg/abc",
        "t.co/abc",
        "\uff20coach",
    ],
)
def test_a_number_an_address_or_a_link_is_seen(text: str) -> None:
    assert names_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "On trips of the 2026-27 school year, on 2026-11-24 for example.",
        "Math 3, Period 1, rooms 104 and 1102",
        "At practice, from 3:30 to 5:00",
        "GroupMe",
        "12/18/2026 to 1/4/2027",
        "12/18/2026–1/4/2027",
        "Families of room 101 2026",
        "Grades 6-8 2026-2027",
        "Periods 1 2 3 4 5 6 7",
        "Rooms 101 102 103",
        "Rooms 12 14 118",
        "From 7:30 to 8:15 a.m./p.m. and/or at the field @ 4:00",
        "One or two mails a week, three at most",
        "Connect the dots at recess",
    ],
)
def test_days_rooms_and_names_are_none(text: str) -> None:
    assert not names_address(text)
