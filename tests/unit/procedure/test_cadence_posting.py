"""Which slot a post fills, and the status of each slot. Times are local times in Denver."""

from datetime import UTC, date, datetime

import pytest

from district_cms.procedure.cadence import CadenceError, NoSchoolRule
from district_cms.procedure.slots import (
    WHOLE_YEAR,
    ClassSpan,
    Post,
    PostState,
    SlotResult,
    Standing,
    assign,
    next_due,
)
from tests.unit.procedure.school_year import DENVER, LARKSPUR, at


def live(key: str, day: str, clock: str = "12:00") -> Post:
    """An update that was live the moment it was submitted."""
    return Post(key, at(day, clock), at(day, clock))


def waiting(key: str, day: str, clock: str = "12:00") -> Post:
    """An update that waits for review."""
    return Post(key, at(day, clock), None)


def results(
    *posts: Post,
    now: datetime,
    rule: NoSchoolRule = NoSchoolRule.NEXT,
    span: ClassSpan = WHOLE_YEAR,
) -> dict[str, SlotResult]:
    found = assign(posts, calendar=LARKSPUR, rule=rule, tz=DENVER, now=now, span=span)
    return {result.slot.nominal.isoformat(): result for result in found}


# Three neighbors: A is due on October 6, B on October 27, C on November 3, 2026.
A, B, C = "2026-10-06", "2026-10-27", "2026-11-03"


def abc(*posts: Post, now: datetime) -> str:
    found = results(*posts, now=now)
    return " ".join(found[nominal].standing for nominal in (A, B, C))


# ------------------------------------------------------------------ an empty slot through time


@pytest.mark.parametrize(
    ("day", "clock", "standing"),
    [
        ("2026-10-06", "23:59:59.999999", "upcoming"),  # the previous one is still open
        ("2026-10-07", "00:00", "open"),
        ("2026-10-27", "23:59:59.999999", "open"),
        ("2026-10-28", "00:00", "awaited"),
        ("2026-11-03", "23:59:59.999999", "awaited"),
        ("2026-11-04", "00:00", "missing"),
        ("2027-06-30", "12:00", "missing"),
    ],
)
def test_an_empty_slot_is_upcoming_then_open_then_awaited_then_missing(
    day: str, clock: str, standing: str
) -> None:
    assert results(now=at(day, clock))[B].standing == standing


# ------------------------------------------------------------------ one post

LONG_AFTER = at("2027-06-30")


@pytest.mark.parametrize(
    ("day", "clock", "standings"),
    [
        ("2026-10-07", "00:00", "missing met missing"),  # the first instant of B's window
        ("2026-10-20", "12:00", "missing met missing"),
        ("2026-10-27", "23:59", "missing met missing"),
        ("2026-10-27", "23:59:59", "missing met missing"),
        ("2026-10-27", "23:59:59.999", "missing met missing"),
        ("2026-10-28", "00:00", "missing missing met"),
        ("2026-10-28", "00:01", "missing missing met"),
    ],
)
def test_a_post_meets_the_slot_in_whose_window_it_is_dated(
    day: str, clock: str, standings: str
) -> None:
    assert abc(live("one", day, clock), now=LONG_AFTER) == standings


@pytest.mark.parametrize(
    ("due", "before", "after"),
    [
        # The clocks go back on November 1, 2026 and forward on March 14, 2027.
        ("2026-10-27", "2026-10-28T05:59:59+00:00", "2026-10-28T06:00:00+00:00"),
        ("2026-11-03", "2026-11-04T06:59:59+00:00", "2026-11-04T07:00:00+00:00"),
        ("2027-03-02", "2027-03-03T06:59:59+00:00", "2027-03-03T07:00:00+00:00"),
        ("2027-04-06", "2027-04-07T05:59:59+00:00", "2027-04-07T06:00:00+00:00"),
    ],
)
def test_local_midnight_counts_on_both_sides_of_a_clock_change(
    due: str, before: str, after: str
) -> None:
    for moment, meets in ((before, True), (after, False)):
        submitted = datetime.fromisoformat(moment)
        found = results(Post("one", submitted, submitted), now=LONG_AFTER)
        assert (found[due].standing is Standing.MET) is meets


