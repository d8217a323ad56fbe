"""The side panel of the page editor: where it is, what it brings, what it hands back."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.publishing.editor.side_panel import show_in_page_editor
from tests.factories.district import District

from .conftest import OneForm

pytestmark = pytest.mark.django_db

PANEL = 'data-side-panel="gate"'
RAW_LINK = (
    '<p>The page <a href="https://www.nasa.gov/moon">https://www.nasa.gov/moon</a> helps.</p>'
)


@pytest.fixture
def teacher(district: District) -> Client:
    client = Client()
    client.force_login(district.teacher)
    return client


def editing(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def data(html: str, element_id: str) -> Any:
    """What the page hands to its script under this id."""
    [text] = re.findall(rf'<script id="{element_id}" type="application/json">(.*?)</script>', html)
    return json.loads(text)


def test_a_refused_submission_opens_the_panel_and_keeps_the_ticks(
    teacher: Client, draft: UpdatePage, form: OneForm
) -> None:
    sent = form(lesson=[("prose", RAW_LINK)], assignments=[])
    sent.update({"action-submit": "1", "gate-confirm": "a" * 32, f"gate-note-{'a' * 32}": "Fine."})
    answer = teacher.post(editing(draft), {**sent, "gate-asked": ["a" * 32, "b" * 32]})
    assert answer.status_code == 200
    assert "data-refused" in answer.text
    assert data(answer.text, "gate-ticked") == {"a" * 32: "Fine.", "b" * 32: None}


def test_who_may_read_but_not_save_is_given_no_ticks_to_set(
    teacher: Client, draft: UpdatePage, district: District
) -> None:
    draft.get_workflow().start(draft, district.teacher)
    assert "data-locked" in teacher.get(editing(draft)).text
    principal = Client()
    principal.force_login(district.principal)
    assert "data-locked" not in principal.get(editing(draft)).text


def test_putting_the_panel_there_twice_shows_it_once(teacher: Client, draft: UpdatePage) -> None:
    before = (EditView.get_side_panels, CreateView.get_side_panels)
    show_in_page_editor()
    assert (EditView.get_side_panels, CreateView.get_side_panels) == before
    assert teacher.get(editing(draft)).text.count(PANEL) == 1
