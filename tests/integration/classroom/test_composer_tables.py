"""One button gives a table its title and headings, and another undoes it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from tests.factories.district import District
from tests.integration.classroom.composing import compose, form_of, tree, typed
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

ROWS = "| Day | Pages |\n| Monday | 12 |\n| Tuesday | 13 |"


@pytest.fixture
def teacher(district: District, client: Client, clock: Clock) -> Client:
    clock("2026-11-24 08:00")
    client.force_login(district.teacher)
    return client


def words(response: Any) -> str:
    return " ".join(tree(response).text_content().split())


def submitted(district: District, teacher: Client, lines: str) -> Any:
    values = typed(district, submit="x", **{"lesson": lines})
    return compose(teacher, [district.classroom], values)


def edit() -> str:
    return reverse("classroom_compose_draft", args=[UpdatePage.objects.get().pk])


@pytest.mark.parametrize(
    ("lines", "label", "changed"),
    [
        (
            f"| Pages to read | |\n{ROWS}",
            "Make the first row the title",
            f"Table: Pages to read\n{ROWS}",
        ),
        (
            f"| Pages to read | Pages to read |\n{ROWS}",
            "Make the first row the title",
            f"Table: Pages to read\n{ROWS}",
        ),
        (
            f"We read on.\n\nPages to read:\n{ROWS}",
            "Make the line above it the title",
            f"We read on.\n\nTable: Pages to read\n{ROWS}",
        ),
        (
            f"**Pages to read**\n{ROWS}\n\nBring it on Friday.",
            "Make the line above it the title",
            f"Table: Pages to read\n{ROWS}\n\nBring it on Friday.",
        ),
    ],
)
def test_an_existing_title_is_used_and_undone(
    district: District, teacher: Client, lines: str, label: str, changed: str
) -> None:
    response = submitted(district, teacher, lines)
    button, *_others = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == label
    done = teacher.post(edit(), {**form_of(response), "repair": button.get("value")})
    assert form_of(done)["lesson"] == [changed]
    assert not tree(done).xpath("//button[@name='repair']")
    assert "The table has its title" in words(done)
    undone = teacher.post(edit(), {**form_of(done), "undo": "last"})
    assert "".join(form_of(undone)["lesson"][0].split()) == "".join(lines.split())


@pytest.mark.parametrize("above", ["", "We read on.\n\n", "- Pages to read:\n", "## Reading\n\n"])
def test_a_missing_title_is_typed_beside_the_button(
    district: District, teacher: Client, above: str
) -> None:
    response = submitted(district, teacher, above + ROWS)
    [button] = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == "Give the table this title"
    mark = button.get("value")
    [label] = tree(response).xpath(f"//label[@for='repair-words-{mark}']")
    assert label.text_content() == "What is the table about?"
    empty = teacher.post(edit(), {**form_of(response), "repair": mark})
    assert "Table:" not in form_of(empty)["lesson"][0]
    # Pressing before typing shows an error at the field.
    [field] = tree(empty).xpath(f"//input[@id='repair-words-{mark}'][@aria-invalid='true']")
    [error] = tree(empty).xpath(f"//p[@id='{field.get('aria-describedby')}']")
    assert error.text_content() == "Type it here first, then press the button."
    titled = {"repair": mark, f"repair-words-{mark}": " Pages  to read "}
    done = teacher.post(edit(), {**form_of(empty), **titled})
    assert f"Table: Pages to read\n{ROWS}" in form_of(done)["lesson"][0]
    assert form_of(done)["lesson"][0].startswith(above.strip())


def test_headings_come_from_the_first_row_of_a_table_of_the_page_editor(
    district: District, teacher: Client
) -> None:
    response = submitted(district, teacher, f"Table: Pages to read\n{ROWS}")
    assert response.status_code == 302
    update = UpdatePage.objects.get()
    if update.workflow_in_progress:
        update.current_workflow_state.cancel(user=district.teacher)
    # The page editor leaves such a table if nobody chose its headings.
    for child in update.lesson:
        if child.block_type == "table":
            child.value.update(table_header_choice="neither", first_row_is_table_header=False)
    update.save_revision(clean=False)
    asked = teacher.post(edit(), {**form_of(teacher.get(edit())), "submit": "x"})
    [button] = tree(asked).xpath("//button[@name='repair']")
    assert button.text_content() == "Make the first row the headings"
    done = teacher.post(edit(), {**form_of(asked), "repair": button.get("value")})
    assert "The table has its headings now." in words(done)
    stored = UpdatePage.objects.get().get_latest_revision_as_object()
    [table] = [child.value for child in stored.lesson if child.block_type == "table"]
    assert table["table_header_choice"] == "row"
    assert table["first_row_is_table_header"] is True
    assert table["table_caption"] == "Pages to read"
