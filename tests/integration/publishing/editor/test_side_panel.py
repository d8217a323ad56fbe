"""The side panel of the page editor: where it is, what it brings, what it hands back."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page, get_page_models

from classroom.models import UpdatePage
from district_cms.publishing.editor.page_views import gated_page_viewset
from tests.factories.district import District

from .conftest import OneForm

pytestmark = pytest.mark.django_db

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


def test_users_who_may_only_read_get_no_checkboxes(
    teacher: Client, draft: UpdatePage, district: District
) -> None:
    draft.get_workflow().start(draft, district.teacher)
    assert "data-locked" in teacher.get(editing(draft)).text
    principal = Client()
    principal.force_login(district.principal)
    assert "data-locked" not in principal.get(editing(draft)).text


def test_each_of_our_page_types_has_the_editor_of_gated_pages() -> None:
    models = [model for model in get_page_models() if model is not Page]
    viewsets = {page_viewset_registry.get_by_type(model) for model in models}
    assert viewsets == {gated_page_viewset}
