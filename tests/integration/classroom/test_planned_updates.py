"""Updates that are scheduled for later, and the ledger until then."""

import datetime as dt

import pytest
from django.core.management import call_command

from classroom.models import PostingSlot
from classroom.tasks import nightly
from tests.factories.district import District
from tests.integration.classroom.walk import Walk, slot, times
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

SUBMITTED = moment("2026-11-10 09:00")
LATER = moment("2026-11-20 06:00")


def of_24th(walk: Walk) -> PostingSlot:
    return slot(walk.district.classroom, "2026-11-24")


def scheduled(district: District, go_live_at: dt.datetime = LATER) -> Walk:
    return Walk.begin(district, go_live_at=go_live_at).submit().approve()


def test_a_schedule_that_is_due_fills_no_slot_before_the_update_is_live(
    district: District, clock: Clock
) -> None:
    walk = scheduled(district)
    clock("2026-11-20 06:30")
    nightly()
    assert of_24th(walk).standing == "with_school"


def test_a_schedule_that_the_gate_refuses_fills_no_slot(district: District, clock: Clock) -> None:
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


def test_an_update_submitted_again_for_another_hour_counts_for_that_hour(
    district: District, clock: Clock
) -> None:
    walk = Walk.begin(district, go_live_at=LATER).submit().send_back()
    walk.hold(moment("2026-11-25 06:00")).submit()
    assert of_24th(walk).standing == "open"
    assert slot(district.classroom, "2026-12-01").standing == "with_school"
