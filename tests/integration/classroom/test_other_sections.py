"""Posting one update to several sections: a copy for each, all or none."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from classroom.models import ClassroomPage, UpdatePage
from classroom.services.updates import post_to_sections
from district_cms.audit_log.models import AuditEntry
from district_cms.publishing.gate import PublishBlocked
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_teacher_page,
)
from tests.integration.classroom.walk import Walk

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 10)


@pytest.fixture
def sections(district: District) -> list[ClassroomPage]:
    """Two more sections of the teacher's class."""
    return [
        make_classroom(district.teacher_page, title="Math 3", section=f"Period {number}")
        for number in (2, 3)
    ]


def latest(page: Page) -> UpdatePage:
    found: UpdatePage = UpdatePage.objects.get(pk=page.pk)
    return found


def nothing_was_made(walk: Walk) -> bool:
    return (
        list(UpdatePage.objects.all()) == [walk.page]
        and walk.page.batch_id is None
        and not AuditEntry.objects.filter(action="classroom.post_to_sections").exists()
    )


def test_an_update_that_the_gate_refuses_goes_to_no_section(
    district: District, sections: list[ClassroomPage]
) -> None:
    walk = Walk.begin(district, lesson=[])
    with pytest.raises(PublishBlocked):
        post_to_sections(update=walk.page, classrooms=sections, user=district.teacher, submit=True)
    assert nothing_was_made(walk)


def test_nobody_copies_an_update_of_someone_else(district: District) -> None:
    walk = Walk.begin(district)
    page = make_teacher_page(district.school)
    own = make_classroom(page)
    assert page.staff.user is not None
    with pytest.raises(PermissionDenied):
        post_to_sections(update=walk.page, classrooms=[own], user=page.staff.user, submit=False)
    assert nothing_was_made(walk)


def other_sections(walk: Walk) -> str:
    return reverse("classroom_other_sections", args=[walk.pk])


def test_the_form_posts_to_the_ticked_classes(
    district: District, sections: list[ClassroomPage], client: Client
) -> None:
    client.force_login(district.teacher)
    walk = Walk.begin(district)
    form = {"classrooms": [sections[1].pk], "submit": "on"}
    response = client.post(other_sections(walk), form)
    assert response.status_code == 302
    made = UpdatePage.objects.exclude(pk=walk.pk).get()
    assert made.get_parent().specific == sections[1]
    assert made.current_workflow_state is not None


def test_the_screen_says_which_class_has_an_update_for_these_days(
    district: District, sections: list[ClassroomPage], client: Client
) -> None:
    walk = Walk.begin(district)
    address = reverse("classroom_other_sections", args=[walk.pk])
    client.force_login(district.teacher)
    assert "has an update for these days" not in client.get(address).content.decode()
    post_to_sections(update=walk.page, classrooms=sections[:1], user=district.teacher, submit=False)
    shown = client.get(address).content.decode()
    said = f"(2026-27) – has an update for these days: “{walk.page.title}” (draft)"
    assert shown.count(said) == 1
    assert shown.index("Period 2") < shown.index(said) < shown.index("Period 3")
