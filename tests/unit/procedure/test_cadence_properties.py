"""Properties for any posts of any class: order does not matter, another post never hurts, and no
post counts twice."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from district_cms.procedure.cadence import NoSchoolRule, windows
from district_cms.procedure.months import MonthStanding, monthly_counts
from district_cms.procedure.slots import (
    ClassSpan,
    Post,
    PostState,
    SlotResult,
    Standing,
    assign,
    current,
    next_change,
    next_due,
    next_update,
    posting_day_at,
)
from tests.unit.procedure.school_year import DENVER, LARKSPUR, at

# A few weeks with both a short and a long gap, so that posts meet each other often.
BEGINNING = at("2026-10-01", "00:00")
moments = st.integers(0, 24 * 45).map(lambda hours: BEGINNING + timedelta(hours=hours))
later = st.none() | st.integers(-48, 24 * 20).map(lambda hours: timedelta(hours=hours))


@st.composite
def one_post(draw: st.DrawFn, key: str = "post") -> Post:
    submitted = draw(moments)
    delay, hold = draw(later), draw(later)
    published = submitted + max(delay, timedelta()) if delay is not None else None
    return Post(key, submitted, published, submitted + hold if hold is not None else None)


many_posts = st.lists(one_post(), max_size=9).map(
    lambda posts: [replace(post, key=f"post-{number}") for number, post in enumerate(posts)]
)
rules = st.sampled_from(NoSchoolRule)
autumn_days = st.none() | st.dates(date(2026, 9, 15), date(2026, 12, 15))
spans = st.builds(ClassSpan, autumn_days, autumn_days)


def stand(
    posts: list[Post], rule: NoSchoolRule, now: datetime, span: ClassSpan
) -> tuple[SlotResult, ...]:
    return assign(posts, calendar=LARKSPUR, rule=rule, tz=DENVER, now=now, span=span)


def goodness(result: SlotResult) -> int:
    """Ranks a slot's status: in time is better than late, and live better than pending."""
    if result.post is None:
        return {Standing.MISSING: 0}.get(result.standing, 1)
    on_its_way = {Standing.WITH_SCHOOL: 2, Standing.SCHEDULED: 3}.get(result.standing, 4)
    return on_its_way + (10 if result.in_time else 0)


@given(many_posts, rules, moments, spans, st.randoms())
def test_the_order_of_the_posts_changes_nothing(
    posts: list[Post], rule: NoSchoolRule, now: datetime, span: ClassSpan, random: Random
) -> None:
    shuffled = list(posts)
    random.shuffle(shuffled)
    assert stand(shuffled, rule, now, span) == stand(posts, rule, now, span)


@given(many_posts, one_post(), rules, moments, spans)
def test_another_post_never_worsens_a_slot(
    posts: list[Post], extra: Post, rule: NoSchoolRule, now: datetime, span: ClassSpan
) -> None:
    before = stand(posts, rule, now, span)
    after = stand([*posts, extra], rule, now, span)
    for old, new in zip(before, after, strict=True):
        assert goodness(new) >= goodness(old)


@given(many_posts, rules, moments, spans, st.data())
def test_an_approval_never_worsens_a_slot(
    posts: list[Post], rule: NoSchoolRule, now: datetime, span: ClassSpan, data: st.DataObject
) -> None:
    waiting = [post for post in posts if post.published_at is None and post.submitted_at <= now]
    if not waiting:
        return
    approved = data.draw(st.sampled_from(waiting))
    published = [
        replace(post, published_at=max(now, post.dated_at)) if post is approved else post
        for post in posts
    ]
    before, after = stand(posts, rule, now, span), stand(published, rule, now, span)
    for old, new in zip(before, after, strict=True):
        assert goodness(new) >= goodness(old)


@given(many_posts, rules, moments, spans)
def test_a_post_fills_at_most_one_slot_and_only_its_own_or_the_one_before(
    posts: list[Post], rule: NoSchoolRule, now: datetime, span: ClassSpan
) -> None:
    found = stand(posts, rule, now, span)
    filled = [result for result in found if result.post]
    keys = [result.post.key for result in filled if result.post]
    assert len(keys) == len(set(keys)) <= len(posts)
    for result in filled:
        assert result.post is not None
        assert result.window is not None
        assert result.post.submitted_at <= now
        assert result.post.dated_at < result.window.late_until
        assert result.standing is not Standing.LATE or not result.in_time
        if result.standing is Standing.MET:
            assert result.in_time


def best_possible(posts: list[Post], rule: NoSchoolRule) -> tuple[int, int]:
    """The maximum of slots that can be met, and then filled late, by brute force."""
    found = windows(LARKSPUR, rule, DENVER)
    opens = [at("2000-01-01"), *(window.closes_at for window in found)]
    near = [
        index
        for index, window in enumerate(found)
        if any(opens[index] <= post.dated_at < window.late_until for post in posts)
    ]
    best = (0, 0)
    places = [*near, *[-1] * len(posts)]
    for chosen in set(permutations(places, len(posts))):
        met = late = 0
        for index, post in zip(chosen, posts, strict=True):
            if index >= 0 and opens[index] <= post.dated_at < found[index].closes_at:
                met += 1
            elif index >= 0 and found[index].closes_at <= post.dated_at < found[index].late_until:
                late += 1
        best = max(best, (met, late))
    return best


