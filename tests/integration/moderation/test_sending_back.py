"""Who sends an update back says what should change."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from classroom.models import UpdatePage
from tests.factories.district import District
from tests.integration.moderation.approvals import again, assert_still_waits

pytestmark = pytest.mark.django_db
IN_A_WINDOW = {"X-Requested-With": "XMLHttpRequest"}


def step(update: UpdatePage, view: str) -> str:
    state = update.current_workflow_task_state
    return reverse(f"wagtailadmin_pages:{view}", args=[update.pk, "reject", state.pk])


@pytest.mark.parametrize("view", ["workflow_action", "collect_workflow_action_data"])
@pytest.mark.parametrize("comment", ["", "  \n"])
def test_nothing_is_sent_back_without_a_comment(
    client: Client, district: District, waiting: UpdatePage, view: str, comment: str
) -> None:
    client.force_login(district.principal)
    answer = client.post(step(waiting, view), {"comment": comment}, headers=IN_A_WINDOW)
    assert "Say what should change." in answer.json()["html"]
    assert_still_waits(waiting)


def test_with_a_comment_it_goes_back_and_the_comment_with_it(
    client: Client, district: District, waiting: UpdatePage
) -> None:
    client.force_login(district.principal)
    client.post(step(waiting, "workflow_action"), {"comment": "Please add what is due."})
    sent = TaskState.objects.get()
    assert (sent.status, sent.comment) == (TaskState.STATUS_REJECTED, "Please add what is due.")


def test_an_approval_needs_no_comment(
    client: Client, district: District, waiting: UpdatePage
) -> None:
    client.force_login(district.principal)
    address = step(waiting, "workflow_action").replace("reject", "approve")
    client.post(address, {"comment": ""}, headers=IN_A_WINDOW)
    assert again(waiting).live
