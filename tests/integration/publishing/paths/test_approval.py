"""What happens around an approval: refused, sent back, fixed on the way."""

from typing import Any

import pytest
from wagtail.models import PageLogEntry, TaskState

from classroom.models import UpdatePage
from tests.factories.editor import update_form
from tests.integration.publishing.paths.routes import (
    approving_in_the_editor,
    approving_in_the_window,
    approving_on_the_home_screen,
    edit,
    step_address,
)
from tests.integration.publishing.paths.world import (
    FAULTS,
    MISSING,
    TITLE,
    Bad,
    World,
    live_with_the_title,
    signed_in,
    state,
    tomorrow,
)

pytestmark = pytest.mark.django_db

every_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
AJAX = {"X-Requested-With": "XMLHttpRequest"}


def step_in_the_editor(name: str, **more: str) -> dict[str, str]:
    return {"action-workflow-action": "true", "workflow-action-name": name, **more}


@pytest.mark.parametrize(
    "route",
    [approving_in_the_editor, approving_on_the_home_screen, approving_in_the_window],
    ids=lambda route: route.__name__,
)
@every_fault
def test_after_a_refused_approval_the_task_is_still_open_and_no_approval_is_reported(
    route: Any, fault: Bad, world: World
) -> None:
    approve = route(world, world.bad(fault))
    task = TaskState.objects.get()

    approve()

    again = TaskState.objects.get()
    assert (again.pk, again.status) == (task.pk, TaskState.STATUS_IN_PROGRESS)
    assert (again.comment, again.finished_at, again.finished_by) == ("", None, None)
    assert not PageLogEntry.objects.filter(action="wagtail.workflow.approve").exists()


def test_the_window_for_a_comment_leads_to_the_editor_of_the_refused_page(world: World) -> None:
    response = approving_in_the_window(world, world.bad(MISSING))()

    page = UpdatePage.objects.get(title=TITLE)
    # The window understands this answer alone: it would stay open and silent at a page.
    assert response.json() == {"step": "success", "redirect": edit(page)}


@every_fault
def test_a_refused_page_goes_live_once_its_author_has_fixed_it(fault: Bad, world: World) -> None:
    page = world.submitted(world.bad(fault))
    principal, teacher = signed_in(world.district.principal), signed_in(world.district.teacher)
    principal.post(step_address(page, "approve"))
    principal.post(step_address(page, "reject"), {"comment": "Please see the message."})

    teacher.post(edit(page), update_form(world.good(), **{"action-submit": "1"}))
    principal.post(step_address(page, "approve"))

    assert live_with_the_title() == 1


@every_fault
def test_a_bad_page_can_be_sent_back_in_the_editor(fault: Bad, world: World) -> None:
    page = world.submitted(world.bad(fault))
    note = {"workflow-action-extra-data": '{"comment": "Please add what is due."}'}

    signed_in(world.district.principal).post(
        edit(page), update_form(world.bad(fault), **step_in_the_editor("reject", **note))
    )

    task = TaskState.objects.get()
    assert (task.status, task.comment) == (TaskState.STATUS_REJECTED, "Please add what is due.")
    assert live_with_the_title() == 0


@pytest.mark.parametrize("headers", [{}, AJAX], ids=["home screen", "window"])
def test_a_bad_page_can_be_sent_back_elsewhere(headers: dict[str, str], world: World) -> None:
    page = world.submitted(world.bad(MISSING))

    signed_in(world.district.principal).post(
        step_address(page, "reject"), {"comment": "Please add what is due."}, headers=headers
    )

    assert TaskState.objects.get().status == TaskState.STATUS_REJECTED


@every_fault
def test_the_word_reject_does_not_carry_a_bad_page_past_the_gate(fault: Bad, world: World) -> None:
    page = world.submitted(world.bad(fault))
    both = step_in_the_editor("reject", **{"action-publish": "1"})

    response = signed_in(world.district.principal).post(
        edit(page), update_form(world.bad(fault), **both)
    )

    assert response.status_code in {200, 302}
    assert live_with_the_title() == 0


def test_an_author_can_take_back_a_page_that_would_fail_today(world: World) -> None:
    page = world.submitted(world.bad(MISSING))

    signed_in(world.district.teacher).post(
        edit(page), update_form(world.bad(MISSING), **{"action-cancel-workflow": "1"})
    )

    assert UpdatePage.objects.get(pk=page.pk).current_workflow_state is None


def test_a_page_that_its_principal_fixes_and_approves_goes_live_as_fixed(world: World) -> None:
    page = world.submitted(world.bad(MISSING))

    signed_in(world.district.principal).post(
        edit(page), update_form(world.good(), **step_in_the_editor("approve"))
    )

    live = UpdatePage.objects.get(pk=page.pk)
    assert live.live
    assert len(live.assignments) == 1
    assert live.live_revision_id == live.latest_revision_id
    assert live.current_workflow_state is None


def test_a_page_that_its_principal_saves_first_and_approves_then_goes_live_as_saved(
    world: World,
) -> None:
    page = world.submitted(world.good(title="Fractoins"))
    principal = signed_in(world.district.principal)
    principal.post(edit(page), update_form(world.good()))

    principal.post(step_address(page, "approve"))

    assert live_with_the_title() == 1


@every_fault
def test_approving_for_later_is_refused_at_once_for_a_bad_page(fault: Bad, world: World) -> None:
    page = world.submitted(world.bad(fault) | {"go_live_at": tomorrow()})
    before = state()

    response = signed_in(world.district.principal).post(step_address(page, "approve"))

    assert response.url == edit(page)
    assert state() == before


def test_approving_for_later_plans_a_good_page(world: World) -> None:
    page = world.submitted(world.good(go_live_at=tomorrow()))

    signed_in(world.district.principal).post(step_address(page, "approve"))

    after = state()
    assert live_with_the_title() == 0
    assert [pk for pk, _when in after.scheduled] == [page.latest_revision_id]
    assert UpdatePage.objects.get(pk=page.pk).title == TITLE
