"""What the gate can only ask: the editor waits for a tick, remembers it, and takes it back."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.models import UpdatePage
from classroom.services.updates import post_to_sections
from district_cms.audit_log.models import AuditEntry
from district_cms.publishing.answers import Answers, confirm_findings
from district_cms.publishing.models import Confirmation
from tests.factories.pages import make_classroom
from tests.integration.publishing.gate.questions import (
    DESCRIPTION,
    LONG,
    OTHER_DESCRIPTION,
    PUBLISH,
    SUBMIT,
    again,
    as_data,
    asking,
    in_force,
    picture,
    post,
    prose,
    questions,
    sent,
    ticks,
)
from tests.integration.publishing.paths.routes import approving_in_the_editor, edit
from tests.integration.publishing.paths.world import (
    MISSING,
    TYPED,
    World,
    signed_in,
    state,
    tomorrow,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(world: World) -> UpdatePage:
    """A draft with one question about it."""
    return world.draft(asking(world))


@pytest.fixture
def principal(world: World) -> Client:
    return signed_in(world.district.principal)


# ---------------------------------------------------------------- being asked
@pytest.mark.parametrize("button", [PUBLISH, SUBMIT], ids=["publish", "submit"])
def test_an_unanswered_question_stops_the_button_and_keeps_the_typed_text(
    button: dict[str, str], page: UpdatePage, world: World
) -> None:
    who = world.district.principal if button is PUBLISH else world.district.teacher
    before = state()

    response = post(signed_in(who), page, asking(world), button)

    assert state() == before
    assert response.status_code == 200
    form = response.context["form"]
    assert [found.rule for found in form.unanswered] == [LONG]
    shown = unescape(response.content.decode())
    assert TYPED in shown
    assert DESCRIPTION in shown


def test_blocking_findings_are_at_their_field_and_questions_are_separate(
    page: UpdatePage, principal: Client, world: World
) -> None:
    both = asking(world) | MISSING.content(world)

    response = post(principal, page, both, PUBLISH)

    form = response.context["form"]
    assert set(form.errors) == {"__all__", MISSING.field}
    assert "characters" not in str(form.errors[MISSING.field])


def test_scheduling_asks_questions_too(page: UpdatePage, principal: Client, world: World) -> None:
    when = timezone.localtime(tomorrow()).strftime("%Y-%m-%d %H:%M")
    data = {**sent(asking(world), PUBLISH), "go_live_at": when}

    response = principal.post(edit(page), data)

    assert response.context["form"].unanswered


def test_a_new_page_is_asked_about_and_goes_live_with_the_tick_of_the_same_form(
    world: World,
) -> None:
    office = signed_in(world.office)
    address = reverse(
        "wagtailadmin_pages:add", args=["classroom", "updatepage", world.district.classroom.pk]
    )
    draft = UpdatePage(**asking(world))
    found = questions(draft)

    refused = office.post(address, sent(asking(world), PUBLISH))
    assert refused.context["form"].unanswered
    assert not Confirmation.objects.exists()
    office.post(address, sent(asking(world), PUBLISH, ticks(found, found)))

    made = UpdatePage.objects.get(live=True)
    assert [row.rule for row in in_force(made)] == [LONG]


@pytest.mark.parametrize(
    "headers", [{}, {"Accept": "application/json"}], ids=["draft", "by itself"]
)
def test_saving_a_draft_never_waits_for_a_tick(
    headers: dict[str, str], page: UpdatePage, world: World
) -> None:
    client = signed_in(world.district.teacher)
    content = asking(world) | {"title": "Fractions, begun"}

    client.post(edit(page), sent(content, {}), headers=headers)

    assert again(page).get_latest_revision_as_object().title == "Fractions, begun"


def test_approving_is_stopped_by_a_question_that_nobody_has_answered(world: World) -> None:
    response = approving_in_the_editor(world, asking(world))()

    assert [found.rule for found in response.context["form"].unanswered] == [LONG]
    assert not UpdatePage.objects.filter(live=True).exists()


def test_code_is_stopped_by_errors_only(page: UpdatePage) -> None:
    page.get_latest_revision().publish()

    assert again(page).live


# ---------------------------------------------------------------- answering
def test_a_tick_counts_at_once_and_is_stored_with_name_time_and_note(
    page: UpdatePage, principal: Client, world: World
) -> None:
    found = questions(page)

    post(principal, page, asking(world), PUBLISH, ticks(found, found, "Every part matters."))

    assert again(page).live
    [row] = in_force(page)
    user = world.district.principal
    assert (row.rule, row.by, row.by_id) == (LONG, user.get_full_name(), user.pk)
    assert row.note == "Every part matters."
    assert row.excerpt
    entry = AuditEntry.objects.get(action="gate.confirm")
    assert (entry.actor, entry.page_uuid) == (str(user), page.translation_key)
    assert entry.data["rules"] == [LONG]


def test_a_tick_on_a_draft_is_remembered_for_the_submission(page: UpdatePage, world: World) -> None:
    client = signed_in(world.district.teacher)
    found = questions(page)

    post(client, page, asking(world), {}, ticks(found, found))
    post(client, page, asking(world), SUBMIT)

    assert again(page).workflow_in_progress


def test_a_removed_tick_is_withdrawn_and_its_row_names_the_person(
    page: UpdatePage, principal: Client, world: World
) -> None:
    found = questions(page)
    post(signed_in(world.district.teacher), page, asking(world), {}, ticks(found, found))

    post(principal, page, asking(world), {}, ticks(found, []))

    assert in_force(page) == []
    row = Confirmation.objects.get()
    assert row.withdrawn_by == world.district.principal.get_full_name()
    assert row.withdrawn_at is not None
    assert AuditEntry.objects.get(action="gate.withdraw").actor == str(world.district.principal)


def test_taking_a_tick_out_and_publishing_is_asked_again(
    page: UpdatePage, principal: Client, world: World
) -> None:
    found = questions(page)
    confirm_findings(subject=page, findings=found, user=world.district.teacher)

    response = post(principal, page, asking(world), PUBLISH, ticks(found, []))

    assert response.context["form"].unanswered
    assert not again(page).live


def test_a_form_that_asked_nothing_takes_nothing_back(page: UpdatePage, world: World) -> None:
    confirm_findings(subject=page, findings=questions(page), user=world.district.teacher)

    post(signed_in(world.district.teacher), page, asking(world), {})

    assert len(in_force(page)) == 1


def test_a_tick_for_changed_text_does_not_count(
    page: UpdatePage, principal: Client, world: World
) -> None:
    found = questions(page)
    changed = asking(world, prose(), picture(world, OTHER_DESCRIPTION))

    response = post(principal, page, changed, PUBLISH, ticks(found, found))

    assert response.context["form"].unanswered
    post(principal, page, changed, {}, ticks(found, found))
    assert in_force(page) == []


def test_what_blocks_cannot_be_ticked_away(
    page: UpdatePage, principal: Client, world: World
) -> None:
    content = world.bad(MISSING)
    blocking = UpdatePage(**content).blocking_findings()

    response = post(principal, page, content, PUBLISH, ticks(blocking, blocking))

    assert list(response.context["form"].errors) == [MISSING.field]
    assert in_force(page) == []


@pytest.mark.parametrize("route", ["preview", "live check"])
def test_a_tick_counts_only_when_its_author_saves(
    route: str, page: UpdatePage, principal: Client, world: World
) -> None:
    found = questions(page)
    name = "wagtailadmin_pages:preview_on_edit" if route == "preview" else "publishing_live_check"

    answer = principal.post(
        reverse(name, args=[page.pk]), sent(asking(world), {}, ticks(found, found))
    )

    assert answer.status_code == 200
    assert not Confirmation.objects.exists()


def test_someone_who_may_not_edit_the_page_confirms_nothing(page: UpdatePage, world: World) -> None:
    found = questions(page)
    stranger = signed_in(world.district.other_principal)

    post(stranger, page, asking(world), {}, ticks(found, found))

    assert not Confirmation.objects.exists()


# ---------------------------------------------------------------- what a confirmation is about
def open_after(page: UpdatePage, content: dict[str, Any], world: World) -> int:
    """How many questions are open when the page is published with this content."""
    client = signed_in(world.office)
    response = post(client, page, content, PUBLISH)
    return len(response.context["form"].unanswered) if response.status_code == 200 else 0


def test_a_confirmation_survives_moving_its_block(page: UpdatePage, world: World) -> None:
    confirm_findings(subject=page, findings=questions(page), user=world.district.teacher)

    assert open_after(page, asking(world, picture(world), prose(), prose("eighths")), world) == 0


def test_a_confirmation_dies_with_its_content(page: UpdatePage, world: World) -> None:
    confirm_findings(subject=page, findings=questions(page), user=world.district.teacher)

    changed = asking(world, prose(), picture(world, OTHER_DESCRIPTION))
    assert open_after(page, changed, world) == 1


def test_another_author_is_asked_about_changed_blocks_only(page: UpdatePage, world: World) -> None:
    confirm_findings(subject=page, findings=questions(page), user=world.district.teacher)

    more = asking(world, prose("thirds"), picture(world), picture(world, OTHER_DESCRIPTION))
    assert open_after(page, more, world) == 1


def test_a_confirmation_holds_for_its_page_alone(page: UpdatePage, world: World) -> None:
    confirm_findings(subject=page, findings=questions(page), user=world.district.teacher)

    assert open_after(world.draft(asking(world)), asking(world), world) == 1


# ---------------------------------------------------------------- other sections
def test_copies_for_other_sections_inherit_what_the_same_author_confirmed(
    page: UpdatePage, world: World
) -> None:
    teacher = world.district.teacher
    confirm_findings(subject=page, findings=questions(page), user=teacher)
    other = make_classroom(world.district.teacher_page, title="Math 4")

    [copy] = post_to_sections(update=page, classrooms=[other], user=teacher, submit=False).made

    assert [(row.rule, row.by_id) for row in in_force(copy)] == [(LONG, teacher.pk)]
    assert AuditEntry.objects.filter(action="gate.confirm", page_uuid=copy.translation_key).exists()


# ---------------------------------------------------------------- reading the form


def test_a_tick_without_its_question_counts_as_asked() -> None:
    answers = Answers.sent(
        as_data({"gate-confirm": ["a"], "gate-note-a": " fine ", "gate-asked": ["b"]})
    )

    assert answers.asked == {"a", "b"}
    assert answers.ticked == {"a"}
    assert answers.notes == {"a": "fine"}
