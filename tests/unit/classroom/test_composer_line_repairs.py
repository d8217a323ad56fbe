"""What each repair changes in a text, and that it changes nothing else."""

import pytest

from classroom.composer.repairs import (
    Change,
    drop_signs,
    make_heading,
    make_list,
    mark_language,
    name_link,
)
from district_cms.schools.richtext.markup import parsed, written


def repaired(repair: Change, html: str, excerpt: str) -> str:
    around = parsed(html)
    before = written(around)
    assert repair(around, excerpt) == (written(around) != before)
    return written(around)


@pytest.mark.parametrize(
    ("html", "excerpt", "changed"),
    [
        (
            (
                "<p>Bring:</p><p>a) a pen</p>"
                '<p>b)  <a href="https://a.example">b</a> pen</p><p>Thanks</p>'
            ),
            "a) a pen",
            (
                "<p>Bring:</p><ol><li>a pen</li>"
                '<li><a href="https://a.example">b</a> pen</li></ol><p>Thanks</p>'
            ),
        ),
        (
            "<p>✓ read</p><p>✓ <b>write</b></p>",
            "✓ read",
            "<ul><li>read</li><li><b>write</b></li></ul>",
        ),
        (
            "<p><b>[ ] read</b></p><p>[ ] write</p>",
            "[ ] read",
            "<ul><li><b>read</b></li><li>write</li></ul>",
        ),
        ("<ul><li>ink</li><li>paper</li></ul>", "ink", "<ul><li>ink</li><li>paper</li></ul>"),
        ("<p>a) ink</p><p>b) paper</p>", "other words", "<p>a) ink</p><p>b) paper</p>"),
    ],
)
def test_paragraphs_become_a_list(html: str, excerpt: str, changed: str) -> None:
    assert repaired(make_list, html, excerpt) == changed


@pytest.mark.parametrize(
    ("html", "changed"),
    [
        ("<p><b>Homework</b></p><p>Read.</p>", "<h2>Homework</h2><p>Read.</p>"),
        (
            "<h3>Reading</h3><p>Page 12</p><p><b>Homework</b></p>",
            "<h3>Reading</h3><p>Page 12</p><h3>Homework</h3>",
        ),
        ("<p>Homework is fun.</p>", "<p>Homework is fun.</p>"),
    ],
)
def test_a_bold_line_becomes_a_heading(html: str, changed: str) -> None:
    assert repaired(make_heading, html, "Homework") == changed


def test_typed_signs_of_real_items_are_removed() -> None:
    html = "<ul><li>• ink</li><li>• <b>paper</b></li></ul><ul><li>• glue is dear</li></ul>"
    assert repaired(drop_signs, html, "• ink") == (
        "<ul><li>ink</li><li><b>paper</b></li></ul><ul><li>• glue is dear</li></ul>"
    )
    assert repaired(drop_signs, html, "no such item") == html


def test_a_line_is_marked_and_a_link_is_named() -> None:
    around = parsed('<p>One</p><ul><li>Hola <b>hola</b></li></ul><p><a href="#page-1">here</a></p>')
    assert mark_language(around, "Hola  hola", "es")
    assert not mark_language(around, "", "es")
    assert name_link(around, "here", "Week <3>")
    assert not name_link(around, "here", "again")
    assert written(around) == (
        '<p>One</p><ul><li lang="es">Hola <b>hola</b></li></ul>'
        '<p><a href="#page-1">Week &lt;3&gt;</a></p>'
    )
