"""What each repair changes in the lines of a box, and that it changes nothing else."""

import pytest

from classroom.composer.notation import html_of
from classroom.composer.repairs import drop_signs, make_heading, make_list


@pytest.mark.parametrize(
    ("text", "excerpt", "changed"),
    [
        (
            "Bring:\n\na) ink\n\nb) [paper](https://larkspur.example/p)\n\nThanks",
            "a) ink",
            "Bring:\n\n1. ink\n1. [paper](https://larkspur.example/p)\n\nThanks",
        ),
        ("✓ read\n✓ **write**", "✓ read", "- read\n- **write**"),
        ("[ ] read\n[ ] write", "[ ] read", "- read\n- write"),
        ("- ink\n- paper", "- ink", "- ink\n- paper"),
        ("a) ink\nb) paper", "other words", "a) ink\nb) paper"),
    ],
)
def test_lines_become_a_list(text: str, excerpt: str, changed: str) -> None:
    assert make_list(text, excerpt) == changed


def test_repaired_lines_are_a_list() -> None:
    made = html_of(make_list("✓ read\n\n✓ write", "✓ read"))
    assert made == "<ul><li>read</li><li>write</li></ul>"


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("**Homework**\n\nRead page 12.", "## Homework\n\nRead page 12."),
        ("### Reading\nPage 12\n**Homework**\nNone.", "### Reading\nPage 12\n### Homework\nNone."),
        ("Homework is fun.", "Homework is fun."),
    ],
)
def test_a_bold_line_becomes_a_heading(text: str, changed: str) -> None:
    assert make_heading(text, "Homework") == changed


def test_typed_signs_of_real_items_are_removed() -> None:
    text = "- • ink\n- • paper\n\n- • glue is dear"
    assert drop_signs("Bring:\n" + text, "• ink") == "Bring:\n- ink\n- paper\n\n- • glue is dear"
    assert drop_signs(text, "no such item") == text
