"""Whole documents: title, language, reloading and zoom."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.page import RULES, check_title

OWN = {rule.id for rule in RULES}
ENGLISH = "<p>Please bring the form that you have signed to the office of the school.</p>"
SPANISH = "<p>Traiga por favor a la oficina de la escuela el formulario que ha firmado.</p>"


def rules(html: str) -> list[str]:
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


def document(html: str = '<html lang="en">', title: str = "<title>Lunch</title>") -> str:
    return f"<!DOCTYPE html>{html}<head>{title}</head><body>{ENGLISH}</body></html>"


@pytest.mark.parametrize(
    "title, expected",
    [
        ("<title>Lunch in October</title>", []),
        ("", ["page-title"]),
        ("<title></title>", ["page-title"]),
        ("<title> \n </title>", ["page-title"]),
        ("<template><title>Lunch</title></template>", ["page-title"]),
        ("<title>Untitled</title>", ["page-title-generic"]),
    ],
)
def test_a_document_has_a_title(title: str, expected: list[str]) -> None:
    assert rules(document(title=title)) == expected


def test_a_title_in_the_body_counts_but_not_one_in_a_drawing() -> None:
    assert rules(f"<html lang=en><body><title>Lunch</title>{ENGLISH}") == []
    drawing = f"<html lang=en><body><svg><title>Lunch</title></svg>{ENGLISH}"
    assert rules(drawing) == ["page-title"]


@pytest.mark.parametrize(
    "title, expected",
    [
        ("Fractions: week of October 6", []),
        ("Lunch", []),
        ("", ["page-title"]),
        (" \u200b ", ["page-title"]),
        ("Untitled", ["page-title-generic"]),
        ("untitled 2", ["page-title-generic"]),
        ("–", ["page-title-generic"]),
        ("Sin título", ["page-title-generic"]),
    ],
)
def test_a_title_says_what_the_page_is_about(title: str, expected: list[str]) -> None:
    assert [fault.rule for fault in check_title(title)] == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<html lang="en">', []),
        ('<html lang="EN-us">', []),
        ('<html lang="en" xml:lang="en-US">', []),
        ('<html lang="en" xml:lang="">', []),
        ("<html>", ["page-lang-missing"]),
        ('<html lang="">', ["page-lang-missing"]),
        ('<html lang=" ">', ["page-lang-missing"]),
        ('<html xml:lang="en">', ["page-lang-missing"]),
        ('<html lang="english">', ["page-lang-invalid"]),
        ('<html lang="eng">', ["page-lang-invalid"]),
        ('<html lang="en" xml:lang="es">', ["page-lang-mismatch"]),
        ('<html lang="es">', ["page-lang-wrong"]),
    ],
)
def test_a_document_declares_its_language(html: str, expected: list[str]) -> None:
    assert rules(document(html)) == expected


def test_passages_with_a_language_of_their_own_do_not_count_for_the_page() -> None:
    marked = SPANISH.replace("<p>", '<p lang="es">')
    assert rules(f"<html lang=en><title>Lunch</title>{ENGLISH}{marked * 9}") == []


@pytest.mark.parametrize(
    "content, expected",
    [
        ("30", ["page-refreshes"]),
        ("30; URL=/lunch/", ["page-refreshes"]),
        ("0; URL=/lunch/", []),
        ("72001", []),
        ("30: /lunch/", []),
        ("-30", []),
    ],
)
def test_a_page_that_reloads_is_reported(content: str, expected: list[str]) -> None:
    meta = f'<meta http-equiv="Refresh" content="{content}">'
    assert rules(meta) == expected
    assert rules(document(title=f"<title>Lunch</title>{meta}")) == expected
    assert rules(f'<meta http-equiv="refresh" content="0; URL=/m/">{meta}') == []


@pytest.mark.parametrize(
    "content, expected",
    [
        ("width=device-width, initial-scale=1", []),
        ("user-scalable=yes", []),
        ("user-scalable=1", []),
        ("maximum-scale=2", []),
        ("maximum-scale=5, user-scalable = yes", []),
        ("user-scalable=no", ["page-zoom"]),
        ("user-scalable=0", ["page-zoom"]),
        ("width=device-width,maximum-scale=1", ["page-zoom"]),
        ("maximum-scale = 1.5", ["page-zoom"]),
    ],
)
def test_a_page_can_be_enlarged(content: str, expected: list[str]) -> None:
    meta = f'<meta name="viewport" content="{content}">'
    assert rules(document(title=f"<title>Lunch</title>{meta}")) == expected


@pytest.mark.parametrize("html", [ENGLISH, "<title></title>", "<p>html</p>", "", "<head></head>"])
def test_a_fragment_needs_no_title_and_no_language(html: str) -> None:
    assert rules(html) == []
