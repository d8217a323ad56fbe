"""Updates that are approved for a later moment, and what the ledger says until then."""

import datetime as dt

import pytest
from django.core.management import call_command
from wagtail.models import Revision

from classroom.models import PostingSlot
from classroom.tasks import nightly
from tests.factories.district import District
from tests.factories.people import make_superuser
from tests.integration.classroom.walk import Walk, slot, times
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

SUBMITTED = moment("2026-11-10 09:00")
LATER = moment("2026-11-20 06:00")


def of_24th(walk: Walk) -> PostingSlot:
    return slot(walk.district.classroom, "2026-11-24")


def scheduled(district: District, go_live_at: dt.datetime = LATER) -> Walk:
    return Walk.begin(district, go_live_at=go_live_at).submit().approve()


def test_approved_for_later_it_is_scheduled_and_then_met(district: District, clock: Clock) -> None:
    walk = scheduled(district)
    assert not walk.page.live
    assert times(walk.posting) == {
        "submitted_at": SUBMITTED,
        "published_at": LATER,
        "go_live_at": LATER,
    }
    assert of_24th(walk).standing == "scheduled"
    assert nightly().startswith("0 postings fixed")
    run = clock("2026-11-20 06:04")
    call_command("publish_scheduled")
    assert walk.page.live
    assert times(walk.posting) == {
        "submitted_at": SUBMITTED,
        "published_at": LATER,
        "go_live_at": LATER,
        "last_published_at": run,
    }
    met = of_24th(walk)
    assert (met.standing, met.met_at) == ("met", LATER)


def test_its_teacher_can_hold_it_back_past_the_posting_day_only_at_the_own_cost(
    district: District, clock: Clock
) -> None:
    walk = scheduled(district, moment("2026-11-25 06:00"))
    assert of_24th(walk).standing == "open"
    assert slot(district.classroom, "2026-12-01").standing == "scheduled"


def test_a_plan_whose_moment_has_come_fills_no_slot_before_it_is_live(
    district: District, clock: Clock
) -> None:
    walk = scheduled(district)
    clock("2026-11-20 06:30")
    nightly()
    assert of_24th(walk).standing == "with_school"


def test_a_plan_that_the_gate_refuses_fills_no_slot(district: District, clock: Clock) -> None:
    walk = scheduled(district)
    district.curriculum.unpublish()
    refused = clock("2026-11-20 06:04")
    call_command("publish_scheduled")
    assert not walk.page.live
    assert times(walk.posting) == {"submitted_at": SUBMITTED, "returned_at": refused}
    assert of_24th(walk).standing == "open"


def test_a_refused_change_of_a_live_update_leaves_its_posting_alone(
    district: District, clock: Clock
) -> None:
    walk = Walk.begin(district).submit().approve()
    before = times(walk.posting)
    walk.change(go_live_at=LATER).submit().approve()
    district.curriculum.unpublish()
    clock("2026-11-20 06:04")
    call_command("publish_scheduled")
    assert walk.page.live
    assert times(walk.posting) == before


def test_a_plan_that_is_taken_back_is_found_by_the_nightly_run(
    district: District, clock: Clock
) -> None:
    walk = scheduled(district)
    Revision.objects.update(approved_go_live_at=None)
    at_night = clock("2026-11-11 02:00")
    assert nightly().startswith("1 posting fixed")
    assert times(walk.posting) == {"submitted_at": SUBMITTED, "returned_at": at_night}
    assert of_24th(walk).standing == "open"
    assert nightly().startswith("0 postings fixed")


def test_a_plan_that_the_school_takes_back_is_noted_at_once(
    district: District, clock: Clock
) -> None:
    walk = scheduled(district)
    canceled = clock("2026-11-11 14:00")
    walk.cancel()
    assert times(walk.posting) == {"submitted_at": SUBMITTED, "returned_at": canceled}
    assert of_24th(walk).standing == "open"
    assert nightly().startswith("0 postings fixed")


def test_what_was_handed_in_again_for_another_hour_counts_for_that(
    district: District, clock: Clock
) -> None:
    walk = Walk.begin(district, go_live_at=LATER).submit().send_back()
    walk.hold(moment("2026-11-25 06:00")).submit()
    assert of_24th(walk).standing == "open"
    assert slot(district.classroom, "2026-12-01").standing == "with_school"


def test_put_up_again_at_a_planned_hour_it_keeps_the_date_of_its_submission(
    district: District, clock: Clock
) -> None:
    walk = Walk.begin(district).submit()
    clock("2026-11-25 09:00")
    walk.approve().unpublish()
    walk.plan(moment("2026-11-26 06:00"))
    clock("2026-11-26 06:04")
    call_command("publish_scheduled")
    met = of_24th(walk)
    assert (met.standing, met.met_at) == ("met", SUBMITTED)


def test_published_before_the_planned_moment_it_is_dated_by_that(
    district: District, clock: Clock
) -> None:
    walk = scheduled(district, moment("2026-11-25 06:00"))
    earlier = clock("2026-11-23 08:00")
    revision = walk.page.get_latest_revision_as_object()
    revision.go_live_at = None
    revision.save_revision(user=make_superuser()).publish()
    assert walk.posting.published_at == earlier
    met = of_24th(walk)
    assert (met.standing, met.met_at) == ("met", earlier)