def test_a_posts_time_zone_does_not_matter() -> None:
    there = at("2026-10-27", "23:59").astimezone(DENVER)
    assert abc(Post("one", there, there), now=LONG_AFTER) == "missing met missing"


def test_a_welcome_posted_before_school_begins_meets_the_first_slot() -> None:
    found = results(live("welcome", "2026-08-12"), now=at("2026-08-13"))
    assert found["2026-09-01"].standing is Standing.MET
    assert results(now=at("2026-08-13"))["2026-09-01"].standing is Standing.UPCOMING


# ------------------------------------------------------------------ several posts


@pytest.mark.parametrize(
    ("days", "standings"),
    [
        ((), "missing missing missing"),
        (("2026-10-06", "2026-10-27", "2026-11-03"), "met met met"),
        # The first post of a window meets its slot, the second fills the slot before it, late.
        (("2026-10-07",), "missing met missing"),
        (("2026-10-07", "2026-10-21"), "late met missing"),
        (("2026-10-07", "2026-10-21", "2026-10-22"), "late met missing"),
        # Never two back, and never one ahead.
        (("2026-10-28", "2026-10-29", "2026-10-30"), "missing late met"),
        (("2026-10-01", "2026-10-02", "2026-10-03"), "met missing missing"),
        # Always one day behind: only the first is missing.
        (("2026-10-07", "2026-10-28", "2026-11-04"), "missing met met"),
        # An extra post where nothing is empty changes nothing.
        (("2026-10-06", "2026-10-08", "2026-10-09"), "met met missing"),
        (("2026-10-06", "2026-10-27", "2026-11-02", "2026-11-03"), "met met met"),
    ],
)
def test_a_second_post_in_a_window_fills_the_slot_before_if_that_is_empty(
    days: tuple[str, ...], standings: str
) -> None:
    posts = [live(f"post-{number}", day) for number, day in enumerate(days)]
    assert abc(*posts, now=LONG_AFTER) == standings
    assert abc(*reversed(posts), now=LONG_AFTER) == standings


def test_the_earlier_of_two_meets_its_slot_and_the_later_is_the_late_one() -> None:
    found = results(live("second", "2026-10-21"), live("first", "2026-10-07"), now=LONG_AFTER)
    filled = {nominal: found[nominal].post for nominal in (A, B)}
    assert {nominal: post.key for nominal, post in filled.items() if post} == {
        A: "second",
        B: "first",
    }
    assert found[B].in_time
    assert not found[A].in_time
    assert not found[C].in_time


def test_the_first_instant_after_a_slots_day_is_late_for_it() -> None:
    posts = [live("a", "2026-10-27", "23:59:59.999999"), live("b", "2026-10-28", "00:00")]
    assert abc(*posts, now=LONG_AFTER) == "missing met met"
    two_at_once = [live("a", "2026-10-28", "00:00"), live("b", "2026-10-28", "00:00")]
    assert abc(*two_at_once, now=LONG_AFTER) == "missing late met"
    assert not results(*two_at_once, now=LONG_AFTER)[B].in_time


def test_posts_of_the_same_moment_are_ordered_by_key() -> None:
    one, two = live("a", "2026-10-20"), live("b", "2026-10-20")
    for posts in ((one, two), (two, one)):
        found = results(*posts, now=LONG_AFTER)
        assert (found[B].post, found[A].post) == (one, two)


