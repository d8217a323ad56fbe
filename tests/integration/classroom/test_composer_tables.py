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

ROWS = [["Day", "Pages"], ["Monday", "12"], ["Tuesday", "13"]]


def html(*rows: list[str], caption: str = "") -> str:
    """Returns a table as the script sends one that was pasted."""
    cells = "".join("<tr><td>" + "</td><td>".join(row) + "</td></tr>" for row in rows)
    return (
        f'<div data-block=""><b>Table:</b> <table><caption>{caption}</caption>{cells}</table></div>'
    )


@pytest.fixture
def teacher(district: District, client: Client, clock: Clock) -> Client:
    clock("2026-11-24 08:00")
    client.force_login(district.teacher)
    return client


def words(response: Any) -> str:
    return " ".join(tree(response).text_content().split())


def submitted(district: District, teacher: Client, lesson: str) -> Any:
    values = typed(district, submit="x", **{"lesson-html": lesson})
    return compose(teacher, [district.classroom], values)


def lesson() -> list[Any]:
    """Returns the stored texts, and the title and rows of the stored tables."""
    draft = UpdatePage.objects.get().get_latest_revision_as_object()
    return [
        child.value.source
        if child.block_type == "prose"
        else (child.value["table_caption"], child.value["data"])
        for child in draft.lesson
    ]


def edit() -> str:
    return reverse("classroom_compose_draft", args=[UpdatePage.objects.get().pk])


@pytest.mark.parametrize(
    ("sent", "label", "changed"),
    [
        (html(["Pages to read", ""], *ROWS), "Make the first row the title", []),
        (html(["Pages to read"] * 2, *ROWS), "Make the first row the title", []),
        (
            f"<p>We read on.</p><p>Pages to read:</p>{html(*ROWS)}",
            "Make the line above it the title",
            ["<p>We read on.</p>"],
        ),
        (f"<p><b>Pages to read</b></p>{html(*ROWS)}", "Make the line above it the title", []),
    ],
)
def test_an_existing_title_is_used_and_undone(
    district: District, teacher: Client, sent: str, label: str, changed: list[str]
) -> None:
    response = submitted(district, teacher, sent)
    before = lesson()
    button, *_others = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == label
    done = teacher.post(edit(), {**form_of(response), "repair": button.get("value")})
    assert lesson() == [*changed, ("Pages to read", ROWS)]
    assert not tree(done).xpath("//button[@name='repair']")
    assert "The table has its title" in words(done)
    assert form_of(done)["lesson"][0].endswith("Table: Pages to read")
    teacher.post(edit(), {**form_of(done), "undo": "last"})
    assert lesson() == before


@pytest.mark.parametrize("above", ["", "<p>We read on.</p>", "<ul><li>Pages:</li></ul>"])
def test_a_missing_title_is_typed_beside_the_button(
    district: District, teacher: Client, above: str
) -> None:
    response = submitted(district, teacher, above + html(*ROWS))
    [button] = tree(response).xpath("//button[@name='repair']")
    assert button.text_content() == "Give the table this title"
    mark = button.get("value")
    [label] = tree(response).xpath(f"//label[@for='repair-words-{mark}']")
    assert label.text_content() == "What is the table about?"
    empty = teacher.post(edit(), {**form_of(response), "repair": mark})
    assert lesson()[-1] == ("", ROWS)
    # Pressing before typing shows an error at the field.
    [field] = tree(empty).xpath(f"//input[@id='repair-words-{mark}'][@aria-invalid='true']")
    [error] = tree(empty).xpath(f"//p[@id='{field.get('aria-describedby')}']")
    assert error.text_content() == "Type it here first, then press the button."
    titled = {"repair": mark, f"repair-words-{mark}": " Pages  to read "}
    teacher.post(edit(), {**form_of(empty), **titled})
    assert lesson() == [*filter(None, [above]), ("Pages to read", ROWS)]


def test_blocks_move_with_the_text_and_go_with_their_line(
    district: District, teacher: Client
) -> None:
    sent = f"<p>One</p>{html(*ROWS, caption='Pages')}<p>Two</p>"
    compose(teacher, [district.classroom], typed(district, **{"lesson-html": sent}))
    table = ("Pages", ROWS)
    assert lesson() == ["<p>One</p>", table, "<p>Two</p>"]
    draft = UpdatePage.objects.get()
    [block] = tree(teacher.get(edit())).xpath("//textarea[@name='lesson-html']/text()")
    signed = block[block.index("<div") : block.index("</div>") + len("</div>")]
    values = {**form_of(teacher.get(edit())), "lesson-html": f"<p>Two</p>{signed}{signed}"}
    teacher.post(edit(), values)
    assert lesson() == ["<p>Two</p>", table, table]
    ids = [child.id for child in UpdatePage.objects.get().lesson]
    assert len(set(ids)) == len(ids)
    assert draft.lesson[1].id in ids  # a copy is another block
    # Without a script: a line that is deleted takes its table along.
    teacher.post(edit(), {**form_of(teacher.get(edit())), "lesson-html": sent})
    teacher.post(edit(), {**form_of(teacher.get(edit())), "lesson": "Table: Pages\nThree"})
    assert lesson() == [table, "<p>Three</p>"]
    teacher.post(edit(), {**form_of(teacher.get(edit())), "lesson": "Three"})
    assert lesson() == ["<p>Three</p>"]


def test_headings_come_from_the_first_row_of_a_table_of_the_page_editor(
    district: District, teacher: Client
) -> None:
    response = submitted(district, teacher, html(*ROWS, caption="Pages to read"))
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
