"""Handing a page to the principal: nothing that could not go live goes into the queue."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from classroom.models import UpdatePage
from classroom.services.updates import post_to_sections
from district_cms.moderation.services import submit_for_approval
from district_cms.publishing.gate import PublishBlocked
from tests.factories.editor import update_form
from tests.factories.pages import make_classroom
from tests.integration.publishing.paths.routes import edit
from tests.integration.publishing.paths.world import (
    FAULTS,
    MISSING,
    TITLE,
    TYPED,
    Bad,
    Content,
    World,
    signed_in,
    state,
)

pytestmark = pytest.mark.django_db

Handing = Callable[[World, Content], tuple[str, Client]]
SUBMIT = {"action-submit": "1"}


def a_new_page(w: World, content: Content) -> tuple[str, Client]:
    place = ["classroom", "updatepage", w.district.classroom.pk]
    return reverse("wagtailadmin_pages:add", args=place), signed_in(w.district.teacher)


def a_draft(w: World, content: Content) -> tuple[str, Client]:
    return edit(w.draft(content)), signed_in(w.district.teacher)


def a_change_of_a_live_page(w: World, content: Content) -> tuple[str, Client]:
    return edit(w.older()), signed_in(w.district.teacher)


def what_was_sent_back(w: World, content: Content) -> tuple[str, Client]:
    page = w.submitted(content)
    page.current_workflow_task_state.reject(user=w.district.principal)
    return edit(page), signed_in(w.district.teacher)


handing = pytest.mark.parametrize(
    "prepare",
    [a_new_page, a_draft, a_change_of_a_live_page, what_was_sent_back],
    ids=lambda prepare: prepare.__name__,
)
every_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)


@handing
@every_fault
def test_the_editor_refuses_to_submit_a_bad_page_and_keeps_the_typed_text(
    prepare: Handing, fault: Bad, world: World
) -> None:
    address, client = prepare(world, world.bad(fault))
    before = state()

    response = client.post(address, update_form(world.bad(fault), **SUBMIT))

    assert state() == before
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [fault.field]
    assert TYPED in response.content.decode()


@handing
def test_the_editor_hands_in_a_good_page_which_is_not_live_by_that(
    prepare: Handing, world: World
) -> None:
    address, client = prepare(world, world.good())
    before = state()

    client.post(address, update_form(world.good(), **SUBMIT))

    after = state()
    assert len(after.waiting) == 1
    assert after.live == before.live
    waiting = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    assert waiting.revision.content["title"] == TITLE


@every_fault
def test_code_that_hands_in_a_bad_page_is_refused(fault: Bad, world: World) -> None:
    page = world.draft(world.bad(fault))
    before = state()

    with pytest.raises(PublishBlocked) as refusal:
        submit_for_approval(page=page, user=world.district.teacher)

    assert [found.rule for found in refusal.value.findings] == [fault.rule]
    assert state() == before


def test_code_hands_in_the_newest_revision_and_asks_about_that_one(world: World) -> None:
    page = world.draft(world.bad(MISSING))
    fixed = world.changed(page, world.good())

    submit_for_approval(page=UpdatePage.objects.get(pk=page.pk), user=world.district.teacher)

    assert TaskState.objects.get().revision_id == fixed.pk


@every_fault
def test_posting_to_several_sections_makes_no_page_when_one_would_be_refused(
    fault: Bad, world: World
) -> None:
    other = make_classroom(world.district.teacher_page, title="Math 4")
    page = world.draft(world.bad(fault))
    before = state()

    with pytest.raises(PublishBlocked):
        post_to_sections(update=page, classrooms=[other], user=world.district.teacher, submit=True)

    assert state() == before


@pytest.mark.usefixtures("november")  # the screen offers the classes of this school year
@every_fault
def test_the_screen_for_several_sections_says_why_and_keeps_the_choice(
    fault: Bad, world: World
) -> None:
    other = make_classroom(world.district.teacher_page, title="Math 4")
    page = world.draft(world.bad(fault))
    before = state()

    response = posted_to(world, page, other)

    assert state() == before
    assert response.status_code == 200
    assert fault.says in str(response.context["form"].non_field_errors())
    assert response.context["form"]["classrooms"].value() == [str(other.pk)]


def posted_to(world: World, page: UpdatePage, other: Any) -> Any:
    return signed_in(world.district.teacher).post(
        reverse("classroom_other_sections", args=[page.pk]),
        {"classrooms": [other.pk], "submit": "on"},
    )
