"""What each class of the district at size posts, for any day and size; streams filled in anew."""

import datetime as dt
import json
from collections import Counter

import pytest

from classroom.ledger.refresh import district_zone
from district_cms.demo.at_size.plans import (
    MOST_UPDATES_A_CLASS,
    STORIES_OF,
    Sizes,
    past_posting_days,
    schools,
    shares,
    story_of,
    year_of,
)
from district_cms.demo.bulk.updates import Stream
from district_cms.demo.school_year import Chance, End, Plan, plans
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.slots import Post, Standing, assign

ANCHORS = [dt.date(2026, 1, 1) + dt.timedelta(days=61 * number) for number in range(12)]
START = dt.date(2026, 3, 3)


def of_class(number: int, count: int, anchor: dt.date) -> list[Plan]:
    return plans(
        story_of(number),
        count=count,
        calendar=year_of(anchor, count).calendar(),
        anchor=anchor,
        zone=district_zone(),
        chance=Chance(1, "days"),
    )


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
@pytest.mark.parametrize("count", [1, 7, 18, MOST_UPDATES_A_CLASS])
def test_on_any_day_a_class_has_as_many_updates_as_asked_for_all_in_the_past(
    count: int, anchor: dt.date
) -> None:
    for number in range(STORIES_OF):
        made = of_class(number, count, anchor)
        assert len({plan.day for plan in made}) == len(made) == count
        assert made == sorted(made, key=lambda plan: plan.day)
        for plan in made:
            assert plan.begun_at < plan.submitted_at < plan.approved_at
            assert plan.approved_at.astimezone(district_zone()).date() < anchor
            assert plan.day <= plan.last_day
            assert (plan.go_live_at is not None) == (plan.end == End.SCHEDULED)
            assert plan.go_live_at is None or plan.go_live_at.date() > anchor
        assert made[-1].end == story_of(number).end
        assert {plan.end for plan in made[:-1]} <= {End.LIVE}


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_on_any_day_some_classes_are_late_and_some_have_missed_a_posting_day(
    anchor: dt.date,
) -> None:
    calendar = year_of(anchor, 18).calendar()
    now = dt.datetime.combine(anchor, dt.time(12), tzinfo=district_zone())
    standings: Counter[Standing] = Counter()
    for number in range(STORIES_OF):
        posts = [
            Post(str(place), plan.submitted_at, plan.approved_at)
            for place, plan in enumerate(of_class(number, 18, anchor))
            if plan.end == End.LIVE
        ]
        found = assign(
            posts, calendar=calendar, rule=NoSchoolRule.NEXT, tz=district_zone(), now=now
        )
        standings.update(result.standing for result in found)
    assert {Standing.LATE, Standing.MISSING, Standing.AWAITED} <= set(standings)
    assert standings[Standing.MET] > 0.8 * STORIES_OF * len(past_posting_days(calendar, anchor)) / 2


def test_more_updates_than_a_school_year_has_days_are_refused() -> None:
    with pytest.raises(ValueError, match="no 90 days"):
        of_class(0, 90, dt.date(2026, 11, 24))


@pytest.mark.parametrize(
    ("total", "parts", "expected"), [(7, 3, [3, 2, 2]), (6, 3, [2, 2, 2]), (2, 3, [1, 1, 0])]
)
def test_shares_differ_by_one_at_most(total: int, parts: int, expected: list[int]) -> None:
    assert shares(total, parts) == expected


@pytest.mark.parametrize(
    "numbers",
    [{"schools": 0}, {"teachers": 39}, {"classes": 1999}, {"updates": 7999}, {"subscribers": -1}],
    ids=str,
)
def test_sizes_that_do_not_go_together_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        Sizes(anchor=START, **numbers)


def test_every_school_has_a_name_of_its_own() -> None:
    titles = [title for title, _kind in schools(200)]
    assert len(set(titles)) == 200


def test_chance_of_a_seed_comes_again_and_differs_by_part() -> None:
    assert Chance(1, "pages").uuid() == Chance(1, "pages").uuid()
    assert Chance(1, "pages").uuid() != Chance(2, "pages").uuid()
    assert Chance(1, "pages").uuid() != Chance(1, "days").uuid()


ID = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"


def test_a_stream_is_filled_with_new_ids_and_days_and_else_the_same() -> None:
    said = f'He said: "id": "{ID}", "due": "2026-03-03"'
    blocks = [
        {"type": "assignment", "value": {"title": said, "due": "2026-03-10"}, "id": ID},
        {"type": "event", "value": {"date": "2026-03-04", "place": ""}, "id": OTHER},
    ]
    stream = Stream(json.dumps(blocks), START)
    assert stream.ids == [ID, OTHER]

    filled = stream.filled(["first", "second"], lambda days: dt.date(2027, 1, 1 + days))

    blocks[0] |= {"id": "first", "value": {"title": said, "due": "2027-01-08"}}
    blocks[1] |= {"id": "second", "value": {"date": "2027-01-02", "place": ""}}
    assert json.loads(filled) == blocks


def test_an_empty_stream_stays_empty() -> None:
    assert Stream("[]", START).filled([], lambda days: START) == "[]"


def test_a_block_without_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="no id"):
        Stream('[{"type": "prose", "value": "<p>Words.</p>"}]', START)
