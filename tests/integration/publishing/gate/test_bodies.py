"""The whole gate over class updates that someone wrote who had not seen its rules."""

import pytest

from classroom.models import UpdatePage
from tests.integration.publishing.paths.world import World
from tests.measured import Tell
from tests.unit.checks.accessibility.bodies import Body, bodies

pytestmark = pytest.mark.django_db


def found(world: World, body: Body) -> list[tuple[str, tuple[int | str, ...]]]:
    lesson = [("prose", html) for html in body.blocks]
    page = UpdatePage(**world.good(lesson=lesson), language=body.language)
    # The other parts of a good update are in English.
    return [(f.rule, f.path) for f in page.publish_findings() if f.field == "lesson"]


def test_nothing_is_asked_about_an_update_with_nothing_to_fix(world: World, tell: Tell) -> None:
    good = list(bodies("good"))
    asked = {body.id: said for body in good if (said := found(world, body))}
    tell(f"gate: {sum(map(len, asked.values()))} questions over {len(good)} updates")
    assert sum(map(len, asked.values())) <= 2, asked


def test_a_fault_is_found_at_its_block(world: World, tell: Tell) -> None:
    faulty = list(bodies("faulty"))
    missed = [body.id for body in faulty if (body.rule, (body.place,)) not in found(world, body)]
    tell(f"gate: {len(faulty) - len(missed)} of {len(faulty)} faults found")
    assert len(missed) * 10 <= len(faulty), missed


@pytest.mark.parametrize(
    "blocks, expected",
    [
        (["<p><b>Homework</b></p>", "<p>Read chapter 4.</p>"], [("heading-fake", (0,))]),
        (["<p><b>Homework</b></p>", "<ul><li>Chapter 4</li></ul>"], [("heading-fake", (0,))]),
        (
            ["<p>We read.</p><p><b>What is due?</b></p>", "<p>Chapter 4.</p>"],
            [("heading-fake", (0,))],
        ),
        (["<p><b>Homework</b></p>", "<h2>Reading</h2><p>Chapter 4.</p>"], []),
        (["<p><b>Homework</b></p>", "<p><b>Reading</b></p>"], []),
        (["<p>We read.</p><p><b>Ms. Rivera</b></p>", "<p>Estimadas familias</p>"], []),
        (["<p>We read.</p><p><b>The Fourth-Grade Team</b></p>", "<p>Chapter 4.</p>"], []),
        (["<p><b>See you on Friday!</b></p>", "<p>Read chapter 4.</p>"], []),
        (["<p>Read chapter 4.</p>", "<p><b>Homework</b></p>"], []),
    ],
)
def test_a_bold_line_at_the_end_of_a_block_serves_as_heading_of_the_next(
    world: World, blocks: list[str], expected: list[tuple[str, tuple[int | str, ...]]]
) -> None:
    assert found(world, Body("", "", "en", tuple(blocks))) == expected


def test_a_bold_line_above_a_table_serves_as_its_heading(world: World) -> None:
    table = {
        "data": [["Group", "Monday"], ["Otters", "List 3"]],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "Spelling groups",
    }
    lesson = [("prose", "<p><b>Spelling</b></p>"), ("table", table)]
    page = UpdatePage(**world.good(lesson=lesson))
    assert [(f.rule, f.path) for f in page.publish_findings()] == [("heading-fake", (0,))]
