"""What is noted of an update at each step of its life, and what that does to its slot."""

import pytest
from wagtail.models import Page

from classroom.models import PostingSlot
from classroom.tasks import nightly
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.integration.classroom.walk import Walk, slot, times
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(district: District) -> Walk:
    return Walk.begin(district)


def of_24th(walk: Walk) -> PostingSlot:
    return slot(walk.district.classroom, "2026-11-24")


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


def test_an_update_that_moves_to_another_class_counts_there(walk: Walk) -> None:
    walk.submit().approve()
    other = make_classroom(walk.district.teacher_page)
    Page.objects.get(pk=walk.pk).move(other, pos="last-child")
    assert walk.posting.classroom == other
    assert slot(other, "2026-11-24").standing == "met"
    assert of_24th(walk).standing == "open"
