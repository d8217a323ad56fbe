"""Reading what waits whole, and deciding several at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from classroom.models import UpdatePage
from classroom.services.updates import post_to_sections
from district_cms.moderation.review.queue import review_queue
from district_cms.moderation.services import submit_for_approval
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.publishing.answers import confirm_findings
from tests.factories.district import District, account_of
from tests.factories.editor import make_picture
from tests.factories.pages import make_classroom, make_draft, make_update, update_content
from tests.factories.people import make_staff
from tests.integration.moderation.approvals import again, assert_still_waits, sees

pytestmark = pytest.mark.django_db

# The gate asks about it, and lets it pass when its author ticks it.
ASKED = [("prose", "<p>We read <a href='https://example.org/'>here</a> about halves.</p>")]


def submitted(district: District, *, by: User | None = None, **content: Any) -> UpdatePage:
    by = by or district.teacher
    values = update_content(district.curriculum, **content)
    update = make_draft(district.classroom, owner=by, **values)
    confirm_findings(
        subject=update,
        findings=update.findings_for_author(),
        user=by,
        notes={f.fingerprint: "It leads to the museum." for f in update.findings_for_author()},
    )
    submit_for_approval(page=update, user=by)
    return again(update)


def key_of(update: UpdatePage) -> int:
    return int(update.current_workflow_task_state.pk)


def decide(client: Client, what: str, *updates: UpdatePage, **more: Any) -> Any:
    data = {"do": what, "chosen": [key_of(update) for update in updates], **more}
    return client.post(reverse("moderation_decide"), data, follow=True)


def read(client: Client, update: UpdatePage) -> str:
    return client.get(reverse("moderation_read", args=[key_of(update)])).text


def test_one_screen_has_the_content_what_changed_and_what_its_author_confirmed(
    district: District, client: Client
) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    latest = update.get_latest_revision_as_object()
    latest.lesson = [("prose", "<p>We measure with a <b>ruler</b>, see box 3.</p>")]
    latest.title = "Rulers"
    latest.save_revision(user=district.teacher)
    submit_for_approval(page=again(update), user=district.teacher)
    client.force_login(district.principal)
    shown = read(client, again(update))
    for words in (
        "see box 3",
        "Tuesday, November 24 to Monday, December 7",
        "What we are learning",
        "Practice page 12",
        "The checks found nothing.",
    ):
        assert words in shown
    assert '<span class="addition">Rulers</span>' in shown
    assert "What changed since it was last approved" in shown


def test_reading_one_after_the_other_approves_three_in_a_row(
    district: District, client: Client
) -> None:
    updates = [submitted(district, title=title) for title in ("One", "Two", "Three")]
    client.force_login(district.principal)
    address = reverse("moderation_approve", args=[key_of(updates[0])])
    for update in updates[1:]:
        response = client.post(address)
        assert response["Location"] == reverse("moderation_read", args=[key_of(update)])
        address = reverse("moderation_approve", args=[key_of(update)])
    last = client.post(address)
    assert last["Location"] == reverse("moderation_review")
    assert all(again(update).live for update in updates)


def test_several_are_approved_at_once_and_one_that_is_refused_keeps_none_back(
    district: District, client: Client
) -> None:
    fine, refused = submitted(district, title="Fine"), submitted(district, title="Refused")
    left = submitted(district, title="Left")
    revision = refused.current_workflow_task_state.revision
    revision.content = {**revision.content, "lesson": "[]"}
    revision.save()
    client.force_login(district.principal)
    response = decide(client, "approve", fine, refused)
    assert again(fine).live
    assert_still_waits(refused)
    assert_still_waits(left)
    assert "“Refused” is not live yet" in response.text


def test_a_page_submitted_after_rendering_is_not_approved_by_the_old_screen(
    district: District, client: Client
) -> None:
    """Neither by the button for all that are clean, nor as another class of what was read."""
    other = make_classroom(district.teacher_page, title="Science 3")
    first = submitted(district)
    client.force_login(district.principal)
    forms = html.fromstring(client.get(reverse("moderation_review")).content)
    twin = post_to_sections(update=first, classrooms=[other], user=district.teacher, submit=True)
    later = submitted(district, title="Later")
    assert [len(entry.pages) for entry in review_queue(district.principal)] == [2, 1]
    sent = {"do": "approve-clean", "seen": forms.xpath("//form//input[@name='seen']/@value")}
    assert sent["seen"]
    client.post(reverse("moderation_decide"), sent)
    assert again(first).live
    assert_still_waits(twin.made[0])
    assert_still_waits(later)


def test_a_late_reviewer_sees_the_outcome_and_stays_in_the_review(
    district: District, client: Client
) -> None:
    taken, left = submitted(district, title="Taken back"), submitted(district, title="Left")
    key = key_of(taken)
    again(taken).current_workflow_state.cancel(user=district.teacher)
    client.force_login(district.principal)
    name, next_one = (
        district.teacher.get_full_name(),
        reverse("moderation_read", args=[key_of(left)]),
    )
    for answer in (
        client.get(reverse("moderation_read", args=[key]), follow=True),
        client.post(reverse("moderation_approve", args=[key]), follow=True),
    ):
        assert answer.redirect_chain[-1][0] == next_one
        assert f"{name} took “Taken back” back on" in answer.text
    # What was typed for it is not lost.
    address = reverse("moderation_read", args=[key])
    sent = {"comment": "Add the room."}
    assert "was not sent: “Add the room.”" in client.post(address, sent, follow=True).text
    shown = decide(client, "approve", left, chosen=[key]).text
    assert f"{name} took “Taken back” back on" in shown
    client.force_login(district.other_principal)
    assert "took “Taken back” back" not in client.get(address, follow=True).text


def test_a_second_press_says_that_it_is_done_already(district: District, client: Client) -> None:
    update = submitted(district)
    key = key_of(update)
    client.force_login(district.principal)
    address = reverse("moderation_read", args=[key])
    client.post(address, {"comment": "Add the room."})
    shown = client.post(address, {"comment": "Add the hour."}, follow=True).text
    assert "You sent “Fractions on a number line” back already, on" in shown
    assert "“Add the hour.”" in shown
    submit_for_approval(page=again(update), user=district.teacher)
    shown = client.get(reverse("moderation_read", args=[key]), follow=True).text
    assert "It was submitted again, and this is what waits now." in shown


def test_several_go_back_with_one_comment_and_never_without(
    district: District, client: Client
) -> None:
    updates = [submitted(district, title=title) for title in ("One", "Two")]
    client.force_login(district.principal)
    response = decide(client, "send-back", *updates, **{"several-comment": " "})
    assert response.status_code == 422
    assert "Say what should change" in response.text
    assert_still_waits(updates[0])
    decide(client, "send-back", *updates, **{"several-comment": "Add the room."})
    for update in updates:
        assert again(update).current_workflow_state.status == "needs_changes"


def test_nobody_reads_or_decides_updates_of_another_school(
    district: District, client: Client
) -> None:
    update = submitted(district)
    client.force_login(district.other_principal)
    assert client.get(reverse("moderation_read", args=[key_of(update)])).status_code == 302
    decide(client, "approve", update)
    assert_still_waits(update)


def test_authors_never_approve_their_update_whoever_submitted_it(district: District) -> None:
    """A principal who teaches: a colleague's submission is no second pair of eyes."""
    second = account_of(make_staff((Role.PRINCIPAL, district.school)))
    content = update_content(district.curriculum)
    update = make_draft(district.classroom, owner=second, **content)
    update.save_revision(user=second)
    submit_for_approval(page=again(update), user=district.teacher)
    update = again(update)
    assert not sees(second, update)
    assert update.current_workflow_task.get_actions(update, second) == []
    assert sees(district.principal, update)


