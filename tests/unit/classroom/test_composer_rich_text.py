"""The texts of the composer: HTML of the editor, lines of a plain field, and what is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.composer.rich_text import editor_html, html_from_lines, lines_of, stored_html


@pytest.mark.parametrize(
    ("sent", "html"),
    [
        ("<p>We <strong>place</strong> halves.</p>", "<p>We <b>place</b> halves.</p>"),
        ("<h2>Reading</h2><p>Page&nbsp;12</p>", "<h2>Reading</h2><p>Page 12</p>"),
        ("<h1>Reading</h1><h6>Deep</h6>", "<h2>Reading</h2><h4>Deep</h4>"),
        (
            "<ul><li>one<ul><li>deep</li></ul></li></ul>",
            "<ul><li>one<ul><li>deep</li></ul></li></ul>",
        ),
        ('<p><span lang="es">Hola, familias</span></p>', '<p lang="es">Hola, familias</p>'),
        (
            '<p>We say <span lang="ar" dir="ltr" style="color: red">x</span>.</p>',
            '<p>We say <span lang="ar" dir="rtl">x</span>.</p>',
        ),
        (
            '<p><a href="https://a.example/u_3" onclick="x()" target="_blank">unit 3</a></p>',
            '<p><a href="https://a.example/u_3">unit 3</a></p>',
        ),
        ('<p><a href="javascript:alert(1)">bad</a></p>', "<p>bad</p>"),
        ("<p>a</p><script>alert(1)</script><img src=x onerror=y>", "<p>a</p>"),
        ("<p><br></p><ul><li> </li></ul><p>One</p>", "<p>One</p>"),
        ("loose &lt;b&gt;<p>One</p>", "<p>loose &lt;b&gt;</p><p>One</p>"),
        (
            "<p>See https://a.example/w?v=1&amp;t=2.</p>",
            '<p>See <a href="https://a.example/w?v=1&amp;t=2">https://a.example/w?v=1&amp;t=2</a>.</p>',
        ),
        ("<p>ahttps://a.example</p>", "<p>ahttps://a.example</p>"),
        ("", ""),
    ],
)
def test_only_what_the_field_allows_is_stored(sent: str, html: str) -> None:
    assert stored_html(sent) == html
    assert stored_html(editor_html(html)) == html


def test_a_small_text_has_no_headings() -> None:
    assert stored_html("<h2>Reading</h2>", headings=False) == "<p>Reading</p>"


def test_the_editor_gets_addresses_for_links_within_the_site() -> None:
    stored = '<p data-block-key="x1"><a id="12" linktype="page">Math</a></p>'
    assert editor_html(stored) == '<p><a href="#page-12">Math</a></p>'


BEFORE = (
    '<h2>Reading</h2><p>Bring <b>pens</b>.</p><ul><li>one</li><li lang="es">dos</li></ul>'
    '<div data-block="signed"><b>Table:</b> <table><caption>Pages</caption><tr><td>1</td></tr>'
    "</table></div>"
)
LINES = "Reading\n\nBring pens.\n\none\ndos\n\nTable: Pages"


def test_lines_that_stay_keep_their_format() -> None:
    assert lines_of(BEFORE) == LINES
    assert html_from_lines(LINES, BEFORE) == BEFORE
    assert html_from_lines("Bring pens.\n- new <b>\ndos", BEFORE) == (
        '<p>Bring <b>pens</b>.</p><p>- new &lt;b&gt;</p><ul><li lang="es">dos</li></ul>'
    )


PIECES = [
    "<p>",
    "</p>",
    "<ul><li>",
    "</li></ul>",
    "<b>",
    "<a href='#page-x'>",
    "word",
    "&lt;",
    "<h2>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_what_is_stored_stays_as_it_is(sent: str) -> None:
    html = stored_html(sent)
    assert stored_html(editor_html(html)) == html
    assert html_from_lines(lines_of(html), html).count("word") == html.count("word")
