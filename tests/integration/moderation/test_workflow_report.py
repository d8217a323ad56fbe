"""Wagtail's report of workflows says the same as before, and asks once for all its lines."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import WorkflowState

from classroom.models import UpdatePage
from district_cms.moderation.review.report import give_tasks
from district_cms.moderation.services.approval import submit_for_approval
from district_cms.people.models import User
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content

pytestmark = pytest.mark.django_db


def submitted(district: District) -> UpdatePage:
    content = update_content(district.curriculum)
    update = make_draft(district.classroom, owner=district.teacher, **content)
    submit_for_approval(page=update, user=district.teacher)
    return UpdatePage.objects.get(pk=update.pk)


def told(state: WorkflowState) -> list[tuple[str, object, str]]:
    return [
        (task.name, task.status, str(task.status_display)) for task in state.all_tasks_with_status()
    ]


def standing(state: WorkflowState) -> list[tuple[str, int | None]]:
    return [
        (task.name, task.task_state.pk if task.task_state else None)
        for task in state.all_tasks_with_state()
    ]


def test_each_line_says_what_wagtail_would_say(district: District) -> None:
    submitted(district)
    sent_back = submitted(district)
    sent_back.current_workflow_task_state.reject(user=district.principal)
    again = submitted(district)
    again.current_workflow_task_state.reject(user=district.principal)
    again = UpdatePage.objects.get(pk=again.pk)
    again.lesson = [("prose", "<p>We place thirds on a number line.</p>")]
    again.save_revision(user=district.teacher)
    again.current_workflow_state.resume(user=district.teacher)
    submitted(district).current_workflow_state.cancel(user=district.teacher)
    changed = submitted(district)
    changed.lesson = [("prose", "<p>We place fifths on a number line.</p>")]
    changed.save_revision(user=district.teacher)
    by_wagtail = {state.pk: told(state) for state in WorkflowState.objects.all()}
    states_by_wagtail = {state.pk: standing(state) for state in WorkflowState.objects.all()}
    assert len({line[0][1] for line in by_wagtail.values()}) >= 3
    states = list(WorkflowState.objects.all())
    with CaptureQueriesContext(connection) as queries:
        give_tasks(states)
        assert {state.pk: told(state) for state in states} == by_wagtail
        assert {state.pk: standing(state) for state in states} == states_by_wagtail
    assert len(queries) == 2


def test_more_lines_ask_no_more(district: District, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root@larkspur.example", "a long password 41"))
    address = reverse("wagtailadmin_reports:workflow")

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    for _number in range(2):
        submitted(district)
    few = queries()
    for _number in range(10):
        submitted(district)
    assert queries() <= few
