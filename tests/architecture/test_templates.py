"""What must hold for every public template, style sheet, script and drawing.

The public side runs under a Content-Security-Policy that forbids anything inline and anything
from another server; a slip would break the page in a family's browser, not in ours.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from tests.architecture.public_files import (
    FORBIDDEN,
    PUBLIC_TEMPLATES,
    SCRIPTS,
    STATIC,
    STYLES,
    TEMPLATES,
    in_each,
    name,
    within,
)

COMPONENT_STYLES = STATIC / "css" / "components"

# The editor's screens have a sheet of their own, which uses what Wagtail declares.
PUBLIC_STYLES = [path for path in STYLES if "admin" not in (path.stem, path.parent.name)]
DRAWINGS = sorted((STATIC / "img").rglob("*.svg"))

# Styles that no template of that name draws: what forms, blocks and writers put anywhere.
STYLES_OF_PLAIN_HTML = {"button", "link_card", "signature_findings"}


def lost(paths: Iterable[Path], pattern: str, there: Callable[[Path, str], Path]) -> list[str]:
    """What files name by the pattern's group and is not a file `there`."""
    return [
        f"{name(path)}: {wanted}"
        for path in paths
        for wanted in re.findall(pattern, path.read_text(encoding="utf-8"))
        if not there(path, wanted).is_file()
    ]


@pytest.mark.parametrize("markup, what", [
    ('<p style="color: red">', "a style attribute"),
    ("<style>p {}</style>", "a style element"),
    ("<script>go()</script>", "an inline script"),
    ('<button onclick="go()">', "an event attribute"),
    ('<a href="javascript:go()">', "a script address"),
    ('<iframe src="/x/"></iframe>', "a frame"),
    ('<img src="https://cdn.example.net/x.png">', "another server's address"),
    ('<img src="//cdn.example.net/x.png">', "another server's address"),
])  # fmt: skip
def test_the_check_of_templates_sees_what_it_looks_for(markup: str, what: str) -> None:
    assert FORBIDDEN[what].search(markup)


@pytest.mark.parametrize("markup", [
    '<script type="module" src="{% static \'js/x.js\' %}"></script>',
    '<a href="/search/">one</a>',
    '<div class="button on">',
    "<p>Come to the stylish concert</p>",
])  # fmt: skip
def test_the_check_of_templates_lets_plain_markup_be(markup: str) -> None:
    assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(markup)]


def test_the_engine_can_read_every_public_template() -> None:
    unread = []
    for template in PUBLIC_TEMPLATES:
        try:
            get_template(within(TEMPLATES, template))
        except TemplateSyntaxError as error:
            unread.append(f"{name(template)}: {error}")
    assert unread == []


def test_every_included_or_extended_template_is_there() -> None:
    named = r"{%\s*(?:include|include_once|extends)\s+[\"']([^\"']+)[\"']"
    assert lost(PUBLIC_TEMPLATES, named, lambda _from, path: TEMPLATES / path) == []


def test_every_static_file_that_a_template_names_is_there() -> None:
    named = r"{%\s*static\s+[\"']([^\"']+)[\"']"
    assert lost(PUBLIC_TEMPLATES, named, lambda _from, path: STATIC / path) == []


def test_a_drawing_is_only_shapes() -> None:
    # An address but that of the namespace, which nobody fetches.
    other = r"<script|<style|<image|<foreignObject|\sstyle=|\son\w+=|(?<!xmlns=\"http:)//"
    assert in_each(DRAWINGS, other) == []


def test_every_file_that_a_style_sheet_names_is_there() -> None:
    named = r"url\(\"([^\"]+)\"\)"
    assert lost(STYLES, named, lambda sheet, target: sheet.parent / target) == []


def test_the_site_style_sheet_takes_in_every_style_file_once() -> None:
    entry = STATIC / "css" / "site.css"
    taken = re.findall(r"@import url\(\"([^\"]+)\"\)", entry.read_text(encoding="utf-8"))
    there = [path.relative_to(entry.parent).as_posix() for path in PUBLIC_STYLES if path != entry]
    assert sorted(taken) == sorted(there)


def test_a_component_has_one_template_and_one_style_file_of_the_same_name() -> None:
    styles = {path.stem for path in COMPONENT_STYLES.glob("*.css")} - STYLES_OF_PLAIN_HTML
    assert styles
    assert styles - {path.stem for path in PUBLIC_TEMPLATES if path.parent.name != "pages"} == set()


def test_the_files_were_found() -> None:
    assert len(PUBLIC_TEMPLATES) > 50
    assert all((STYLES, SCRIPTS, DRAWINGS))


def test_every_custom_property_that_is_used_is_declared() -> None:
    css = "\n".join(path.read_text(encoding="utf-8") for path in PUBLIC_STYLES)
    declared = set(re.findall(r"(--[\w-]+)\s*:", css))
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert used <= declared, sorted(used - declared)


def test_layers_decide_so_no_rule_shouts() -> None:
    # What comes from elsewhere and shouts itself can be answered in no other way.
    ours = [path for path in STYLES if path.name != "preview_toolbar.css"]
    assert len(ours) == len(STYLES) - 1
    assert in_each(ours, "!important") == []


def test_every_mail_stands_in_the_district_s_frame_as_text_and_as_html() -> None:
    # A signature stands in mails of other programs; the parts of a digest have a folder.
    parts = {"signature", "own_words"}
    mails = [
        path
        for path in TEMPLATES.glob("*/email/*")
        if path.stem not in parts and path.suffix in {".txt", ".html"}
    ]
    assert len(mails) > 10
    bare = [
        path.name
        for path in mails
        if f'{{% extends "email/base{path.suffix}" %}}' not in path.read_text(encoding="utf-8")
    ]
    assert bare == []
    alone = [
        path.name
        for path in mails
        if not path.with_suffix({".txt": ".html", ".html": ".txt"}[path.suffix]).is_file()
    ]
    assert alone == []
