"""Languages in rich text: in the editor, in the database and on the page."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from district_cms.checks.languages import CATALOG, is_right_to_left
from district_cms.schools.richtext import PROSE_FEATURES, SHORT_FEATURES, clean, language_of_all
from district_cms.schools.richtext.editor import PREFIX, LanguageConverter, join_languages

PROSE, SHORT = LanguageConverter(PROSE_FEATURES), LanguageConverter(SHORT_FEATURES)
KEY = re.compile(r' data-block-key="\w+"')


def there_and_back(html: str, converter: LanguageConverter = PROSE) -> str:
    """The HTML after opening and saving it in the editor."""
    return KEY.sub("", converter.to_database_format(converter.from_database_format(html)))


@pytest.mark.parametrize(
    "html",
    [
        "<p>In English.</p>",
        '<p>Ask: <span lang="es">¿Qué tal?</span> Then wait.</p>',
        '<p lang="es">Traigan los libros.</p>',
        '<p lang="es">Traigan <b>los</b> libros <i>el viernes</i>.<br/>Gracias.</p>',
        '<p lang="ar" dir="rtl">يرجى إعادة كتب المكتبة.</p>',
        '<p>Say <span lang="ar" dir="rtl">شكرا</span>, please.</p>',
        '<p>Read <span lang="es">la <a href="/es/">página</a> hoy</span>, please.</p>',
        '<p>Read <a href="/es/">the <span lang="es">página</span> page</a>.</p>',
        '<h2 lang="vi">Bài tập</h2><p>English.</p>',
        # On the item itself it would apply to the nested list too.
        '<ul><li><span lang="es">Uno</span><ul><li>Two</li></ul></li><li>Three</li></ul>',
        '<ul><li lang="so">Hal</li><li lang="so">Laba</li></ul>',
        '<p>By region: <span lang="es-MX">ahorita</span>.</p>',
        '<p lang="zh-Hant">歡迎</p>',
    ],
)
def test_a_marked_passage_survives_opening_and_saving(html: str) -> None:
    assert there_and_back(html) == html


@pytest.mark.parametrize(
    "html, expected",
    [
        # The innermost language applies to its words.
        ('<p lang="es">Digan <span lang="en">please</span></p>',
         '<p><span lang="es">Digan </span><span lang="en">please</span></p>'),
        ('<p><span lang="es">Ver </span><a href="/x/"><span lang="es">los libros</span></a></p>',
         '<p lang="es">Ver <a href="/x/">los libros</a></p>'),
        # An unknown code is ignored; the gate asks for the language again.
        ('<p>Say <span lang="spanish">hola</span>.</p>', "<p>Say hola.</p>"),
    ],
)  # fmt: skip
def test_foreign_html_is_saved_as_the_editor_writes_it(html: str, expected: str) -> None:
    assert there_and_back(html) == expected


def test_a_heading_in_a_text_without_headings_loses_none_of_its_words() -> None:
    assert there_and_back('<h2 lang="es">Tarea</h2>', SHORT) == "<p>Tarea</p>"


def contentstate(text: str, *styles: tuple[str, int, int]) -> str:
    ranges = [{"style": style, "offset": at, "length": length} for style, at, length in styles]
    block: dict[str, Any] = {
        "key": "a", "text": text, "type": "unstyled", "depth": 0,
        "inlineStyleRanges": ranges, "entityRanges": [],
    }  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {}})


@pytest.mark.parametrize("tag", CATALOG)
def test_every_offered_language_is_stored_with_its_direction(tag: str) -> None:
    stored = PROSE.to_database_format(contentstate("Word", (PREFIX + tag, 0, 4)))
    direction = ' dir="rtl"' if is_right_to_left(tag) else ""
    assert KEY.sub("", stored) == f'<p lang="{tag}"{direction}>Word</p>'
    assert f'lang="{tag}"' in clean(stored)


def test_bold_text_does_not_split_a_passage() -> None:
    stored = PROSE.to_database_format(
        contentstate("Say hola amigos now", (PREFIX + "es", 4, 11), ("BOLD", 9, 10))
    )
    assert KEY.sub("", stored) == (
        '<p>Say <span lang="es">hola <b>amigos</b></span><b> now</b></p>'
    )


LANGUAGES = st.sampled_from(["", "es", "ar"])
WORDS = st.sampled_from(["Uno ", "two", " ", "شكرا", "&amp;", "<br/>"])


@st.composite
def pieces(draw: st.DrawFn, deep: int = 2) -> str:
    inner = "".join(draw(st.lists(WORDS if deep == 0 else pieces(deep - 1), max_size=3)))
    tag = draw(st.sampled_from(["b", "i", "span", "", ""]))
    if tag == "span":
        language = draw(LANGUAGES)
        return f'<span lang="{language}">{inner}</span>' if language else inner
    return f"<{tag}>{inner}</{tag}>" if tag else inner + draw(WORDS)


def letters(html: str) -> list[tuple[str, str, bool]]:
    """Every character with its language, and whether it is bold."""
    found: list[tuple[str, str, bool]] = []

    def walk(element: Any, language: str, is_bold: bool) -> None:
        language = element.get("lang") or language
        is_bold = is_bold or element.tag == "b"
        found.extend((char, language, is_bold) for char in element.text or "" if char.strip())
        for child in element:
            walk(child, language, is_bold)
            found.extend((char, language, is_bold) for char in child.tail or "" if char.strip())

    walk(lxml_html.fragment_fromstring(html, create_parent="div"), "", False)
    return found


@given(st.lists(pieces(), max_size=4), st.sampled_from(["p", "li", "h2"]))
def test_joining_changes_no_letter_and_no_language(parts: list[str], tag: str) -> None:
    html = f"<{tag}>{''.join(parts)}</{tag}>"
    joined = join_languages(html)
    assert letters(joined) == letters(html)
    assert join_languages(joined) == joined
    assert not re.search(r'<span lang="(\w+)">[^<]*\w[^<]*</span><span lang="\1">\w', joined)
    assert not re.search(r"<span[^>]*></span>", joined)


@pytest.mark.parametrize(
    "html, language",
    [
        ('<p lang="es">Uno.</p><p lang="es">Dos.</p>', "es"),
        ('<p data-block-key="a" lang="es">Uno.</p>', "es"),
        ('<ul><li lang="so">Hal</li></ul>', "so"),
        ('<p lang="es">Uno.</p><p>Two.</p>', ""),
        ('<p lang="es">Uno.</p><p lang="fr">Deux.</p>', ""),
        ("<p>One.</p>", ""),
        ('<p><span lang="es">Uno</span> two.</p>', ""),
        ("", ""),
    ],
)
def test_a_text_has_one_language_if_all_of_it_is_marked(html: str, language: str) -> None:
    assert language_of_all(html) == language
