"""What is approved for a later hour is never called live, and everyone reads the hour."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.district import District
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
