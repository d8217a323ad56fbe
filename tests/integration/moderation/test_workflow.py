"""Who approves what: the principals of the page's own school, and never what they submitted."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowState

from classroom.models import ClassroomTeacher, UpdatePage
from district_cms.moderation.services import approve, send_back, submit_for_approval
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.pages import make_draft, update_content
from tests.factories.people import fresh, make_account, make_staff, make_superuser
from tests.integration.moderation.approvals import again, assert_still_waits, sees

pytestmark = pytest.mark.django_db


def actions(user: User, update: UpdatePage) -> list[str]:
    task = update.current_workflow_task
    return [name for name, _label, _modal in task.get_actions(update, user)]


def post_action(client: Client, user: User, update: UpdatePage, action: str) -> Any:
    client.force_login(user)
    state = update.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[update.pk, action, state.pk])
    return client.post(address, {"comment": ""})


def test_any_principal_of_the_school_may_approve(district: District, waiting: UpdatePage) -> None:
    second = account_of(make_staff((Role.PRINCIPAL, district.school)))
    assert sees(second, waiting)
    approve(page=waiting, user=second)
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


def test_a_superuser_stands_in_where_a_school_has_no_principal(
    district: District, waiting: UpdatePage
) -> None:
    district.principal_staff.roles.all().delete()
    root = make_superuser()
    assert sees(root, waiting)
    approve(page=waiting, user=root)
    assert again(waiting).live


def test_users_who_may_not_edit_a_page_may_not_submit_it(district: District) -> None:
    draft = make_draft(district.classroom, **update_content(district.curriculum))
    for user in (make_account(Role.TEACHER, district.school), district.other_principal):
        with pytest.raises(PermissionDenied):
            submit_for_approval(page=draft, user=user)
    assert not WorkflowState.objects.exists()
