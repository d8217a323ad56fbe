"""Rich text that code stored is limited to the editor's markup when it is rendered."""

from typing import Any

import pytest
import wagtail
from django.template import Context, Template
from wagtail import rich_text
from wagtail.rich_text import RichText

from district_cms.schools.richtext import TAGS, clean
from tests.factories.district import District

BAD = {
    "a script": "<p>Halves<script>alert(1)</script></p>",
    "an event": '<p onclick="alert(1)">Halves</p>',
    "an event of a link": '<p><a href="/x/" onmouseover="alert(1)">Halves</a></p>',
    "a style": '<p style="position:fixed;color:red">Halves</p>',
    "a style sheet": "<style>body{display:none}</style><p>Halves</p>",
    "a script as address": '<p><a href="javascript:alert(1)">Halves</a></p>',
    "a script behind spaces": '<p><a href=" java\tscript:alert(1)">Halves</a></p>',
    "a script behind an entity": '<p><a href="&#106;avascript:alert(1)">Halves</a></p>',
    "data as address": '<p><a href="data:text/html;base64,PHN2Zz4=">Halves</a></p>',
    "a picture that fails": '<p>Halves<img src=x onerror="alert(1)"></p>',
    "a drawing": "<svg onload=alert(1)><p>Halves</p></svg>",
    "a frame": '<iframe src="https://elsewhere.example/"></iframe><p>Halves</p>',
    "a form": '<form action="https://elsewhere.example/"><input name="q"><p>Halves</p></form>',
    "a page of its own": '<p>Halves</p><base href="https://elsewhere.example/"><meta charset=x>',
    "a tag that is never closed": "<p>Halves</p><a href='/x/' onfocus=alert(1) autofocus",
    "a class of ours": '<p class="visually-hidden" id="main">Halves</p>',
    "a script in a title": "<noscript><p title='</noscript><img onerror=alert(1)>'>Halves</p>",
}
SIGNS = (
    "alert(1)",
    "style=",
    "<style",
    "javascript",
    "elsewhere",
    "data:",
    "class=",
    "<img",
    "<svg",
)
GOOD = [
    "<p>Plain words</p>",
    "<h2>One</h2><h3>Two</h3><h4>Three</h4>",
    "<p><b>bold</b> <i>italic</i> <strong>a</strong> <em>b</em><br>next line</p>",
    "<ul><li>one<ul><li>inner</li></ul></li></ul><ol><li>two</li></ol>",
    '<p><a href="https://www.larkspur.example/a?b=1&amp;c=2">out</a></p>',
    '<p><a href="/curriculum/">in</a> <a href="#part">part</a></p>',
    '<p><a href="mailto:office@larkspur.example">write</a> <a href="tel:+14065550123">call</a></p>',
    '<p lang="es">Hola <span lang="ar" dir="rtl">مرحبا</span></p>',
    "<p>Fish &amp; chips, 3 &lt; 4, “quotes”, ½</p>",
]


@pytest.mark.parametrize("html", BAD.values(), ids=BAD.keys())
def test_unlisted_markup_is_removed_but_its_text_stays(html: str) -> None:
    for shown in (str(RichText(html)), _by_the_filter(html)):
        assert [sign for sign in SIGNS if sign in shown.replace("\t", "").casefold()] == []
        assert "on" not in _attributes(shown)
        assert "Halves" in shown


@pytest.mark.parametrize("html", GOOD)
def test_markup_from_the_editor_is_unchanged(html: str) -> None:
    assert str(RichText(html)).strip() == html


def test_the_allowed_tags_match_the_editors_buttons() -> None:
    assert {"h2", "h3", "h4", "b", "i", "ol", "ul", "li", "a", "p", "br"} <= TAGS
    assert TAGS.isdisjoint({"h1", "script", "style", "img", "iframe", "form", "input", "svg"})


def test_the_patched_function_exists_in_this_wagtail_version() -> None:
    # Check how a new version renders rich text before you change this number.
    assert wagtail.VERSION[:2] == (8, 0)
    assert getattr(rich_text.get_rewriter, "cleans", False)


@pytest.mark.django_db
def test_links_to_pages_are_still_resolved(district: District) -> None:
    shown = f'<p><a linktype="page" id="{district.curriculum.pk}">Unit 3</a></p>'
    assert f'<a href="{district.curriculum.url}">Unit 3</a>' in str(RichText(shown))
    assert list(rich_text.extract_references_from_rich_text(shown))


def test_cleaning_is_idempotent() -> None:
    for html in (*BAD.values(), *GOOD):
        assert clean(clean(html)) == clean(html)


def _by_the_filter(html: str) -> str:
    template = Template("{% load wagtailcore_tags %}{{ html|richtext }}")
    return str(template.render(Context({"html": html})))


def _attributes(html: str) -> set[Any]:
    """The first two letters of the attributes' names."""
    tags = html.split("<")[1:]
    words = [word for tag in tags for word in tag.split(">")[0].split()[1:]]
    return {word[:2].casefold() for word in words}
