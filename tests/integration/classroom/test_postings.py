"""What is noted of an update at each step of its life, and what that does to its slot."""

from typing import Any

import pytest
from wagtail.models import Page

from classroom.models import ClassroomStanding, Posting, PostingSlot
from classroom.tasks import nightly
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.integration.classroom.walk import Walk, slot, times
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

SUBMITTED = moment("2026-11-10 09:00")


@pytest.fixture
def walk(district: District) -> Walk:
    return Walk.begin(district)


def of_24th(walk: Walk) -> PostingSlot:
    return slot(walk.district.classroom, "2026-11-24")


def test_a_draft_is_no_posting(walk: Walk) -> None:
    walk.change(title="Still a draft")
    assert not Posting.objects.exists()


def test_a_submission_is_noted_with_its_moment_and_waits_with_the_school(walk: Walk) -> None:
    walk.submit()
    assert times(walk.posting) == {"submitted_at": SUBMITTED}
    assert (walk.posting.classroom, walk.posting.title) == (
        walk.district.classroom,
        walk.page.title,
    )
    assert of_24th(walk).standing == "with_school"


def test_an_approval_publishes_and_keeps_the_moment_of_the_submission(
    walk: Walk, clock: Clock
) -> None:
    walk.submit()
    approved = clock("2026-11-12 15:00")
    walk.approve()
    assert times(walk.posting) == {
        "submitted_at": SUBMITTED,
        "published_at": approved,
        "last_published_at": approved,
    }
    assert walk.posting.revision_id == walk.page.live_revision_id
    met = of_24th(walk)
    assert (met.standing, met.met_by, met.met_at) == ("met", walk.page.translation_key, SUBMITTED)


def test_a_submission_in_time_is_never_late_however_long_the_school_takes(
    walk: Walk, clock: Clock
) -> None:
    clock("2026-11-24 23:59")
    walk.submit()
    clock("2026-12-04 08:00")
    nightly()
    assert of_24th(walk).standing == "with_school"
    walk.approve()
    assert of_24th(walk).standing == "met"


def test_sent_back_it_fills_no_slot_and_keeps_its_moment(walk: Walk, clock: Clock) -> None:
    walk.submit()
    returned = clock("2026-11-12 15:00")
    walk.send_back()
    assert times(walk.posting) == {"submitted_at": SUBMITTED, "returned_at": returned}
    assert of_24th(walk).standing == "open"


def test_fixed_and_submitted_again_it_has_the_moment_of_the_first_time(
    walk: Walk, clock: Clock
) -> None:
    walk.submit()
    clock("2026-11-23 15:00")
    walk.send_back().change(title="With the room")
    clock("2026-11-25 08:00")
    walk.submit()
    assert times(walk.posting) == {"submitted_at": SUBMITTED}
    assert walk.posting.title == "With the room"
    assert of_24th(walk).standing == "with_school"
    clock("2026-11-26 08:00")
    walk.approve()
    assert of_24th(walk).standing == "met"
    assert of_24th(walk).met_at == SUBMITTED


@pytest.mark.parametrize("returned_first", [True, False])
def test_taken_back_before_it_was_ever_live_it_gives_its_moment_up(
    returned_first: bool, walk: Walk, clock: Clock
) -> None:
    walk.submit()
    if returned_first:
        walk.send_back()
    walk.take_back()
    assert times(walk.posting) == {}
    assert of_24th(walk).standing == "open"
    again = clock("2026-11-25 08:00")
    walk.submit()
    assert times(walk.posting) == {"submitted_at": again}
    assert of_24th(walk).standing == "awaited"
    assert slot(walk.district.classroom, "2026-12-01").standing == "with_school"


def test_a_change_of_a_live_update_that_is_taken_back_changes_nothing(
    walk: Walk, clock: Clock
) -> None:
    walk.submit().approve()
    before = times(walk.posting)
    clock("2026-11-13 08:00")
    walk.change(title="Halves").submit().take_back()
    assert times(walk.posting) == before
    walk.submit().send_back()
    assert times(walk.posting) == before
    assert of_24th(walk).standing == "met"


def test_a_change_of_a_live_update_changes_nothing_but_updated_on(walk: Walk, clock: Clock) -> None:
    walk.submit().approve()
    before, met = times(walk.posting), of_24th(walk)
    changed = clock("2026-11-26 12:00")
    walk.change(title="Halves").submit().approve()
    assert times(walk.posting) == before | {"last_published_at": changed}
    assert (walk.posting.title, walk.posting.revision_id) == ("Halves", walk.page.live_revision_id)
    after = of_24th(walk)
    assert (after.standing, after.met_by, after.met_at) == ("met", met.met_by, met.met_at)
    # A day later the slot before the 24th is as it was too: one update fills one slot.
    assert slot(walk.district.classroom, "2026-11-03").standing != "late"
    assert ClassroomStanding.objects.get(classroom=walk.district.classroom).updated_at == changed


def test_taken_down_it_informs_nobody_until_it_goes_up_again(walk: Walk, clock: Clock) -> None:
    walk.submit().approve()
    before = times(walk.posting)
    down = clock("2026-11-20 08:00")
    walk.unpublish()
    assert times(walk.posting) == before | {"withdrawn_at": down}
    assert of_24th(walk).standing == "open"
    up = clock("2026-11-30 08:00")
    walk.publish()
    assert times(walk.posting) == before | {"last_published_at": up}
    assert of_24th(walk).standing == "met"


def test_what_the_school_publishes_without_a_submission_has_the_moment_of_that(
    walk: Walk, clock: Clock
) -> None:
    published = clock("2026-11-12 08:00")
    walk.publish()
    assert times(walk.posting) == dict.fromkeys(
        ["submitted_at", "published_at", "last_published_at"], published
    )


def test_what_the_school_publishes_while_it_waits_keeps_its_moment(
    walk: Walk, clock: Clock
) -> None:
    walk.submit()
    clock("2026-11-26 08:00")
    walk.publish()
    assert walk.page.current_workflow_state is None
    assert walk.posting.submitted_at == SUBMITTED
    assert of_24th(walk).standing == "met"


def deleted_waiting(walk: Walk) -> None:
    walk.submit()


def deleted_live(walk: Walk) -> None:
    walk.submit().approve()


@pytest.mark.parametrize("lead_up", [deleted_waiting, deleted_live])
def test_a_deleted_update_leaves_its_posting_as_withdrawn(
    lead_up: Any, walk: Walk, clock: Clock
) -> None:
    lead_up(walk)
    uuid = walk.page.translation_key
    deleted = clock("2026-11-12 08:00")
    walk.page.delete()
    posting = Posting.objects.get(page_uuid=uuid)
    assert (posting.submitted_at, posting.withdrawn_at) == (SUBMITTED, deleted)
    assert of_24th(walk).standing == "open"


def test_a_deleted_class_takes_its_ledger_along(walk: Walk) -> None:
    walk.submit()
    Walk.begin(walk.district).submit().approve()
    Page.objects.get(pk=walk.district.classroom.pk).delete()
    assert not Posting.objects.exists()
    assert not PostingSlot.objects.exists()


def test_an_update_that_moves_to_another_class_counts_there(walk: Walk) -> None:
    walk.submit().approve()
    other = make_classroom(walk.district.teacher_page)
    Page.objects.get(pk=walk.pk).move(other, pos="last-child")
    assert walk.posting.classroom == other
    assert slot(other, "2026-11-24").standing == "met"
    assert of_24th(walk).standing == "open"
