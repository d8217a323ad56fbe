"""A principal's dashboard: its numbers add up, and it stays quick on a posting day."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district_cms.moderation.services import submit_for_approval
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db


def words(client: Client) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(reverse("wagtailadmin_home")).text).split())


def test_what_waits_is_counted_for_the_posting_day_although_more_wait(
    district: District, client: Client
) -> None:
    Walk.begin(district).submit()
    Walk.begin(district, title="A trip").submit()
    client.force_login(district.principal)
    # Two wait in the list above, of one class.
    assert "For this day the update of 1 class is waiting for your review." in words(client)


def test_an_update_that_is_planned_is_neither_posted_nor_missing(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 06:00")
    Walk.begin(district, go_live_at=moment("2026-11-24 08:00")).submit().approve()
    client.force_login(district.principal)
    seen = words(client)
    assert "0 of 1 class has posted." in seen
    assert "The update of 1 class is approved and goes live later." in seen
    assert "has not posted yet" not in seen


def test_who_may_approve_is_known_without_a_query_for_each_page_that_waits(
    district: District,
) -> None:
    update = make_draft(
        district.classroom, owner=district.teacher, **update_content(district.curriculum)
    )
    submit_for_approval(page=update, user=district.teacher)
    task, principal = update.current_workflow_task, district.principal
    assert task.user_can_access_editor(update, principal)  # asks once whose school it is
    with CaptureQueriesContext(connection) as queries:
        assert task.user_can_access_editor(update, principal)
    assert len(queries) == 0
    assert not task.user_can_access_editor(update, district.other_principal)
    assert not task.user_can_access_editor(update, district.teacher)
