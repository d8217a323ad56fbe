"""The ledger agrees with Wagtail's own log; the nightly run adds what the signals missed."""

import datetime as dt
from itertools import count
from typing import Any

import pytest

from classroom.ledger.history import Fact, facts_of, reconcile_postings
from classroom.models import Posting, UpdatePage
from district_cms.publishing.tasks import publish_scheduled
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_update, update_content
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

STORIES = [
    "submit",
    "submit approve",
    "submit send_back",
    "submit send_back change submit",
    "submit send_back change submit approve",
    "submit take_back",
    "submit take_back submit",
    "submit send_back take_back",
    "submit send_back take_back submit approve",
    "publish",
    "submit publish",
    "submit take_back publish",
    "submit send_back publish",
    "submit approve unpublish",
    "submit approve unpublish publish",
    "submit approve change submit approve",
    "submit approve change submit send_back",
    "submit approve change submit take_back",
    "submit approve change publish unpublish change submit approve",
    "plan wait",
    "plan cancel",
    "plan cancel wait",
    "plan cancel change submit approve",
    "hold submit approve",
    "hold submit approve wait",
    "hold submit send_back hold submit",
    "hold submit send_back plan",
    "submit plan",
    "submit plan cancel",
    "plan plan wait",
    "plan publish_now",
    "plan publish_now unpublish plan cancel",
    "plan take_down",
    "submit send_back plan cancel submit",
    "submit approve plan wait",
    "submit approve plan cancel",
    "submit approve plan take_down",
    "submit approve unpublish plan wait",
]


def tell(story: str, district: District, clock: Clock) -> Walk:
    """Walks an update through the steps of a story, one a day from the 10th of November."""
    walk, days = Walk.begin(district), count(10)
    for step in story.split():
        clock(f"2026-11-{next(days)} 09:00")
        if step == "change":
            walk.change(title="Halves and quarters")
        elif step in {"plan", "hold"}:
            getattr(walk, step)(moment(f"2026-11-{next(days) + 4} 06:00"))
        elif step == "wait":
            clock(f"2026-11-{next(days) + 4} 06:04")
            publish_scheduled()
        else:
            getattr(walk, step)()
    return walk


def noted() -> dict[Any, Any]:
    """Returns the postings with content, as facts."""
    return {
        row.page_uuid: Fact(
            row.page_uuid,
            row.classroom_id,
            row.submitted_at,
            row.returned_at,
            row.published_at,
            row.go_live_at,
            row.last_published_at,
            row.withdrawn_at,
            row.revision_id,
        )
        for row in Posting.objects.filter(submitted_at__isnull=False)
    }


def told() -> dict[Any, Any]:
    """Returns the facts of the history."""
    return {fact.page_uuid: fact for fact in facts_of(UpdatePage.objects.all())}


@pytest.mark.parametrize("story", STORIES)
def test_the_history_gives_the_facts_of_the_ledger_and_restores_a_lost_posting(
    story: str, district: District, clock: Clock
) -> None:
    tell(story, district, clock)
    before = noted()
    assert told() == before
    assert reconcile_postings() == 0

    lost = Posting.objects.count()
    Posting.objects.all().delete()
    assert reconcile_postings() == len(before) <= lost
    assert noted() == before


def test_the_facts_of_many_classes_are_read_together(district: District, clock: Clock) -> None:
    for number in range(3):
        clock(f"2026-11-1{number} 09:00")
        Walk.begin(district).submit().approve()
    other = make_classroom(district.teacher_page)
    make_update(other, **update_content(district.curriculum))
    assert len(facts_of(UpdatePage.objects.all())) == 4
    of_other = facts_of(UpdatePage.objects.descendant_of(other))
    assert {fact.classroom_id for fact in of_other} == {other.pk}


def silent_update(district: District, **fields: Any) -> UpdatePage:
    """Creates an update that is live without a signal, as code that saves a live page does."""
    update = UpdatePage(live=True, **update_content(district.curriculum), **fields)
    district.classroom.add_child(instance=update)
    return update


def test_an_update_with_a_date_set_by_code_keeps_that_date(district: District) -> None:
    published = moment("2026-10-20 09:00")
    silent_update(district, first_published_at=published)
    assert reconcile_postings() == 1
    assert Posting.objects.get().published_at == published


def test_an_existing_posting_is_never_overwritten(district: District) -> None:
    Walk.begin(district).submit().approve()
    earlier = moment("2026-11-03 09:00")
    Posting.objects.update(submitted_at=earlier, published_at=earlier)
    assert reconcile_postings() == 0
    assert Posting.objects.get().submitted_at == earlier


def test_a_draft_that_nobody_submitted_is_no_fact(district: District) -> None:
    Walk.begin(district)
    assert facts_of(UpdatePage.objects.all()) == []


def test_a_log_action_that_the_ledger_does_not_know_changes_nothing() -> None:
    at = dt.datetime(2026, 11, 10, tzinfo=dt.UTC)
    fact = Fact(page_uuid=UpdatePage().translation_key, classroom_id=1)
    assert fact.after("wagtail.edit", at) is fact
