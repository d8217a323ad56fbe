"""What the editor reads once is what Wagtail would have read again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from classroom.models import UpdatePage
from district_cms.moderation.review.opening import keep_what_is_known
from tests.factories.district import District

pytestmark = pytest.mark.django_db

MOST = 41


def by_wagtail(page: Page) -> Workflow | None:
    found: Workflow | None = Page.get_workflow(Page.objects.get(pk=page.pk))
    return found


def test_the_nearest_active_workflow_is_a_pages_own(district: District) -> None:
    assert district.classroom.get_workflow() == by_wagtail(district.classroom) is not None
    near = Workflow.objects.create(name="Of one school")
    assignment = WorkflowPage.objects.create(page=district.school, workflow=near)
    for page in (district.school, district.classroom, district.other_school, district.curriculum):
        assert page.get_workflow() == by_wagtail(page)
        assert page.has_workflow is (by_wagtail(page) is not None)
    assert district.classroom.get_workflow() == near
    near.active = False
    near.save()
    assert district.classroom.get_workflow() == by_wagtail(district.classroom) != near
    assignment.delete()
    Workflow.objects.update(active=False)
    assert district.classroom.get_workflow() is by_wagtail(district.classroom) is None
    assert not district.classroom.has_workflow


def test_it_takes_one_question(district: District) -> None:
    with CaptureQueriesContext(connection) as queries:
        district.classroom.get_workflow()
    assert len(queries) == 1


def test_a_page_that_is_shown_knows_its_review(waiting: UpdatePage) -> None:
    stored = Page.objects.prefetch_workflow_states().get(pk=waiting.pk)
    page = stored.get_latest_revision_as_object()
    keep_what_is_known(page, stored)
    fresh = UpdatePage.objects.get(pk=waiting.pk)
    with CaptureQueriesContext(connection) as queries:
        state, review = page.current_workflow_state, page.current_workflow_task_state
        known = (state.pk, review.pk, review.revision.pk, page.latest_revision.pk)
        assert page.workflow_in_progress
    assert len(queries) == 0
    assert known == (
        fresh.current_workflow_state.pk,
        fresh.current_workflow_task_state.pk,
        fresh.current_workflow_task_state.revision_id,
        fresh.latest_revision_id,
    )
    assert page.current_workflow_task == fresh.current_workflow_task
    with CaptureQueriesContext(connection) as queries:
        assert state.is_at_final_task
    assert len(queries) == 0
    assert fresh.current_workflow_state.is_at_final_task


def test_with_a_step_more_the_first_is_not_the_last(
    waiting: UpdatePage, district: District
) -> None:
    more = GroupApprovalTask.objects.create(name="The office looks, too")
    workflow = waiting.current_workflow_state.workflow
    WorkflowTask.objects.create(workflow=workflow, task=more, sort_order=5)
    stored = Page.objects.prefetch_workflow_states().get(pk=waiting.pk)
    page = stored.get_latest_revision_as_object()
    keep_what_is_known(page, stored)
    fresh = UpdatePage.objects.get(pk=waiting.pk).current_workflow_state
    assert page.current_workflow_state.is_at_final_task is fresh.is_at_final_task is False


def test_who_opens_what_waits_finds_its_buttons_and_sends_its_form_anew(
    waiting: UpdatePage, district: District, client: Client
) -> None:
    client.force_login(district.principal)
    address = reverse("wagtailadmin_pages:edit", args=[waiting.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()
    assert len(queries) <= MOST, "\n".join(query["sql"][:200] for query in queries)
    assert "Approve" in page
    assert "Send it back" in page