@pytest.mark.parametrize(
    ("day", "standings"),
    [
        # During B's window: B is met at once, A waits for a second post.
        ("2026-10-06", "open upcoming upcoming"),
        ("2026-10-07", "awaited met upcoming"),
        ("2026-10-27", "awaited met upcoming"),
        ("2026-10-28", "missing met open"),
    ],
)
def test_with_one_post_after_its_day_a_slot_is_awaited_until_the_next_one_ends(
    day: str, standings: str
) -> None:
    assert abc(live("one", "2026-10-07", "08:00"), now=at(day)) == standings


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (("2027-06-01",), "met"),
        (("2027-06-02",), "late"),
        (("2027-06-22",), "late"),
        (("2027-06-23",), "missing"),
    ],
)
def test_the_last_slot_of_the_year_has_as_much_time_to_be_late_as_any_other(
    days: tuple[str, ...], standing: str
) -> None:
    posts = [live(day, day) for day in days]
    assert results(*posts, now=LONG_AFTER)["2027-06-01"].standing == standing


# ------------------------------------------------------------------ co-teachers


def test_an_update_listed_for_both_co_teachers_counts_once() -> None:
    post = live("shared", "2026-10-20")
    assert abc(post, post, now=LONG_AFTER) == "missing met missing"


def test_two_different_posts_under_one_key_are_refused() -> None:
    with pytest.raises(CadenceError, match="Two different posts are called shared"):
        results(live("shared", "2026-10-20"), live("shared", "2026-10-21"), now=LONG_AFTER)


# ------------------------------------------------------------------ the school reviews


@pytest.mark.parametrize(
    ("submitted", "published", "now", "standings"),
    [
        # Submitted in time: with the school until it is live, however long that takes.
        ("2026-10-26", None, "2026-10-26", "awaited with_school upcoming"),
        ("2026-10-26", None, "2026-10-28", "missing with_school open"),
        ("2026-10-26", None, "2026-12-01", "missing with_school missing"),
        # Approved after the day, or after the next slot's end: met all the same.
        ("2026-10-26", "2026-10-29", "2026-10-30", "missing met open"),
        ("2026-10-26", "2026-11-20", "2026-12-01", "missing met missing"),
        # A past `now` gives the status at that time.
        ("2026-10-26", "2026-10-29", "2026-10-28", "missing with_school open"),
        ("2026-10-26", "2026-10-29", "2026-10-25", "awaited open upcoming"),
    ],
)
def test_a_post_is_dated_by_its_submission_and_never_late_by_review(
    submitted: str, published: str | None, now: str, standings: str
) -> None:
    post = Post("one", at(submitted, "10:00"), at(published) if published else None)
    assert abc(post, now=at(now)) == standings


def test_a_waiting_post_can_fill_the_previous_slot_late() -> None:
    first = live("first", "2026-10-07")
    second = waiting("second", "2026-10-26")
    assert abc(first, second, now=at("2026-12-01")) == "with_school met missing"
    approved = Post("second", second.submitted_at, at("2026-11-10"))
    assert abc(first, approved, now=at("2026-12-01")) == "late met missing"


def test_live_posts_are_preferred_to_waiting_ones() -> None:
    early = waiting("early", "2026-10-08")
    shown = live("shown", "2026-10-26")
    found = results(early, shown, now=at("2026-10-27"))
    assert found[B].post == shown
    assert found[A].post == early
    assert (found[A].standing, found[B].standing) == (Standing.WITH_SCHOOL, Standing.MET)


def test_a_republished_post_keeps_its_first_date() -> None:
    post = live("one", "2026-10-26")
    now = at("2026-10-30")
    assert abc(post, now=now) == "missing met open"
    assert abc(now=now) == "missing awaited open"
    repaired = Post("one", post.submitted_at, at("2026-11-05"))
    assert abc(repaired, now=at("2026-11-06")) == "missing met awaited"


def test_an_edit_after_publication_changes_nothing() -> None:
    post = live("one", "2026-10-26")
    edited_later = Post("one", post.submitted_at, post.published_at)
    assert results(post, now=LONG_AFTER) == results(edited_later, now=LONG_AFTER)


# ------------------------------------------------------------------ a chosen time to go live


