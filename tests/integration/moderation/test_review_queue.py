"""The review queue and its mails: what waits for whom, decided once, told once."""

from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from classroom.models import UpdatePage
from classroom.services.updates import post_to_sections
from district_cms.moderation.notices import tell_everyone
from district_cms.moderation.review.queue import review_queue
from district_cms.moderation.services import submit_for_approval
from district_cms.people.roles import Role
from district_cms.web.models import FailedWork
from notifications.models import Message
from tests.factories.district import account_of
from tests.factories.pages import (
    make_classroom,
    make_curriculum_page,
    make_draft,
    make_home,
    make_school,
    make_teacher_page,
    update_content,
)
from tests.factories.people import fresh, make_account, make_staff
from tests.integration.shared import Shared

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_world(shared: Shared, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """Made once for the tests of this module, in a transaction around them."""
    with django_db_blocker.unblock():
        return shared.get("review queue", one_school_with_a_class)


@pytest.fixture
def school_world(built_world: dict[str, Any], db: None) -> dict[str, Any]:
    return {name: type(made).objects.get(pk=made.pk) for name, made in built_world.items()}


def one_school_with_a_class() -> dict[str, Any]:
    home = make_home()
    school = make_school(home)
    teacher_page = make_teacher_page(school)
    classroom = make_classroom(teacher_page)
    return {
        "home": home,
        "school": school,
        "teacher_page": teacher_page,
        "teacher": teacher_page.staff.user,
        "classroom": classroom,
        "curriculum": make_curriculum_page(home),
        "principal": make_account(Role.PRINCIPAL, school),
    }


def submitted(world: dict[str, Any], **content: Any) -> UpdatePage:
    update = make_draft(
        world["classroom"],
        owner=world["teacher"],
        **update_content(world["curriculum"], **content),
    )
    submit_for_approval(page=update, user=fresh(world["teacher"]))
    return UpdatePage.objects.get(pk=update.pk)


def state_of(update: UpdatePage) -> Any:
    return update.current_workflow_task_state


def test_another_schools_principal_has_an_empty_queue(school_world: dict[str, Any]) -> None:
    submitted(school_world)
    stranger = make_account(Role.PRINCIPAL, make_school(school_world["home"]))
    assert review_queue(stranger) == []


def test_a_teacher_may_not_open_the_queue(school_world: dict[str, Any], client: Client) -> None:
    client.force_login(school_world["teacher"])
    response = client.get(reverse("moderation_review"))
    assert response.status_code == 302  # Wagtail leads back to its home with a message


def test_updates_posted_together_are_one_entry_and_one_approval(
    school_world: dict[str, Any], client: Client
) -> None:
    other = make_classroom(school_world["teacher_page"])
    update = make_draft(
        school_world["classroom"],
        owner=school_world["teacher"],
        **update_content(school_world["curriculum"]),
    )
    user = fresh(school_world["teacher"])
    post_to_sections(update=update, classrooms=[other], user=user, submit=True)
    submit_for_approval(page=UpdatePage.objects.get(pk=update.pk), user=user)
    entries = review_queue(fresh(school_world["principal"]))
    assert [len(entry.pages) for entry in entries] == [2]

    client.force_login(school_world["principal"])
    keys = [state.pk for state in entries[0].states]
    client.post(reverse("moderation_approve", args=[keys[0]]), {"seen": keys})
    assert UpdatePage.objects.filter(live=True).count() == 2


def test_sending_back_needs_a_comment_and_keeps_the_page_waiting(
    school_world: dict[str, Any], client: Client
) -> None:
    update = submitted(school_world)
    client.force_login(school_world["principal"])
    url = reverse("moderation_read", args=[state_of(update).pk])
    response = client.post(url, {"comment": "  "})
    assert response.status_code == 422
    assert "Say what should change" in response.content.decode()
    assert state_of(UpdatePage.objects.get(pk=update.pk)).status == "in_progress"


def test_sending_back_with_a_comment_reaches_the_author(
    school_world: dict[str, Any], client: Client
) -> None:
    update = submitted(school_world)
    client.force_login(school_world["principal"])
    state = state_of(update)
    client.post(reverse("moderation_read", args=[state.pk]), {"comment": "Please add the room."})
    tell_everyone()
    to_author = Message.objects.filter(address=school_world["teacher"].email)
    assert len(to_author) == 1
    assert "Please add the room." in to_author[0].text
    assert not UpdatePage.objects.get(pk=update.pk).live


def test_what_the_gate_refuses_stays_in_the_queue_with_the_reason(
    school_world: dict[str, Any], client: Client
) -> None:
    update = submitted(school_world)
    # The curriculum page goes after the submission: what was fine then is not now.
    school_world["curriculum"].unpublish()
    client.force_login(school_world["principal"])
    response = client.post(reverse("moderation_approve", args=[state_of(update).pk]), follow=True)
    assert "is no longer on the site" in response.content.decode()
    assert len(review_queue(fresh(school_world["principal"]))) == 1


def test_one_mail_that_fails_keeps_nobody_elses_back(
    school_world: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(school_world)
    second = account_of(make_staff((Role.PRINCIPAL, school_world["school"])))
    sent = EmailMultiAlternatives.send

    def refuse_one(message: EmailMultiAlternatives, *args: Any, **kwargs: Any) -> Any:
        if message.to == [second.email]:
            raise OSError("no mail today")
        return sent(message, *args, **kwargs)

    monkeypatch.setattr("district_cms.web.mail.EmailMultiAlternatives.send", refuse_one)
    assert tell_everyone() == 1
    assert FailedWork.objects.open().get().key == str(second.pk)
