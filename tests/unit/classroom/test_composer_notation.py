"""The text that a teacher types into a plain box, to rich text and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.composer.notation import can_show, html_of, name_link, text_of, without_bold


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("We place halves.", "<p>We place halves.</p>"),
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("• one\n•two", "<ul><li>one</li><li>two</li></ul>"),
        ("1. one\n2) two", "<ol><li>one</li><li>two</li></ol>"),
        ("-8 degrees today", "<p>-8 degrees today</p>"),
        ("2026. What a year", "<p>2026. What a year</p>"),
        ("## Reading\nPage 12", "<h2>Reading</h2><p>Page 12</p>"),
        ("[es] Hola, familias", '<p lang="es">Hola, familias</p>'),
        ("[xx] Hola", "<p>[xx] Hola</p>"),
        ("- [ar] أهلا", '<ul><li lang="ar" dir="rtl">أهلا</li></ul>'),
        (
            "See [unit 3](https://larkspur.example/u_3*).",
            '<p>See <a href="https://larkspur.example/u_3*">unit 3</a>.</p>',
        ),
        ("[Math](page:12)", '<p><a linktype="page" id="12">Math</a></p>'),
        ("[Math](page:x)", "<p>[Math](page:x)</p>"),
        ("[bad](javascript:alert(1))", "<p>[bad](javascript:alert(1))</p>"),
        ("**Bring** *both* 2*3*4", "<p><b>Bring</b> <i>both</i> 2*3*4</p>"),
        ("**Due **Friday, ** by** noon", "<p><b>Due</b> Friday,  <b>by</b> noon</p>"),
        (
            "**[Unit 3](https://a.example)**",
            '<p><a href="https://a.example"><b>Unit 3</b></a></p>',
        ),
        ("a ** b ** c", "<p>a ** b ** c</p>"),
        (
            "See https://a.example/w?v=1&t=2.",
            '<p>See <a href="https://a.example/w?v=1&amp;t=2">https://a.example/w?v=1&amp;t=2</a>.</p>',
        ),
        ("(https://a.example/b)", '<p>(<a href="https://a.example/b">https://a.example/b</a>)</p>'),
        ("**See https://a.example**", "<p><b>See https://a.example</b></p>"),
        ("ahttps://a.example", "<p>ahttps://a.example</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_lines_of_a_box_become_rich_text(typed: str, html: str) -> None:
    assert html_of(typed) == html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("**Math night**", "Math night"),
        ("**Bring:** pens", "Bring: pens"),
        ("**Due **Friday", "Due Friday"),
        ("Read *Holes*", "Read *Holes*"),
        ("2**3 = 8 and 2**4 = 16", "2**3 = 8 and 2**4 = 16"),
        ("**only begun", "**only begun"),
    ],
)
def test_a_line_without_bold_shows_no_signs_for_it(typed: str, words: str) -> None:
    assert without_bold(typed) == words


def test_a_small_box_has_no_headings() -> None:
    assert html_of("## Reading", headings=False) == "<p>## Reading</p>"
    assert not can_show("<h2>Reading</h2>", headings=False)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<p data-block-key="a1b2c">We <b>place</b> halves &amp; more.</p>', True),
        ("<ul><li>one</li><li>two</li></ul><p>three</p>", True),
        ('<h3>Reading</h3><p><a linktype="document" id="3">List</a></p>', True),
        ("<p><strong>Bring</strong></p><p></p>", True),
        ('<p>We say <span lang="es">hola</span>.</p>', False),
        ("<ul><li>one<ul><li>deep</li></ul></li></ul>", False),
        ('<ol start="4"><li>four</li></ol>', False),
        ("<p>one<br/>two</p>", False),
        ("<p>- no list</p>", False),
        ("<p>**not bold**</p>", False),
        ('<p><a href="https://larkspur.example/a b(c)">x</a></p>', False),
        ("<p>Watch https://films.example/w.</p>", True),
        ('<p><a href="https://a.example/b">https://a.example/b</a></p>', True),
        ('<p><a href="https://a.example/c">https://a.example/b</a></p>', True),
    ],
)
def test_a_box_shows_only_what_it_can_return(html: str, shown: bool) -> None:
    assert can_show(html) is shown


PIECES = ["- ", "1. ", "## ", "\n", "**", "*", "[es] ", "[a](https://x.example)", "<b>", "word"]


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_typed_text_survives_the_round_trip(typed: str) -> None:
    html = html_of(typed)
    if can_show(html):
        shown = text_of(html)
        assert text_of(html_of(shown)) == shown


def test_a_bare_address_stays_as_typed_until_it_gets_a_text() -> None:
    typed = "Watch https://films.example/w before Friday."
    assert text_of(html_of(typed)) == typed
    named = "Watch [Film about rulers](https://films.example/w) before Friday."
    assert name_link(typed, "https://films.example/w", "Film about rulers") == named