few_live_posts = st.lists(moments, max_size=4).map(
    lambda found: [Post(f"post-{number}", at_, at_) for number, at_ in enumerate(found)]
)


@given(few_live_posts, rules)
def test_no_other_assignment_fills_more_slots(posts: list[Post], rule: NoSchoolRule) -> None:
    found = stand(posts, rule, at("2027-07-30"), ClassSpan())
    standings = [result.standing for result in found]
    counted = (standings.count(Standing.MET), standings.count(Standing.LATE))
    assert counted == best_possible(posts, rule)


@given(few_live_posts, rules, moments, spans)
def test_the_posting_day_of_another_post_is_predicted(
    posts: list[Post], rule: NoSchoolRule, moment: datetime, span: ClassSpan
) -> None:
    def filled(of: list[Post]) -> dict[date, date | None]:
        found = stand(of, rule, at("2027-07-30"), span)
        return {result.slot.nominal: result.slot.day for result in found if result.post}

    moment = max(moment, *(post.dated_at for post in posts), BEGINNING)
    before = filled(posts)
    after = filled([*posts, Post("one more", moment, moment)])
    expected = posting_day_at(windows(LARKSPUR, rule, DENVER), before, span, moment)
    assert [after[nominal] for nominal in after.keys() - before.keys()] == (
        [expected] if expected else []
    )


@given(many_posts, rules, moments, spans)
def test_every_slot_of_the_year_has_exactly_one_standing(
    posts: list[Post], rule: NoSchoolRule, now: datetime, span: ClassSpan
) -> None:
    for result in stand(posts, rule, now, span):
        assert (result.window is None) is (result.standing is Standing.DROPPED)
        assert (result.post is not None) is (
            result.standing
            in (Standing.MET, Standing.LATE, Standing.SCHEDULED, Standing.WITH_SCHOOL)
        )
        if result.window:
            owed = span.includes(result.window.day)
            assert owed is (result.standing is not Standing.NOT_OBLIGED)


@given(many_posts, one_post(), rules, moments, spans)
def test_months_count_every_post_once_and_one_more_never_makes_a_month_short(
    posts: list[Post], extra: Post, rule: NoSchoolRule, now: datetime, span: ClassSpan
) -> None:
    def count(of: list[Post]) -> dict[tuple[int, int], tuple[MonthStanding, int]]:
        found = monthly_counts(of, calendar=LARKSPUR, rule=rule, tz=DENVER, now=now, span=span)
        return {
            (month.year, month.month): (
                month.standing,
                month.posted + month.scheduled + month.with_school,
            )
            for month in found
        }

    before, after = count(posts), count([*posts, extra])
    assert before.keys() == after.keys()
    assert sum(number for _, number in before.values()) <= len(posts)
    for month, (standing, number) in before.items():
        assert after[month][1] >= number
        if standing is not MonthStanding.SHORT:
            assert after[month][0] is not MonthStanding.SHORT


@given(one_post(), moments)
def test_a_post_is_never_dated_before_it_was_submitted_nor_after_it_went_live(
    post: Post, now: datetime
) -> None:
    assert post.dated_at >= post.submitted_at
    if post.state(now) is PostState.LIVE:
        assert post.dated_at <= now


def all_that_is_said(
    posts: list[Post], rule: NoSchoolRule, now: datetime, span: ClassSpan
) -> tuple[object, ...]:
    """Everything that the ledger stores of a class."""
    found = stand(posts, rule, now, span)
    months = monthly_counts(
        posts, calendar=LARKSPUR, rule=rule, tz=DENVER, now=now, span=span, minimum_school_days=10
    )
    today = now.astimezone(DENVER).date()
    month = [one for one in months if (one.year, one.month) == (today.year, today.month)]
    coming = next_update(found, posts, now=now, tz=DENVER)
    return found, month, coming, current(found, now), next_due(found, now)


@given(many_posts, rules, moments, spans, st.floats(0, 1, exclude_max=True))
def test_nothing_changes_before_the_next_change(
    posts: list[Post], rule: NoSchoolRule, now: datetime, span: ClassSpan, part: float
) -> None:
    change = next_change(posts, calendar=LARKSPUR, rule=rule, tz=DENVER, now=now)
    assert change > now
    just_before = change - timedelta(microseconds=1)
    between = min(now + (change - now) * part, just_before)  # rounded, it may be the change itself
    before = all_that_is_said(posts, rule, now, span)
    assert all_that_is_said(posts, rule, between, span) == before
    assert all_that_is_said(posts, rule, max(now, just_before), span) == before
