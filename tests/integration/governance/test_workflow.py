"""Who approves what: the principals of the page's own school, and never what they submitted."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from classroom.models import ClassroomTeacher, UpdatePage
from district_cms.governance.approval import approve, send_back, submit_for_approval
from district_cms.governance.models import SchoolApprovalTask
from district_cms.governance.moderation import publish_approved_revision
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.schools.publishing import PublishBlocked
from tests.factories.district import District, account_of
from tests.factories.editor import update_form
from tests.factories.pages import make_classroom, make_draft, make_teacher_page, update_content
from tests.factories.people import fresh, make_account, make_staff, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(district: District) -> UpdatePage:
    """An update that its teacher has submitted."""
    content = update_content(district.curriculum)
    update = make_draft(district.classroom, owner=district.teacher, **content)
    submit_for_approval(page=update, user=district.teacher)
    return again(update)


def again(update: UpdatePage) -> UpdatePage:
    return UpdatePage.objects.get(pk=update.pk)


def sees(user: User, update: UpdatePage) -> bool:
    """Whether the update is on the account's list of what waits for approval."""
    task = SchoolApprovalTask.objects.get()
    listed = task.get_task_states_user_can_moderate(user)
    return listed.filter(workflow_state__object_id=str(update.pk)).exists()


def actions(user: User, update: UpdatePage) -> list[str]:
    task = update.current_workflow_task
    return [name for name, _label, _modal in task.get_actions(update, user)]


def post_action(client: Client, user: User, update: UpdatePage, action: str) -> Any:
    client.force_login(user)
    state = update.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[update.pk, action, state.pk])
    return client.post(address, {"comment": ""})


def assert_still_waits(update: UpdatePage) -> None:
    update = again(update)
    assert not update.live
    assert update.current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS


def test_the_principal_of_the_school_sees_it_and_approves_it(
    district: District, waiting: UpdatePage
) -> None:
    assert sees(district.principal, waiting)
    approve(page=waiting, user=district.principal, comment="Thank you.")
    update = again(waiting)
    assert update.live
    assert update.current_workflow_state is None
    assert TaskState.objects.get().comment == "Thank you."
    assert not sees(district.principal, update)


def test_any_principal_of_the_school_may_approve(district: District, waiting: UpdatePage) -> None:
    second = account_of(make_staff((Role.PRINCIPAL, district.school)))
    assert sees(second, waiting)
    approve(page=waiting, user=second)
    assert again(waiting).live


def test_the_principal_approves_from_the_editors_screens(
    client: Client, district: District, waiting: UpdatePage
) -> None:
    post_action(client, district.principal, waiting, "approve")
    assert again(waiting).live


def nobody_else(district: District) -> dict[str, User]:
    former = make_staff((Role.PRINCIPAL, district.school))
    former.active = False
    former.save()
    locked = account_of(make_staff((Role.PRINCIPAL, district.school)))
    User.objects.filter(pk=locked.pk).update(is_active=False)
    return {
        "the teacher who submitted it": district.teacher,
        "another teacher": make_account(Role.TEACHER, district.school),
        "the principal of another school": district.other_principal,
        "the communications office": make_account(Role.COMMUNICATIONS),
        "the district administration": make_account(Role.ADMINISTRATOR),
        "a counselor": make_account(Role.COUNSELOR),
        "a principal who has left": account_of(former),
        "a principal whose account is closed": fresh(locked),
    }


NOBODY_ELSE = [
    "the teacher who submitted it",
    "another teacher",
    "the principal of another school",
    "the communications office",
    "the district administration",
    "a counselor",
    "a principal who has left",
    "a principal whose account is closed",
]


@pytest.mark.parametrize("who", NOBODY_ELSE)
def test_nobody_else_sees_it_approves_it_or_sends_it_back(
    who: str, district: District, waiting: UpdatePage
) -> None:
    user = nobody_else(district)[who]
    assert not sees(user, waiting)
    assert actions(user, waiting) == []
    with pytest.raises(PermissionDenied):
        approve(page=waiting, user=user)
    with pytest.raises(PermissionDenied):
        send_back(page=waiting, user=user, comment="No.")
    assert_still_waits(waiting)


