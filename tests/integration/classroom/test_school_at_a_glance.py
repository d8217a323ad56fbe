"""A school's screen: who has posted, names for the principal only, and a single reminder."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from time_machine import travel

from classroom.ledger.refresh import refresh_current_year
from classroom.models import (
    ClassroomPage,
    UpdatePage,
)
from classroom.school import glance_at
from district_cms.moderation.services import submit_for_approval
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.pages import make_classroom, make_draft, make_teacher_page, update_content
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, made_for_a_module, moment

pytestmark = pytest.mark.django_db


TWO_DAYS_AFTER = "2026-11-26 09:00"


def posted_and_not(district: District) -> int:
    Walk.begin(district).submit().approve()
    page = make_teacher_page(district.school, title="Mx. Tanaka")
    waits = make_classroom(page, title="Science 4", grade_levels=["04"])
    with travel(moment(TWO_DAYS_AFTER), tick=False):
        refresh_current_year()
    return waits.pk


@pytest.fixture(scope="module")
def waiting_class(built: District, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    with made_for_a_module(django_db_blocker, lambda: posted_and_not(built.read_again())) as key:
        yield key


@pytest.fixture
def late(waiting_class: int, district: District, clock: Clock) -> ClassroomPage:
    """Two days after a posting day, Math 3 has posted; the returned class has not."""
    clock(TWO_DAYS_AFTER)
    return ClassroomPage.objects.get(pk=waiting_class)


def address(district: District) -> str:
    return reverse("classroom_school", args=[district.school.pk])


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def teacher_of(classroom: ClassroomPage) -> User:
    return account_of(classroom.teaching.get().staff)


def test_drafts_and_returned_updates_differ_from_nothing(
    district: District, late: ClassroomPage, client: Client
) -> None:
    days = {"period_start": dt.date(2026, 11, 24), "period_end": dt.date(2026, 11, 30)}
    content = update_content(district.curriculum, title="Rocks", **days)
    rocks = make_draft(late, owner=teacher_of(late), **content)
    [row] = [row for row in glance_at(district.school).rows if row.is_waiting]
    assert row.begun == "draft"
    submit_for_approval(page=rocks, user=teacher_of(late))
    refresh_current_year()
    client.force_login(district.principal)
    assert "With the principal" in words(client.get(address(district)).text)
    key = UpdatePage.objects.get(pk=rocks.pk).current_workflow_task_state.pk
    client.post(reverse("moderation_read", args=[key]), {"comment": "Add the room."})
    refresh_current_year()
    assert "families are waiting (sent back)" in words(client.get(address(district)).text)


def test_nobody_else_sees_the_names(
    district: District, late: ClassroomPage, client: Client
) -> None:
    for user in (
        district.other_principal,
        district.teacher,
        make_account(Role.COUNSELOR),
    ):
        client.force_login(user)
        assert client.get(address(district)).status_code != 200
    client.force_login(make_account(Role.ADMINISTRATOR))
    shown = client.get(address(district)).text
    assert "In numbers" in shown
    assert "Science 4" not in shown
    assert teacher_of(late).get_full_name() not in shown


def test_classes_that_submitted_since_differ_from_those_that_have_not(
    district: District, late: ClassroomPage, client: Client
) -> None:
    content = update_content(district.curriculum, title="Rocks")
    rocks = make_draft(late, owner=teacher_of(late), **content)
    submit_for_approval(page=rocks, user=teacher_of(late))
    refresh_current_year()
    client.force_login(district.principal)
    shown = words(client.get(address(district)).text)
    assert "families are waiting (submitted for the next day)" in shown
