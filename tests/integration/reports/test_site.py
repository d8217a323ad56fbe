"""The administrators' screen: what must be looked after, and what failed."""

import pytest
from django.test import Client
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.publishing.scheduled import publish_due_pages
from district_cms.web.models import FailedWork
from district_cms.web.queue.isolation import (
    Item,
    begin_work,
    end_work,
    next_step,
    note_done,
    note_success,
)
from tests.factories.district import District
from tests.factories.people import make_account

from .conftest import fails

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/site/"


@pytest.fixture
def screen(administrator: User, client: Client) -> Client:
    client.force_login(administrator)
    return client


@pytest.mark.parametrize(
    "role", [Role.TEACHER, Role.PRINCIPAL, Role.COMMUNICATIONS, Role.COUNSELOR]
)
def test_nobody_but_administrators_sees_it_or_acts(
    role: Role, district: District, client: Client
) -> None:
    row = fails(district)
    client.force_login(make_account(role, district.school))
    assert client.get(REPORT).status_code in {302, 403}
    assert client.post(f"{REPORT}{row.pk}/again/").status_code in {302, 403}
    row.refresh_from_db()
    assert row.next_at is not None
    assert row.next_at > timezone.now()
    assert "How the site is doing" not in client.get("/admin/", follow=True).content.decode()


def test_an_administrator_has_it_tried_again_now_and_that_is_recorded(
    district: District, screen: Client
) -> None:
    row = fails(district)
    answer = screen.post(f"{REPORT}{row.pk}/again/", follow=True)
    assert "It will be tried again within a minute." in answer.content.decode()
    row.refresh_from_db()
    assert row.next_at is not None
    assert row.next_at <= timezone.now()
    assert AuditEntry.objects.get(action="operations.try_again").data["key"] == "1"
    # Nobody plans it any more, so the run that follows closes it.
    list(publish_due_pages())
    assert not FailedWork.objects.open().exists()


def test_finished_work_is_not_tried_again(district: District, screen: Client) -> None:
    row = fails(district)
    note_success(Item("publish", "1"))
    answer = screen.post(f"{REPORT}{row.pk}/again/", follow=True)
    assert "This has succeeded in the meantime." in answer.content.decode()


def test_finished_work_shows_its_time_and_restarts_the_next_night(screen: Client) -> None:
    begin_work("audit-gate", total=9000, step="listing")
    next_step("audit-gate", step="looking", total=70)
    note_done("audit-gate", 70)
    end_work("audit-gate")
    page = screen.get(REPORT).content.decode()
    assert ": 70" in page
    assert "<progress" not in page
    begin_work("audit-gate", total=9100, step="listing")
    assert "Finding out what changed: 0 of 9100" in screen.get(REPORT).content.decode()