@pytest.mark.parametrize("who", NOBODY_ELSE)
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_nobody_else_can_send_the_request_that_does_it(
    who: str, action: str, client: Client, district: District, waiting: UpdatePage
) -> None:
    post_action(client, nobody_else(district)[who], waiting, action)
    assert_still_waits(waiting)


def test_a_teacher_cannot_publish_it_past_the_school(
    client: Client, district: District, waiting: UpdatePage
) -> None:
    client.force_login(district.teacher)
    form = update_form(update_content(district.curriculum), **{"action-publish": "1"})
    client.post(reverse("wagtailadmin_pages:edit", args=[waiting.pk]), form)
    client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        + f"?id={waiting.pk}"
    )
    assert_still_waits(waiting)
    assert not waiting.permissions_for_user(district.teacher).can_publish()


def test_a_teacher_takes_an_update_back_and_changes_it(
    district: District, waiting: UpdatePage
) -> None:
    assert waiting.current_workflow_task.locked_for_user(waiting, district.teacher)
    waiting.current_workflow_state.cancel(user=district.teacher)
    update = again(waiting)
    assert update.current_workflow_state is None
    assert update.permissions_for_user(district.teacher).can_submit_for_moderation()
    assert not sees(district.principal, update)


@pytest.fixture
def own_of_principal(district: District) -> UpdatePage:
    """An update that the school's principal wrote and submitted, in a class of her own."""
    principal = district.principal_staff
    ClassroomTeacher.objects.create(classroom=district.classroom, staff=principal)
    update = make_draft(district.classroom, **update_content(district.curriculum))
    submit_for_approval(page=update, user=account_of(principal))
    return again(update)


def test_nobody_approves_what_they_submitted(
    client: Client, district: District, own_of_principal: UpdatePage
) -> None:
    assert not sees(district.principal, own_of_principal)
    assert actions(district.principal, own_of_principal) == []
    with pytest.raises(PermissionDenied):
        approve(page=own_of_principal, user=district.principal)
    post_action(client, district.principal, own_of_principal, "approve")
    assert_still_waits(own_of_principal)


def test_a_second_principal_approves_what_the_first_one_submitted(
    district: District, own_of_principal: UpdatePage
) -> None:
    second = account_of(make_staff((Role.PRINCIPAL, district.school)))
    approve(page=own_of_principal, user=second)
    assert again(own_of_principal).live


def test_a_superuser_stands_in_where_a_school_has_no_principal(
    district: District, waiting: UpdatePage
) -> None:
    district.principal_staff.roles.all().delete()
    root = make_superuser()
    assert sees(root, waiting)
    approve(page=waiting, user=root)
    assert again(waiting).live


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


def test_who_may_not_edit_a_page_may_not_submit_it(district: District) -> None:
    draft = make_draft(district.classroom, **update_content(district.curriculum))
    for user in (make_account(Role.TEACHER, district.school), district.other_principal):
        with pytest.raises(PermissionDenied):
            submit_for_approval(page=draft, user=user)
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


def test_each_principal_approves_the_classes_of_the_own_school(district: District) -> None:
    there = make_classroom(make_teacher_page(district.other_school))
    content = update_content(district.curriculum)
    update = make_draft(there, **content)
    submit_for_approval(page=update, user=account_of(there.teaching.get().staff))
    assert sees(district.other_principal, update)
    assert not sees(district.principal, update)
    with pytest.raises(PermissionDenied):
        approve(page=again(update), user=district.principal)
    approve(page=again(update), user=district.other_principal)
    assert again(update).live


def test_what_waits_is_found_in_few_queries_however_many_wait(
    district: District, django_assert_max_num_queries: Any
) -> None:
    for _each in range(6):
        update = make_draft(district.classroom, **update_content(district.curriculum))
        submit_for_approval(page=update, user=district.teacher)
    principal, task = district.principal, SchoolApprovalTask.objects.get()
    with django_assert_max_num_queries(5):
        assert len(task.get_task_states_user_can_moderate(principal)) == 6
