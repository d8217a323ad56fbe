"""How an update stands: one state for every set of facts, the same words everywhere."""

import datetime as dt
from itertools import product
from typing import Any

import pytest
from django.utils import translation

from classroom.models import UpdatePage
from classroom.states import Facts, UpdateState, standing_of, standings, state_of
from district_cms.moderation.models import TakeDown
from district_cms.moderation.taking_down.services import take_down
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

HOUR = dt.datetime(2026, 12, 4, 14, tzinfo=dt.UTC)
WAITS, BACK = "in_progress", "needs_changes"


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        ({}, "draft", "draft"),
        ({"review": WAITS}, "with-principal", "with the principal"),
        ({"review": BACK}, "sent-back", "sent back"),
        ({"came_back_at": HOUR}, "sent-back", "sent back"),
        ({"hour": HOUR}, "scheduled", "scheduled for Friday, December 4, 7:00 am"),
        ({"down_at": HOUR}, "taken-down", "taken down"),
        ({"live": True}, "live", "live"),
        ({"live": True, "changed": True}, "changed", "live, changed since approved"),
        # Two facts at once: what someone else has in hand comes first.
        ({"down_at": HOUR, "review": WAITS}, "with-principal", "with the principal"),
        ({"down_at": HOUR, "review": BACK}, "taken-down", "taken down"),
        (
            {"hour": HOUR, "review": BACK},
            "scheduled",
            "scheduled for Friday, December 4, 7:00 am",
        ),
        # Families read an earlier version meanwhile, and the words say so.
        (
            {"live": True, "changed": True, "review": WAITS},
            "with-principal",
            "live, the change is with the principal",
        ),
        (
            {"live": True, "changed": True, "review": BACK},
            "sent-back",
            "live, the change was sent back",
        ),
        (
            {"live": True, "changed": True, "hour": HOUR},
            "scheduled",
            "live, the change is scheduled for Friday, December 4, 7:00 am",
        ),
        # A row that was forgotten open: families read it, so it is not down.
        ({"live": True, "down_at": HOUR}, "live", "live"),
    ],
)
def test_facts_have_one_state_in_words(
    facts: dict[str, Any], state: str, words: str, clock: Clock
) -> None:
    clock("2026-11-24 09:00")
    standing = standing_of(Facts(**facts))
    assert (standing.state, str(standing.words)) == (state, words)


def test_what_says_live_is_live_and_nothing_else_does() -> None:
    for live, changed, review, hour, down in product(
        (False, True), (False, True), (None, WAITS, BACK), (None, HOUR), (None, HOUR)
    ):
        facts = Facts(live=live, changed=changed, review=review, hour=hour, down_at=down)
        assert str(standing_of(facts).words).startswith("live") is live
        assert state_of(facts) in UpdateState


def test_the_words_are_of_the_language_in_which_they_are_read(clock: Clock) -> None:
    clock("2026-11-24 09:00")
    words = standing_of(Facts(hour=HOUR)).words
    with translation.override("es"):
        assert "viernes 4 de diciembre" in str(words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], "draft"),
        (["submit"], "with-principal"),
        (["submit", "send_back"], "sent-back"),
        (["submit", "send_back", "submit"], "with-principal"),
        (["submit", "take_back"], "draft"),
        (["submit", "approve"], "live"),
        (["submit", "approve", "change"], "changed"),
        (["submit", "approve", "change", "submit"], "with-principal"),
        (["submit", "approve", "change", "submit", "send_back"], "sent-back"),
        (["submit", "approve", "change", "submit", "approve"], "live"),
    ],
)
def test_each_step_of_an_updates_life_leads_to_its_state(
    steps: list[str], state: str, district: District
) -> None:
    walk = Walk.begin(district)
    for step in steps:
        getattr(walk, step)()
    assert standings([walk.page])[walk.pk].state == state


@pytest.mark.django_db
def test_scheduled_and_taken_down_say_since_when(district: District, clock: Clock) -> None:
    clock("2026-11-24 09:00")
    walk = Walk.begin(district, go_live_at=HOUR).submit().approve()
    scheduled = standings([walk.page])[walk.pk]
    assert (scheduled.state, scheduled.at) == (UpdateState.SCHEDULED, HOUR)
    take_down(pages=[walk.page], user=district.teacher, reason=TakeDown.Reason.MISTAKE)
    assert standings([walk.page])[walk.pk].state is UpdateState.TAKEN_DOWN


@pytest.mark.django_db
def test_any_number_of_updates_costs_one_query(
    district: District, django_assert_num_queries: Any
) -> None:
    assert standings([]) == {}
    content = update_content(district.curriculum)
    for number in range(3):
        make_draft(district.classroom, **content | {"title": f"Update {number}"})
    updates = list(UpdatePage.objects.all())
    standings(updates)  # remembers the content type of pages
    with django_assert_num_queries(1):
        found = standings(updates)
    assert {standing.state for standing in found.values()} == {UpdateState.DRAFT}
