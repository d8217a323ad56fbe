"""Truth table of the rules about files to download: the examination, and its faults."""

from dataclasses import replace
from typing import Any

import pytest

from district_cms.checks.accessibility.documents import RULES, LinkedFile, check_document, is_title
from district_cms.checks.describing import describe
from district_cms.checks.documents import Examination, State

PDF = Examination(
    kind="pdf",
    title="What to bring",
    language="en",
    tagged=True,
    shows_title=True,
    has_text=True,
    pages=1,
    pages_read=1,
    pages_of_pictures=0,
    headings=1,
    pictures=0,
    pictures_without_words=0,
)
WORD = Examination(
    kind="docx", title="What to bring", language="en", words=900, headings=3, pictures=0,
    pictures_without_words=0,
)  # fmt: skip
SLIDES = Examination(kind="pptx", title="Evening", language="en", pages=3, pictures=0)
SHEETS = Examination(kind="xlsx", title="Menu", pages=2, pictures=0)


def rules(examination: Examination | None) -> list[str]:
    return [fault.rule for fault in check_document(LinkedFile("Supply list", examination))]


@pytest.mark.parametrize("base, change, found", [
    (PDF, {}, []),
    (PDF, {"tagged": False, "headings": 0}, ["doc-untagged"]),
    (PDF, {"tagged": False, "headings": 0, "pages": 9}, ["doc-untagged"]),
    (PDF, {"title": ""}, ["doc-title"]),
    (PDF, {"shows_title": False}, []),
    (PDF, {"language": ""}, ["doc-language"]),
    (PDF, {"language": " "}, ["doc-language"]),
    (PDF, {"has_text": False, "pages_of_pictures": 1}, ["doc-image-only"]),
    (
        PDF,
        {"has_text": False, "pages_of_pictures": 1, "tagged": False, "title": "", "language": ""},
        ["doc-image-only"],
    ),
    (PDF, {"has_text": False, "tagged": False}, ["doc-untagged"]),  # an empty page
    (PDF, {"pages": 5, "pages_read": 5, "pages_of_pictures": 2}, ["doc-image-pages"]),
    (PDF, {"pages": 3, "headings": 0}, []),
    (PDF, {"pages": 4, "headings": 0}, ["doc-no-headings"]),
    (PDF, {"pictures": 3, "pictures_without_words": 2}, ["doc-alt-missing"]),
    (PDF, {"locked": "password", "tagged": False}, ["doc-encrypted"]),
    (PDF, {"locked": "assistive"}, ["doc-encrypted"]),
    (PDF, {"state": State.DAMAGED}, ["doc-unreadable"]),
    (PDF, {"state": State.FAILED}, ["doc-unreadable"]),
    (PDF, {"state": State.TOO_MUCH}, ["doc-accessible"]),
    (WORD, {}, []),
    (WORD, {"headings": 0}, ["doc-no-headings"]),
    (WORD, {"headings": 0, "words": 499}, []),
    (WORD, {"pictures": 1, "pictures_without_words": 1}, ["doc-alt-missing"]),
    (WORD, {"title": "Document1", "language": ""}, ["doc-title", "doc-language"]),
    (WORD, {"tables": 2, "tables_without_headers": 1}, ["doc-table-headers"]),
    (PDF, {"fields": 3, "fields_without_names": 3}, ["doc-fields-unnamed"]),
    (SLIDES, {}, []),
    (SLIDES, {"slides_without_title": (2, 3)}, ["doc-slide-titles"]),
    (SHEETS, {"unnamed_sheets": ("Sheet1",)}, ["doc-sheet-names"]),
])  # fmt: skip
def test_the_results_of_an_examination_give_faults(
    base: Examination, change: dict[str, Any], found: list[str]
) -> None:
    assert rules(replace(base, **change)) == found


@pytest.mark.parametrize("examination, found", [
    (None, ["doc-not-examined"]),
    (Examination(state=State.UNKNOWN), ["doc-accessible"]),
    (Examination(kind="plain"), []),
    (Examination(kind="captions", cues=0), []),
    (Examination(kind="recording"), ["doc-recording"]),
])  # fmt: skip
def test_kinds_without_an_examination_raise_a_question_or_pass(
    examination: Examination | None, found: list[str]
) -> None:
    assert rules(examination) == found


@pytest.mark.parametrize("title, is_one", [
    ("What to bring to class", True),
    ("Document of the month", True),
    ("", False),
    (" \u200b", False),
    ("Document1", False),
    ("Presentación de PowerPoint", False),
])  # fmt: skip
def test_a_default_title_is_no_title(title: str, is_one: bool) -> None:
    assert is_title(title) is is_one


def test_every_fault_names_the_file_and_has_all_params() -> None:
    worst = [
        replace(PDF, tagged=False, pages_of_pictures=1, pictures=2, pictures_without_words=1,
                title="", language=""),
        replace(PDF, pages=9, headings=0, fields=2, fields_without_names=1),
        replace(WORD, tables=2, tables_without_headers=1),
        replace(SLIDES, slides_without_title=(1, 4)),
        replace(SHEETS, unnamed_sheets=("Sheet1", "Sheet2")),
        replace(PDF, has_text=False, pages_of_pictures=1),
        replace(PDF, locked="password"),
        replace(PDF, state=State.DAMAGED),
        Examination(state=State.UNKNOWN),
        Examination(kind="recording"),
        None,
    ]  # fmt: skip
    faults = [fault for one in worst for fault in check_document(LinkedFile("Supply list", one))]
    assert {fault.rule for fault in faults} == {rule.id for rule in RULES} - {"doc-gone"}
    for fault in faults:
        assert "Supply list" in describe(fault).message
    said = " ".join(describe(fault).message for fault in faults)
    for words in ("1 of the first 1 pages are", "1 of 2 pictures have", "1, 4", "Sheet1, Sheet2"):
        assert words in said
    for words in ("1 of 2 form fields have", "1 of 2 tables have"):
        assert words in said
