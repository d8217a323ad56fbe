"""What makes the check fast changes nothing that it says."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tinycss2 import parse_declaration_list, parse_stylesheet, serialize
from tinycss2.ast import Declaration

from district_cms.checks.accessibility.looks.css import declarations
from signatures.checking import check
from signatures.checking.styles import _of_rules, pictures_in_sheet

from .generated import ANSWERS, PASTES, answer

# Whatever begins, ends or hides something in CSS, and what is found between.
PIECES = (
    *(";", ":", "{", "}", "(", ")", "[", "]", '"', "'", "/*", "*/", "/", "\\", "\n", " ", "!", "@"),
    *("url(", "url( a;b )", 'url("p.png")', "URL(q.png)", "u\\72 l(r)", "src('s')", "url(#a)"),
    *("linear-gradient(red)", "image-set('t' 1x)", "-webkit-image-set(", "rgb(1, 2, 3)", "x(y(z))"),
    *(
        "background:",
        "color:red",
        "--a:",
        "content:",
        "!important",
        "p {",
        "@media x {",
        "@font-face",
    ),
    *(
        "@font-face {",
        "@page {",
        "<!--",
        "-->",
        "@import url(v);",
        "1px",
        "'a;b'",
        '"{"',
        "é",
        "\x00",
    ),
)
css = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join)


def test_what_is_found_in_generated_pastes_is_what_was_found_before() -> None:
    stored = ANSWERS.read_text().splitlines()
    assert [answer(number) for number in range(PASTES)] == stored


@settings(max_examples=300, deadline=None)
@given(css)
def test_declarations_read_one_by_one_are_those_of_the_whole_style(text: str) -> None:
    nodes = parse_declaration_list(text, skip_comments=True, skip_whitespace=True)
    whole = [node for node in nodes if isinstance(node, Declaration)]
    assert list(map(written, declarations(text))) == list(map(written, whole))


@settings(max_examples=300, deadline=None)
@given(css)
def test_pictures_found_rule_by_rule_are_those_of_the_whole_sheet(text: str) -> None:
    whole = parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    assert list(pictures_in_sheet(text)) == list(_of_rules(whole))


def test_a_number_that_python_does_not_read_is_no_failure() -> None:
    found = check(f"<style>a {{ width: {'1' * 5000}px }} b {{ background: url(\\70) }}</style>")
    assert "wallpaper" in {each.code for each in found}


def written(declaration: Declaration) -> tuple[str, bool, str]:
    return declaration.lower_name, declaration.important, serialize(declaration.value)
