"""A principal's dashboard: its numbers add up, and it is fast on a posting day."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.moderation.services import submit_for_approval
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db


def words(client: Client) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(reverse("wagtailadmin_home")).text).split())


def test_reviews_are_counted_for_the_posting_day_although_more_are_waiting(
    district: District, client: Client
) -> None:
    Walk.begin(district).submit()
    Walk.begin(district, title="A trip").submit()
    client.force_login(district.principal)
    # The list above has two waiting updates of one class.
    assert "For this day the update of 1 class is waiting for your review." in words(client)


def test_a_scheduled_update_is_neither_posted_nor_missing(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 06:00")
    Walk.begin(district, go_live_at=moment("2026-11-24 08:00")).submit().approve()
    client.force_login(district.principal)
    seen = words(client)
    assert "0 of 1 class has posted." in seen
    assert "The update of 1 class is approved and goes live later." in seen
    assert "has not posted yet" not in seen


def test_only_the_schools_own_principal_may_approve(district: District) -> None:
    update = make_draft(
        district.classroom, owner=district.teacher, **update_content(district.curriculum)
    )
    submit_for_approval(page=update, user=district.teacher)
    task, principal = update.current_workflow_task, district.principal
    assert task.user_can_access_editor(update, principal)
    assert not task.user_can_access_editor(update, district.other_principal)
    assert not task.user_can_access_editor(update, district.teacher)
