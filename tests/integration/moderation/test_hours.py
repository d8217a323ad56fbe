"""What is approved for a later hour is never called live, and everyone reads the hour."""

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.moderation.notices import tell_everyone
from notifications.models import Message
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import update_content
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db
HOUR = "Tuesday, November 24, 8:00 am"


@pytest.fixture
def planned(district: District, clock: Clock) -> Walk:
    """An update that its teacher wants to be live on the 24th at eight, submitted on the 20th."""
    clock("2026-11-20 10:00")
    return Walk.begin(district).change(go_live_at=moment("2026-11-24 08:00")).submit()


def text_of(client: Client, name: str, *args: int) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_the_review_names_the_hour_before_it_is_approved(
    planned: Walk, district: District, client: Client
) -> None:
    client.force_login(district.principal)
    assert f"If you approve this, it goes live on {HOUR}." in text_of(client, "moderation_review")
    edit = text_of(client, "wagtailadmin_pages:edit", planned.pk)
    assert f"If you approve this, it goes live on {HOUR}, not right away." in edit


def test_without_a_plan_it_says_right_away(district: District, client: Client) -> None:
    walk = Walk.begin(district).submit()
    client.force_login(district.principal)
    assert "If you approve this, it goes live right away." in text_of(client, "moderation_review")
    assert "not right away" not in text_of(client, "wagtailadmin_pages:edit", walk.pk)


def test_approving_in_the_queue_says_the_hour_and_not_live(
    planned: Walk, district: District, client: Client
) -> None:
    client.force_login(district.principal)
    state = planned.page.current_workflow_task_state
    address = reverse("moderation_approve", args=[state.pk])
    said = client.post(address, follow=True).content.decode()
    assert f"is approved. It goes live on {HOUR}." in said
    assert "is live." not in said
    assert not planned.page.live


def test_approving_in_the_editor_says_the_hour(
    planned: Walk, district: District, client: Client
) -> None:
    client.force_login(district.principal)
    form = update_form(
        update_content(district.curriculum),
        **{
            "go_live_at": "2026-11-24 08:00",
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
        },
    )
    address = reverse("wagtailadmin_pages:edit", args=[planned.pk])
    answer = client.post(address, form, follow=True)
    said = " ".join(str(message) for message in answer.context["messages"])
    assert f"is approved. It goes live on {HOUR}." in said


def test_the_teachers_mail_says_the_hour_and_not_live(planned: Walk, district: District) -> None:
    tell_everyone()
    assert f"Goes live on {HOUR}" in Message.objects.get(address=district.principal.email).text
    planned.approve()
    tell_everyone()
    mail = Message.objects.get(address=district.teacher.email)
    assert mail.subject == "“Fractions on a number line” is approved and goes live later"
    assert f"Goes live on {HOUR}" in mail.text
    assert "live now" not in mail.text


def test_the_teacher_reads_what_a_locked_page_waits_for(
    planned: Walk, district: District, client: Client, clock: Clock
) -> None:
    client.force_login(district.teacher)
    home = text_of(client, "wagtailadmin_home")
    assert "Continue" not in home
    assert "<strong>With the principal</strong>" in home
    assert "since Friday, November 20, 10:00 am" in home
    planned.approve()
    home = text_of(client, "wagtailadmin_home")
    assert "Continue" not in home
    assert f"<strong>Scheduled for {HOUR}</strong>" in home
    clock("2026-11-24 08:01")
    Walk(district, planned.pk).publish()
    assert "<strong>Live</strong>" in text_of(client, "wagtailadmin_home")


def test_an_hour_that_has_passed_when_it_is_approved_is_right_away(
    planned: Walk, district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 09:00")
    client.force_login(district.principal)
    assert "it goes live right away" in text_of(client, "moderation_review")
