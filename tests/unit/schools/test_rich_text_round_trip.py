"""Any content of the editor is stored as HTML that it can open again, and so is any stored text."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from district_cms.schools.richtext import PROSE_FEATURES, SHORT_FEATURES
from district_cms.schools.richtext.editor import PREFIX, LanguageConverter, join_languages, repaired

PROSE, SHORT = LanguageConverter(PROSE_FEATURES), LanguageConverter(SHORT_FEATURES)
KEY = re.compile(r' data-block-key="\w+"')
BLOCK_TYPES = [
    "unstyled", "header-two", "header-three", "header-four",
    "ordered-list-item", "unordered-list-item",
]  # fmt: skip
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Balance(HTMLParser):
    """Raises an error if a closing tag does not match the innermost open one."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag


def assert_balanced(html: str) -> None:
    reader = _Balance()
    reader.feed(html)
    reader.close()
    assert reader.open == []


def letters(text: str) -> str:
    return "".join(CONTROLS.sub("", text).split())


def opened(html: str, converter: LanguageConverter = PROSE) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = json.loads(converter.from_database_format(html))["blocks"]
    return blocks


def a_block(kind: str, text: str, *styles: tuple[str, int, int], depth: int = 0) -> dict[str, Any]:
    ranges = [{"style": style, "offset": at, "length": length} for style, at, length in styles]
    return {
        "key": "a", "text": text, "type": kind, "depth": depth,
        "inlineStyleRanges": ranges, "entityRanges": [],
    }  # fmt: skip


def saved(*blocks: dict[str, Any]) -> str:
    return PROSE.to_database_format(json.dumps({"blocks": blocks, "entityMap": {}}))


@pytest.mark.parametrize("kind", BLOCK_TYPES)
@pytest.mark.parametrize("other", BLOCK_TYPES)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_empty_block_beside_a_marked_one_can_be_opened_again(
    kind: str, other: str, place: int
) -> None:
    blocks = [a_block(other, "hola", (PREFIX + "es", 0, 4)) for _each in range(2)]
    blocks.insert(place, a_block(kind, ""))
    stored = saved(*blocks)
    assert_balanced(stored)
    again = opened(stored)
    assert [(each["type"], each["text"]) for each in again] == [
        (each["type"], each["text"]) for each in blocks
    ]
    assert [len(each["inlineStyleRanges"]) for each in again] == [
        len(each["inlineStyleRanges"]) for each in blocks
    ]


def test_empty_items_keep_their_place_in_a_list() -> None:
    html = '<ul><li></li><li><span lang="es">hola</span></li><li></li><li>x</li></ul>'
    assert join_languages(html) == '<ul><li></li><li lang="es">hola</li><li></li><li>x</li></ul>'


def test_an_empty_passage_is_removed() -> None:
    assert join_languages('<p><b><span lang="es"></span></b>x</p>') == "<p><b></b>x</p>"


def test_line_break_characters_in_marked_text_become_spaces() -> None:
    stored = saved(a_block("unstyled", "uno\x0bdos\x01", (PREFIX + "es", 0, 8)))
    assert KEY.sub("", stored) == '<p lang="es">uno dos</p>'


TEXT = st.text(
    st.one_of(
        st.sampled_from("ab <>&\"'\n\t\x0b\x01ñش\u00a0\ufffe"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=8,
).filter(lambda text: "\x00" not in text)


@st.composite
def blocks(draw: st.DrawFn) -> dict[str, Any]:
    text = draw(TEXT)
    styles = []
    for style in draw(
        st.lists(st.sampled_from(["BOLD", PREFIX + "es", PREFIX + "ar"]), max_size=3)
    ):
        at = draw(st.integers(0, len(text)))
        styles.append((style, at, draw(st.integers(0, len(text) - at))))
    kind = draw(st.sampled_from(BLOCK_TYPES))
    depth = draw(st.integers(0, 3)) if kind.endswith("item") else 0
    return a_block(kind, text, *styles, depth=depth)


@given(st.lists(blocks(), min_size=1, max_size=5))
def test_any_editor_content_is_balanced_and_can_be_opened_again(
    held: list[dict[str, Any]],
) -> None:
    stored = saved(*held)
    assert_balanced(stored)
    again = opened(stored)
    wanted = letters("".join(each["text"] for each in held))
    assert letters("".join(each["text"] for each in again)) == wanted
    stored_again = PROSE.to_database_format(json.dumps({"blocks": again, "entityMap": {}}))
    assert_balanced(stored_again)


@pytest.mark.parametrize(
    "html, expected",
    [
        # As it was stored by an earlier version of this editor.
        ('<ul><li lang="es">hola</li><li></ul>', '<ul><li lang="es">hola</li><li></li></ul>'),
        ("<ol><li>a</li><li><li>x</li></ol>", "<ol><li>a</li><li></li><li>x</li></ol>"),
        ("<p>One.<p>Two.", "<p>One.</p><p>Two.</p>"),
        ("<p>An <b>early <i>end</b></i></p>", "<p>An <b>early <i>end</i></b></p>"),
        ("<li>a</li> <li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
        ('<span lang="es"><p>Uno <b>dos</b></p><p>tres</p></span>',
         '<p><span lang="es">Uno <b>dos</b></span></p><p><span lang="es">tres</span></p>'),
        ("<b><ul><li>a<ul><li>b</li></ul></li></ul></b>",
         "<ul><li><b>a</b><ul><li><b>b</b></li></ul></li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br/>b</li></ul>"),
        ('<ul><li lang="es"><p>a</p>b</li></ul>', '<ul><li lang="es">a<br/>b</li></ul>'),
        ('<p>See <a linktype="page" id="x">this</a></p>', '<p>See <a id="x">this</a></p>'),
        ('<p data-block-key="k1">a<br/>b &amp; &lt;c</p>',
         '<p data-block-key="k1">a<br/>b &amp; &lt;c</p>'),
        ("", ""),
    ],
)  # fmt: skip
def test_a_stored_text_is_repaired_when_it_is_read(html: str, expected: str) -> None:
    assert repaired(html) == expected
    assert repaired(expected) == expected
    opened(html)
    opened(html, SHORT)


TOKENS = st.sampled_from(
    [f"<{slash}{tag}>" for slash in ("", "/") for tag in
     ("p", "li", "ul", "ol", "h2", "b", "i", "span", "a", "div", "br", "table", "td", "blockquote")]
    + ['<span lang="es">', '<li lang="es">', '<p lang="ar">', '<h2 lang="es">',
       '<a href="/x/">', '<a linktype="page">', '<a linktype="page" id="²">',
       "one", "two", " ", "&lt;p&gt;", "&", "<", "\x0b", "<!-- x -->", "<p", "</"]
)  # fmt: skip


@given(st.lists(TOKENS, max_size=14).map("".join))
@example("<a><b><table><a>")
@example("one<li>one</li>two")
def test_the_editor_opens_any_stored_text_without_losing_words(html: str) -> None:
    shown = unescape(nh3.clean(html, tags=set()))
    for converter in (PROSE, SHORT):
        words = letters("".join(each["text"] for each in opened(html, converter)))
        assert words == letters(shown)
    assert_balanced(repaired(html))
    assert repaired(repaired(html)) == repaired(html)