def test_the_queue_has_screens_of_twenty_and_the_form_left_out_is_on_the_one_shown(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("district_cms.moderation.review.views.ON_A_SCREEN", 2)
    updates = [submitted(district, title=title) for title in ("One", "Two", "Three")]
    client.force_login(district.principal)
    first = client.get(reverse("moderation_review")).text
    assert "1 to 2 of 3" in first
    assert "Three" not in first
    third = reverse("moderation_read", args=[key_of(updates[2])])
    assert third in first
    assert "3 to 3 of 3" in client.get(third).text
    refused = decide(client, "send-back", updates[2], **{"several-comment": ""})
    assert f'value="{key_of(updates[2])}" form="review-several" checked' in refused.text


def test_a_principal_sees_the_authors_statements_about_a_picture(
    district: District, client: Client
) -> None:
    """That releases are on file is ticked by one person, so whoever approves has to see it."""
    picture = {
        "image": make_picture(),
        "description": "Four students measure a table.",
        "people": "students",
        "release": True,
        "source": "staff",
    }
    update = submitted(district, pictures=[("picture", picture)])
    client.force_login(district.principal)
    page = html.fromstring(read(client, update))
    (said,) = page.xpath("//section[@aria-labelledby='read-pictures']")
    words = " ".join(said.text_content().split())
    assert "Four students measure a table." in words
    assert "Students can be recognized: releases are on file · A staff member" in words
