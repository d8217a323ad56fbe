"""The count per calendar month: what a month needs, what counts in it, and its status."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from district_cms.procedure.cadence import CadenceError, NoSchoolRule, YearCalendar
from district_cms.procedure.months import MonthCount, monthly_counts
from district_cms.procedure.slots import WHOLE_YEAR, ClassSpan, Post
from tests.unit.procedure.school_year import DENVER, LARKSPUR, at, days

LONG_AFTER = at("2027-07-30")


def live(day: str, clock: str = "12:00") -> Post:
    """An update that was live the moment it was submitted."""
    return Post(f"{day} {clock}", at(day, clock), at(day, clock))


def months(
    *posts: Post,
    now: datetime = LONG_AFTER,
    calendar: YearCalendar = LARKSPUR,
    rule: NoSchoolRule = NoSchoolRule.NEXT,
    span: ClassSpan = WHOLE_YEAR,
    minimum_school_days: int = 10,
) -> dict[str, MonthCount]:
    found = monthly_counts(
        posts,
        calendar=calendar,
        rule=rule,
        tz=DENVER,
        now=now,
        span=span,
        minimum_school_days=minimum_school_days,
    )
    return {f"{count.year}-{count.month:02}": count for count in found}


# ------------------------------------------------------------------ what a month needs


def test_a_month_needs_two_posts_and_a_short_one_as_many_as_its_slots() -> None:
    assert {month: count.needed for month, count in months().items()} == {
        "2026-08": 0,  # four school days, no slot
        "2026-09": 2,
        "2026-10": 2,
        "2026-11": 2,
        "2026-12": 2,  # fourteen school days
        "2027-01": 2,
        "2027-02": 2,
        "2027-03": 2,
        "2027-04": 2,
        "2027-05": 2,
        "2027-06": 1,  # nine school days, one slot
    }


@pytest.mark.parametrize(("minimum_school_days", "needed"), [(1, 2), (9, 2), (10, 1), (15, 1)])
def test_the_district_sets_what_counts_as_a_short_month(
    minimum_school_days: int, needed: int
) -> None:
    found = months(minimum_school_days=minimum_school_days)
    assert found["2027-06"].needed == needed


def test_no_month_needs_more_than_two_posts() -> None:
    # In January the moved slot of December 22 joins the month's own two.
    found = months(minimum_school_days=31)
    assert found["2027-01"].needed == 2
    assert found["2026-12"].needed == 1


@pytest.mark.parametrize(
    ("rule", "december", "january"),
    [
        ("next", 1, 2),  # December 1 moves to the 14th, December 22 to January 4
        ("previous", 1, 1),  # to November 30, and to December 18
        ("drop", 0, 1),
    ],
)
def test_a_moved_slot_belongs_to_the_month_in_which_it_falls_due(
    rule: str, december: int, january: int
) -> None:
    one_week_in_december = YearCalendar(
        date(2026, 8, 26),
        date(2027, 1, 15),
        days("2026-12-01", "2027-01-01") - days("2026-12-14", "2026-12-18"),
    )
    found = months(calendar=one_week_in_december, rule=NoSchoolRule(rule), minimum_school_days=11)
    assert (found["2026-12"].needed, found["2027-01"].needed) == (december, january)


@pytest.mark.parametrize(
    ("first_day", "last_day", "needed"),
    [
        # A class that starts: from October 20 nine school days are left.
        ("2026-10-05", None, {"2026-10": 2}),
        ("2026-10-19", None, {"2026-10": 2}),
        ("2026-10-20", None, {"2026-10": 1}),
        ("2026-10-28", None, {"2026-10": 0}),
        # A class that ends: the tenth school day of October is the 14th.
        (None, "2026-10-14", {"2026-09": 2, "2026-10": 2}),
        (None, "2026-10-13", {"2026-09": 2, "2026-10": 1}),
        (None, "2026-10-05", {"2026-09": 2, "2026-10": 0}),
    ],
)
def test_a_class_in_part_of_a_month_counts_its_own_school_days(
    first_day: str | None, last_day: str | None, needed: dict[str, int]
) -> None:
    span = ClassSpan(
        date.fromisoformat(first_day) if first_day else None,
        date.fromisoformat(last_day) if last_day else None,
    )
    found = months(span=span)
    assert {month: found[month].needed for month in needed} == needed


def test_months_outside_the_year_or_the_class_are_not_counted() -> None:
    spring = ClassSpan(date(2027, 1, 19), date(2027, 4, 2))
    assert list(months(live("2027-05-04"), span=spring)) == [
        "2027-01",
        "2027-02",
        "2027-03",
        "2027-04",
    ]
    assert list(months(span=ClassSpan(last_day=date(2026, 10, 1))))[-1] == "2026-10"
    assert months(span=ClassSpan(date(2027, 7, 1))) == {}
    assert months(span=ClassSpan(last_day=date(2026, 8, 1))) == {}
    assert months(span=ClassSpan(date(2027, 2, 1), date(2027, 1, 1))) == {}


# ------------------------------------------------------------------ what counts


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ("2026-10-31T23:59:59", "2026-10"),
        ("2026-11-01T00:00:00", "2026-11"),
        ("2027-02-28T23:59:59", "2027-02"),
        ("2027-03-01T00:00:00", "2027-03"),
    ],
)
def test_a_month_ends_at_local_midnight(moment: str, month: str) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=DENVER)
    between = ClassSpan(local.date() - timedelta(days=3), local.date())  # no posting day in it
    found = months(Post("one", local.astimezone(ZoneInfo("Asia/Tokyo")), local), span=between)
    assert [name for name, count in found.items() if count.posted] == [month]


def test_a_post_before_school_begins_counts_in_a_month_of_the_year() -> None:
    assert months(live("2026-08-12"))["2026-09"].posted == 1
    assert months(live("2026-08-12"), live("2026-08-13"))["2026-08"].posted == 1
    july = months(live("2026-07-30"), live("2026-07-31"))  # one of them fills September 1
    assert sum(count.posted for count in july.values()) == 1


@pytest.mark.parametrize(
    ("posts", "counted"),
    [
        # Posted the evening before, and approved in the posting day's month or later.
        ([live("2026-11-30")], {"2026-12": 1}),
        ([Post("one", at("2026-10-30"), at("2026-11-04"))], {"2026-11": 1}),
        # Late: the second post of the next window fills the missed slot.
        ([live("2026-10-28"), live("2026-11-02")], {"2026-10": 1, "2026-11": 1}),
        # It fills no posting day: its own month.
        ([live("2026-10-27", "08:00"), live("2026-10-27"), live("2026-10-26")], {"2026-10": 3}),
        (
            [live("2026-11-24"), live("2026-11-25"), live("2026-11-30")],
            {"2026-11": 2, "2026-12": 1},
        ),
        # Its teacher scheduled it for after the posting day.
        ([Post("one", at("2026-11-20"), at("2026-11-27"), at("2026-11-27"))], {"2026-12": 1}),
        # December 22 has no school: its posting day is January 4.
        ([live("2026-12-01"), live("2026-12-18")], {"2026-12": 1, "2027-01": 1}),
        # Each on the day before its posting day.
        ([live("2026-08-31"), live("2026-09-21")], {"2026-09": 2}),
    ],
)
def test_a_post_counts_in_the_month_of_the_posting_day_that_it_fills(
    posts: list[Post], counted: dict[str, int]
) -> None:
    found = months(*posts)
    assert {month: count.posted for month, count in found.items() if count.posted} == counted


def test_an_update_listed_for_both_co_teachers_counts_once() -> None:
    post = live("2026-10-07")
    assert months(post, post)["2026-10"].posted == 1


def test_two_different_posts_under_one_key_are_refused() -> None:
    post = live("2026-10-07")
    with pytest.raises(CadenceError, match="Two different posts"):
        months(post, replace(post, published_at=None))


# ------------------------------------------------------------------ how it stands

LIVE = live("2026-10-05")
WAITING = Post("waiting", at("2026-10-07"), None)
SCHEDULED = Post("scheduled", at("2026-10-07"), at("2026-10-26"), at("2026-10-26"))


@pytest.mark.parametrize(
    ("posts", "now", "standing"),
    [
        ((), "2026-09-30", "upcoming"),
        ((), "2026-10-01", "open"),
        ((LIVE,), "2026-10-31", "open"),
        ((LIVE,), "2026-11-01", "short"),
        ((LIVE, live("2026-10-20")), "2026-10-19", "open"),  # what comes later is unknown
        ((LIVE, live("2026-10-20")), "2026-10-21", "met"),
        ((LIVE, live("2026-10-20")), "2026-12-01", "met"),
        ((LIVE, SCHEDULED), "2026-10-20", "scheduled"),
        ((LIVE, SCHEDULED), "2026-10-27", "met"),
        ((LIVE, WAITING), "2026-10-20", "with_school"),
        ((LIVE, WAITING), "2026-12-01", "with_school"),
        ((SCHEDULED, WAITING), "2026-10-20", "with_school"),
        ((WAITING,), "2026-10-20", "open"),
        ((WAITING,), "2026-11-01", "short"),
    ],
)
def test_a_month_is_met_by_live_posts_and_waits_for_pending_ones(
    posts: tuple[Post, ...], now: str, standing: str
) -> None:
    assert months(*posts, now=at(now))["2026-10"].standing == standing


def test_live_scheduled_and_waiting_posts_are_counted_separately() -> None:
    count = months(LIVE, SCHEDULED, WAITING, now=at("2026-10-20"))["2026-10"]
    assert (count.posted, count.scheduled, count.with_school) == (1, 1, 1)


def test_a_short_month_without_a_slot_needs_nothing() -> None:
    assert months()["2026-08"].standing == "nothing_needed"


def test_a_month_can_be_short_although_every_slot_is_met() -> None:
    # The slot of December 22 moved to January, so December has one: the two rules of the procedure
    # are independent.
    found = months(live("2026-11-23"), live("2026-11-30"), live("2027-01-04"))
    assert found["2026-12"].standing == "short"


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        ("2026-11-01T05:59:59+00:00", "open"),  # October 31 in Denver, still summer time
        ("2026-11-01T06:00:00+00:00", "short"),
        ("2026-10-01T05:59:59+00:00", "upcoming"),
        ("2026-10-01T06:00:00+00:00", "open"),
    ],
)
def test_now_is_converted_to_the_districts_time_zone(now: str, standing: str) -> None:
    assert months(now=datetime.fromisoformat(now))["2026-10"].standing == standing


def test_now_needs_a_time_zone() -> None:
    with pytest.raises(CadenceError, match="has no time zone"):
        months(now=datetime(2026, 10, 1))  # noqa: DTZ001 - what must be refused