@pytest.mark.parametrize(
    ("go_live", "published", "now", "standings"),
    [
        # Approved and scheduled: nobody has to do anything.
        ("2026-10-26", "2026-10-26", "2026-10-21", "awaited scheduled upcoming"),
        ("2026-10-26", "2026-10-26", "2026-10-26", "awaited met upcoming"),
        # Scheduled for after the day: dated by that choice, not by submission.
        ("2026-10-29", "2026-10-29", "2026-10-21", "awaited open scheduled"),
        ("2026-10-29", "2026-10-29", "2026-10-30", "missing awaited met"),
        # A time is chosen, but the school has not approved it yet.
        ("2026-10-26", None, "2026-10-21", "awaited with_school upcoming"),
        ("2026-10-26", None, "2026-10-28", "missing with_school open"),
        # The school approves after the chosen time: the choice counts, the delay does not.
        ("2026-10-26", "2026-10-30", "2026-10-31", "missing met open"),
        ("2026-10-26", "2026-10-30", "2026-10-28", "missing with_school open"),
        # The school publishes before the chosen time: families had it then.
        ("2026-10-29", "2026-10-24", "2026-10-25", "awaited met upcoming"),
    ],
)
def test_a_scheduled_post_is_dated_by_its_chosen_time(
    go_live: str, published: str | None, now: str, standings: str
) -> None:
    post = Post(
        "one",
        at("2026-10-20", "10:00"),
        at(published, "06:00") if published else None,
        at(go_live, "06:00"),
    )
    assert abc(post, now=at(now)) == standings


def test_a_chosen_time_in_the_past_does_not_predate_submission() -> None:
    post = Post("one", at("2026-10-28"), at("2026-10-28"), go_live_at=at("2026-10-20"))
    assert post.dated_at == at("2026-10-28")


@pytest.mark.parametrize(
    ("published", "go_live", "state"),
    [
        (None, None, PostState.WITH_SCHOOL),
        (None, "2026-10-30", PostState.WITH_SCHOOL),
        ("2026-10-25", None, PostState.LIVE),
        ("2026-10-26", None, PostState.LIVE),
        ("2026-10-30", "2026-10-30", PostState.SCHEDULED),
        ("2026-10-30", "2026-10-24", PostState.WITH_SCHOOL),
        ("2026-10-30", "2026-10-26", PostState.WITH_SCHOOL),  # its time has come this moment
        ("2026-10-30", None, PostState.WITH_SCHOOL),
    ],
)
def test_a_post_is_live_scheduled_or_with_the_school(
    published: str | None, go_live: str | None, state: PostState
) -> None:
    post = Post(
        "one",
        at("2026-10-20"),
        at(published) if published else None,
        at(go_live) if go_live else None,
    )
    assert post.state(at("2026-10-26")) is state


# ------------------------------------------------------------------ moved and left-out slots


def test_a_moved_slot_is_met_until_the_end_of_its_new_day() -> None:
    found = results(live("one", "2027-01-04", "21:00"), now=LONG_AFTER)
    moved = found["2026-12-22"]
    assert moved.slot.day == date(2027, 1, 4)
    assert (moved.standing, found["2027-01-05"].standing) == (Standing.MET, Standing.MISSING)


@pytest.mark.parametrize(("rule", "day"), [("next", "2027-01-04"), ("previous", "2026-12-18")])
def test_a_day_without_school_that_is_added_later_moves_the_slot(rule: str, day: str) -> None:
    found = results(now=at("2026-12-01"), rule=NoSchoolRule(rule))
    assert found["2026-12-22"].slot.day == date.fromisoformat(day)


def test_a_dropped_slot_requires_nothing_and_leaves_its_time_to_the_next() -> None:
    found = results(live("one", "2026-12-15"), now=LONG_AFTER, rule=NoSchoolRule.DROP)
    assert found["2026-12-22"] == SlotResult(found["2026-12-22"].slot, Standing.DROPPED)
    assert found["2027-01-05"].standing is Standing.MET


# ------------------------------------------------------------------ part of the year


