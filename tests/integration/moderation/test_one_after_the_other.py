"""The review, the page editor and the short form write to one update: nothing is lost, and what
was not read is not approved."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from classroom.services.updates import take_back
from district_cms.moderation.review.queue import review_queue
from district_cms.moderation.services import approve, send_back, submit_for_approval
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content
from tests.factories.people import fresh
from tests.integration.moderation.approvals import again

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def loaded(page: UpdatePage) -> dict[str, str]:
    """What the editor's form carries of the version that it shows."""
    latest = again(page).latest_revision
    assert latest is not None
    return {
        "loaded_revision_id": str(latest.pk),
        "loaded_revision_created_at": latest.created_at.isoformat(),
    }


def changed_and_sent_again(district: District, page: UpdatePage) -> None:
    """In the page editor, in the moment in which the principal presses a button."""
    take_back(update=again(page), user=district.teacher)
    draft = again(page).get_latest_revision_as_object()
    draft.title = "Written meanwhile"
    draft.save_revision(user=district.teacher, clean=False)
    submit_for_approval(page=again(page), user=fresh(district.teacher))


def test_the_outcome_and_the_unsent_comment_are_shown(
    district: District, waiting: UpdatePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = waiting.current_workflow_task_state.pk
    entries = review_queue(fresh(district.principal))
    changed_and_sent_again(district, waiting)
    # As it was read in the moment before.
    monkeypatch.setattr("district_cms.moderation.review.views.review_queue", lambda user: entries)
    answer = signed_in(district.principal).post(
        reverse("moderation_decide"),
        {"do": "send-back", "chosen": str(step), "seen": str(step), "several-comment": "Say it."},
        follow=True,
    )
    text = answer.content.decode()
    assert f"{district.teacher.get_full_name()} took “{again(waiting).draft_title}” back" in text
    assert "Your comment was not sent: “Say it.”" in text


def test_a_change_in_another_window_is_not_silently_replaced(
    district: District,
) -> None:
    content = update_content(district.curriculum)
    page = make_draft(district.classroom, owner=district.teacher, **content)
    opened = loaded(page)
    draft = again(page).get_latest_revision_as_object()
    draft.title = "From the phone"
    draft.save_revision(user=district.teacher, clean=False)
    client = signed_in(district.teacher)
    form = update_form(content | {"title": "From the desk"}, **{"action-submit": "1"})

    refused = client.post(edit(page), form | opened)

    text = refused.content.decode()
    assert refused.status_code == 200
    assert "This page was changed in another window" in text
    assert "From the desk" in text
    assert not again(page).workflow_in_progress
    assert again(page).get_latest_revision_as_object().title == "From the phone"

    # The form that came back carries the version that it would replace.
    assert f'name="loaded_revision_id" value="{again(page).latest_revision_id}"' in text
    sent = client.post(edit(page), form | loaded(page))
    assert sent.status_code == 302
    assert again(page).workflow_in_progress
    assert again(page).get_latest_revision_as_object().title == "From the desk"


@pytest.mark.parametrize("what", ["approve", "reject"])
def test_a_principal_sees_a_colleagues_decision_made_while_the_editor_was_open(
    district: District, waiting: UpdatePage, what: str
) -> None:
    opened = loaded(waiting)
    if what == "approve":
        send_back(page=again(waiting), user=fresh(district.principal), comment="Say which page.")
    else:
        approve(page=again(waiting), user=fresh(district.principal))
    before = again(waiting).latest_revision_id
    content = update_content(district.curriculum) | {"title": "With a comma more"}
    form = update_form(content, **{"action-workflow-action": "1", "workflow-action-name": what})

    answer = signed_in(district.principal).post(edit(waiting), form | opened)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Nothing was approved or sent back" in text
    assert "already, on" in text
    assert "With a comma more" in text
    assert again(waiting).latest_revision_id == before
