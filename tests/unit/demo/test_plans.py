"""The demo can be loaded on any day of any year, and always shows the same stories."""

import datetime as dt
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from classroom.ledger.refresh import district_zone
from district_cms.demo.school_year import STORIES, Chance, End, Plan, Story, demo_year, plans
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.months import MonthStanding, monthly_counts
from district_cms.procedure.slots import Post, Standing, assign

CLASSES = 60
ANCHORS = [dt.date(2026, 1, 1) + dt.timedelta(days=11 * number) for number in range(70)]


def test_each_term_begins_on_a_school_day() -> None:
    for anchor in ANCHORS:
        year = demo_year(anchor)
        first_days = {first for _name, first, _last in year.terms}
        assert not first_days & {day for day, _name in year.no_school}


def of_class(number: int, anchor: dt.date) -> list[Plan]:
    return plans(
        STORIES.get(number, Story()),
        calendar=demo_year(anchor).calendar(),
        anchor=anchor,
        zone=district_zone(),
        chance=Chance(1, f"class-{number}"),
    )


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_on_any_day_each_update_has_a_day_of_its_own_in_the_past(anchor: dt.date) -> None:
    for number in range(CLASSES):
        made = of_class(number, anchor)
        assert len(made) >= 4
        assert len({plan.day for plan in made}) == len(made)
        assert all(plan.day <= plan.last_day for plan in made)
        assert all(one.last_day < next_.day for one, next_ in pairwise(made))
        assert all(plan.approved_at.date() <= anchor for plan in made)
        for plan in made:
            assert (plan.go_live_at is not None) == (plan.end == End.SCHEDULED)
            assert plan.go_live_at is None or plan.go_live_at.date() == plan.day > anchor


@pytest.mark.parametrize("anchor", ANCHORS, ids=str)
def test_every_status_and_state_occurs_on_any_day(anchor: dt.date) -> None:
    calendar = demo_year(anchor).calendar()
    now = dt.datetime.combine(anchor, dt.time(12), tzinfo=district_zone())
    standings: Counter[Standing] = Counter()
    ends: Counter[End] = Counter()
    for number in range(CLASSES):
        made = of_class(number, anchor)
        ends.update(plan.end for plan in made)
        posts = [
            Post(
                str(place),
                plan.submitted_at,
                None if plan.end == End.WAITING else plan.go_live_at or plan.approved_at,
                plan.go_live_at,
            )
            for place, plan in enumerate(made)
            if plan.end not in {End.RETURNED, End.DRAFT}
        ]
        rules: Any = {
            "calendar": calendar,
            "rule": NoSchoolRule.NEXT,
            "tz": district_zone(),
            "now": now,
        }
        found = Counter(result.standing for result in assign(posts, **rules))
        standings.update(found)
        if not found.keys() & {Standing.LATE, Standing.AWAITED, Standing.MISSING}:
            short = [m for m in monthly_counts(posts, **rules) if m.standing is MonthStanding.SHORT]
            assert not short, f"class {number} met every posting day"
    assert set(ends) == set(End)
    wanted = {"met", "late", "missing", "with_school", "scheduled", "open", "upcoming"}
    assert wanted <= {standing.value for standing in standings}
