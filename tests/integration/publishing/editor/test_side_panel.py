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
TOGGLE = 'data-side-panel-toggle="gate"'
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


def test_the_editor_of_a_page_has_the_panel_its_button_and_its_script(
    teacher: Client, draft: UpdatePage
) -> None:
    html = teacher.get(editing(draft)).text
    assert html.count(PANEL) == html.count(TOGGLE) == 1
    assert f'data-check-url="/admin/accessibility/check/{draft.pk}/"' in html
    assert re.search(r'<script src="[^"]*js/gate_panel/panel\.\S*js" type="module">', html)
    assert "data-refused" not in html
    assert data(html, "gate-ticked") == {}


def test_the_editor_of_a_new_page_asks_about_its_parent(
    teacher: Client, district: District
) -> None:
    place = ["classroom", "updatepage", district.classroom.pk]
    html = teacher.get(reverse("wagtailadmin_pages:add", args=place)).text
    address = f"/admin/accessibility/check/new/classroom/updatepage/{district.classroom.pk}/"
    assert f'data-check-url="{address}"' in html


def test_the_words_of_the_script_are_complete(teacher: Client, draft: UpdatePage) -> None:
    words = data(teacher.get(editing(draft)).text, "gate-words")
    assert words["fix"] == ["1 thing must be fixed", "%(count)s things must be fixed"]
    assert words["failed"] == "Could not check. We will check again when you save."
    assert all(words.values())


def test_wagtails_own_panels_stay(teacher: Client, draft: UpdatePage) -> None:
    html = teacher.get(editing(draft)).text
    order = re.findall(r'data-side-panel="(\w+)"', html)
    assert order == ["status", "gate", "preview", "checks", "comments"]


def test_autosave_leaves_the_open_panel_alone(
    teacher: Client, draft: UpdatePage, form: OneForm
) -> None:
    response = teacher.post(editing(draft), form(), headers={"Accept": "application/json"})
    assert response.json()["success"]
    assert "data-gate-panel" not in response.json()["html"]
    hydrated = teacher.get(f"{editing(draft)}?_w_hydrate_create_view=1")
    assert "data-gate-panel" not in hydrated.text


def test_a_refused_submission_opens_the_panel_and_keeps_the_ticks(
    teacher: Client, draft: UpdatePage, form: OneForm
) -> None:
    sent = form(lesson=[("prose", RAW_LINK)], assignments=[])
    sent.update({"action-submit": "1", "gate-confirm": "a" * 32, f"gate-note-{'a' * 32}": "Fine."})
    answer = teacher.post(editing(draft), {**sent, "gate-asked": ["a" * 32, "b" * 32]})
    assert answer.status_code == 200
    assert "data-refused" in answer.text
    assert data(answer.text, "gate-ticked") == {"a" * 32: "Fine.", "b" * 32: None}


def test_what_was_typed_as_a_note_cannot_end_the_script_that_carries_it(
    teacher: Client, draft: UpdatePage, form: OneForm
) -> None:
    note = "</script><script>alert(1)</script>"
    sent = {**form(assignments=[]), "action-submit": "1", "gate-confirm": "a", "gate-note-a": note}
    html = teacher.post(editing(draft), sent).text
    assert note not in html
    assert data(html, "gate-ticked") == {"a": note}


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