@pytest.mark.parametrize(
    ("first_day", "last_day", "standings"),
    [
        (None, None, "missing missing missing"),
        ("2026-10-06", None, "missing missing missing"),  # began on the day itself
        ("2026-10-07", None, "not_obliged missing missing"),
        ("2026-10-27", None, "not_obliged missing missing"),
        ("2026-10-28", None, "not_obliged not_obliged missing"),
        (None, "2026-10-27", "missing missing not_obliged"),  # ended on the day itself
        (None, "2026-10-26", "missing not_obliged not_obliged"),
        ("2026-10-28", "2026-11-02", "not_obliged not_obliged not_obliged"),
    ],
)
def test_a_class_owes_the_slots_of_the_days_on_which_it_runs(
    first_day: str | None, last_day: str | None, standings: str
) -> None:
    span = ClassSpan(
        date.fromisoformat(first_day) if first_day else None,
        date.fromisoformat(last_day) if last_day else None,
    )
    found = results(now=LONG_AFTER, span=span)
    assert " ".join(found[nominal].standing for nominal in (A, B, C)) == standings


def test_a_class_that_ends_before_a_moved_slot_does_not_owe_it() -> None:
    fall = ClassSpan(last_day=date(2026, 12, 22))
    assert results(now=LONG_AFTER, span=fall)["2026-12-22"].standing is Standing.NOT_OBLIGED


def test_a_post_in_a_window_that_is_not_owed_fills_no_later_slot() -> None:
    began = ClassSpan(first_day=date(2026, 10, 28))
    found = results(live("early", "2026-10-20"), now=LONG_AFTER, span=began)
    assert found[B].standing is Standing.NOT_OBLIGED
    assert found[B].post is None
    assert found[C].standing is Standing.MISSING


def test_after_the_last_owed_slot_one_post_fills_it_late() -> None:
    ended = ClassSpan(last_day=date(2026, 10, 30))
    found = results(live("after", "2026-11-02"), now=LONG_AFTER, span=ended)
    assert found[B].standing is Standing.LATE
    assert found[C].standing is Standing.NOT_OBLIGED


# ------------------------------------------------------------------ what comes next


@pytest.mark.parametrize(
    ("day", "clock", "due"),
    [
        ("2026-08-01", "12:00", "2026-09-01"),
        ("2026-08-26", "00:00", "2026-09-01"),
        ("2026-10-06", "23:59:59.5", A),
        ("2026-10-07", "00:00", C),  # B is met already by the post below
        ("2026-10-28", "00:00", C),
        ("2027-06-01", "23:59", "2027-06-01"),
        ("2027-06-02", "00:00", None),
    ],
)
def test_the_next_slot_that_needs_a_post(day: str, clock: str, due: str | None) -> None:
    now = at(day, clock)
    found = results(live("one", "2026-10-07", "00:00"), now=now).values()
    wanted = next_due(found, now)
    assert (wanted.slot.nominal.isoformat() if wanted else None) == due


def test_results_of_yesterday_do_not_name_a_past_day() -> None:
    yesterday = results(now=at("2026-10-27")).values()
    wanted = next_due(yesterday, at("2026-10-28", "00:00"))
    assert wanted is not None
    assert wanted.slot.nominal.isoformat() == C


# ------------------------------------------------------------------ refused


NAIVE = datetime(2026, 10, 6, 12)  # noqa: DTZ001 - what must be refused


@pytest.mark.parametrize(
    ("submitted", "published", "go_live"),
    [
        (NAIVE, None, None),
        (datetime(2026, 10, 6, tzinfo=UTC), NAIVE, None),
        (datetime(2026, 10, 6, tzinfo=UTC), None, NAIVE),
    ],
)
def test_a_naive_datetime_is_refused(
    submitted: datetime, published: datetime | None, go_live: datetime | None
) -> None:
    with pytest.raises(CadenceError, match="2026-10-06T12:00:00 has no time zone"):
        Post("one", submitted, published, go_live)


def test_now_needs_a_time_zone_too() -> None:
    with pytest.raises(CadenceError, match="has no time zone"):
        results(now=NAIVE)
