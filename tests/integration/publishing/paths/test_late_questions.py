"""What was submitted or planned earlier is judged, and asked about, by the rules of its moment."""

import datetime as dt
import html
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision, TaskState

from classroom.models import UpdatePage
from district_cms.people.models import User
from district_cms.publishing.answers import confirm_findings, withdraw_confirmations
from district_cms.publishing.models import AccessibilitySettings, Confirmation
from district_cms.publishing.scheduled import REFUSED, publish_due_pages
from tests.factories.editor import update_form
from tests.integration.publishing.gate.questions import LONG, asking, question, ticks
from tests.integration.publishing.paths.routes import (
    approving_in_the_editor,
    approving_in_the_window,
    approving_on_the_home_screen,
    edit,
)
from tests.integration.publishing.paths.world import World, live_with_the_title, signed_in

pytestmark = pytest.mark.django_db

EVERY_ROUTE = [approving_on_the_home_screen, approving_in_the_window, approving_in_the_editor]
by_name = {"ids": lambda route: route.__name__}
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}


def answer(user: User) -> None:
    page = UpdatePage.objects.latest("pk")
    confirm_findings(subject=page, findings=[question(page)], user=user)


def tighten() -> None:
    """The communications office makes a block of the advice."""
    chosen = AccessibilitySettings.load()
    chosen.raised_rules = [LONG]
    chosen.save()


# ---------------------------------------------------------------- waiting for approval
@pytest.mark.parametrize("route", EVERY_ROUTE, **by_name)
def test_a_question_that_nobody_has_answered_stops_the_approval(route: Any, world: World) -> None:
    approve = route(world, asking(world))

    approve()

    assert live_with_the_title() == 0
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_the_approver_sees_the_questions_and_who_must_answer(world: World) -> None:
    page = world.submitted(asking(world))
    task = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])

    response = signed_in(world.district.principal).post(address, {"next": "/admin/"}, follow=True)

    said = html.unescape(response.content.decode())
    assert response.redirect_chain[-1][0] == edit(page)
    assert "nobody has answered a question of today's rules" in said
    assert str(question(page).message) in said
    assert f"{world.district.teacher.get_full_name()} has to answer: send it back" in said


@pytest.mark.parametrize("route", EVERY_ROUTE, **by_name)
def test_what_its_author_has_answered_is_asked_of_nobody_again(route: Any, world: World) -> None:
    approve = route(world, asking(world))
    answer(world.district.teacher)

    approve()

    assert live_with_the_title() == 1


def test_an_answer_that_was_taken_back_meanwhile_is_missing(world: World) -> None:
    approve = approving_on_the_home_screen(world, asking(world))
    answer(world.district.teacher)
    page = UpdatePage.objects.latest("pk")
    marks = [question(page).fingerprint]
    withdraw_confirmations(subject=page, fingerprints=marks, user=world.district.teacher)

    approve()

    assert live_with_the_title() == 0


def test_the_approver_may_answer_in_the_editor_by_name(world: World) -> None:
    content = asking(world)
    page = world.submitted(content)
    found = [question(page)]
    form = {**update_form(content, **APPROVE), **ticks(found, found, note="I saw it.")}

    signed_in(world.district.principal).post(edit(page), form)

    assert live_with_the_title() == 1
    assert Confirmation.objects.get().by_id == world.district.principal.pk


@pytest.mark.parametrize("route", EVERY_ROUTE, **by_name)
def test_advice_that_became_a_rule_while_the_page_waited_stops_it(route: Any, world: World) -> None:
    approve = route(world, asking(world))
    answer(world.district.teacher)
    tighten()

    approve()

    assert live_with_the_title() == 0
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


# ---------------------------------------------------------------- planned
def planned(world: World) -> Revision:
    page = world.draft(asking(world))
    revision: Revision = page.save_revision(
        user=world.district.teacher,
        clean=False,
        approved_go_live_at=timezone.now() - dt.timedelta(minutes=5),
    )
    return revision


def test_a_planned_page_with_an_open_question_stays_a_draft_and_says_who_must_answer(
    world: World,
) -> None:
    revision = planned(world)

    [line] = publish_due_pages()

    assert line.startswith("refused")
    assert live_with_the_title() == 0
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None
    message = PageLogEntry.objects.get(action=REFUSED).data["message"]
    assert f"{world.district.teacher.get_full_name()} has to answer" in message


def test_a_planned_page_whose_questions_are_answered_goes_live(world: World) -> None:
    planned(world)
    answer(world.district.teacher)
    [line] = publish_due_pages()
    assert line.startswith("live")


def test_a_planned_page_is_judged_by_the_rules_of_its_hour(world: World) -> None:
    planned(world)
    answer(world.district.teacher)
    tighten()
    [line] = publish_due_pages()
    assert line.startswith("refused")
    assert live_with_the_title() == 0
