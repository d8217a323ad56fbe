"""What an approval publishes, and what follows when there is none."""

from typing import Any

import pytest
from wagtail.models import TaskState, WorkflowState

from classroom.models import UpdatePage
from district_cms.moderation.finishing import publish_approved_revision
from district_cms.moderation.services.approval import approve, send_back, submit_for_approval
from district_cms.publishing.mechanism import PublishBlocked
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content
from tests.factories.people import make_superuser
from tests.integration.moderation.approvals import again, assert_still_waits, sees

pytestmark = pytest.mark.django_db


def write_later(update: UpdatePage, title: str) -> Any:
    later = update.get_latest_revision_as_object()
    later.title = title
    return later.save_revision(user=make_superuser())


def test_exactly_the_approved_revision_goes_live_though_a_later_draft_exists(
    district: District, waiting: UpdatePage
) -> None:
    approved = waiting.current_workflow_task_state.revision
    write_later(waiting, "Written after it was submitted")
    publish_approved_revision(again(waiting).current_workflow_state, user=district.principal)
    update = again(waiting)
    assert update.live_revision_id == approved.pk
    assert update.title == "Fractions on a number line"
    assert update.has_unpublished_changes
    assert update.get_latest_revision_as_object().title == "Written after it was submitted"


def test_what_was_written_after_it_was_submitted_waits_for_an_approval_of_its_own(
    district: District, waiting: UpdatePage
) -> None:
    later = write_later(waiting, "Written after it was submitted")
    approve(page=again(waiting), user=district.principal)
    assert_still_waits(waiting)
    assert again(waiting).current_workflow_task_state.revision_id == later.pk
    approve(page=again(waiting), user=district.principal)
    assert again(waiting).live_revision_id == later.pk


def test_an_approval_that_the_gate_refuses_did_not_happen(
    district: District, waiting: UpdatePage
) -> None:
    # Between submission and approval the page that the update links to was taken down.
    district.curriculum.unpublish()
    with pytest.raises(PublishBlocked) as refusal:
        approve(page=again(waiting), user=district.principal)
    assert [finding.rule for finding in refusal.value.findings] == ["curriculum-dead-link"]
    assert_still_waits(waiting)
    assert sees(district.principal, waiting)


def test_what_the_gate_refuses_cannot_even_be_submitted(district: District) -> None:
    content = update_content(district.curriculum, lesson=[])
    draft = make_draft(district.classroom, **content)
    with pytest.raises(PublishBlocked):
        submit_for_approval(page=draft, user=district.teacher)
    assert not WorkflowState.objects.exists()


def test_sending_it_back_keeps_the_comment_and_gives_it_back_to_its_teacher(
    district: District, waiting: UpdatePage
) -> None:
    send_back(page=waiting, user=district.principal, comment="Please add the room.")
    update = again(waiting)
    state = TaskState.objects.get()
    assert (state.status, state.comment) == (TaskState.STATUS_REJECTED, "Please add the room.")
    assert state.finished_by == district.principal
    assert update.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert not update.live
    assert not sees(district.principal, update)
    assert update.permissions_for_user(district.teacher).can_edit()


def test_what_was_sent_back_is_submitted_again_and_approved(
    district: District, waiting: UpdatePage
) -> None:
    send_back(page=waiting, user=district.principal, comment="Please add the room.")
    update = again(waiting)
    update.current_workflow_state.resume(user=district.teacher)
    assert sees(district.principal, again(update))
    approve(page=again(update), user=district.principal)
    assert again(update).live
