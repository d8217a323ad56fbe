"""Each text is read in the language that it says, and asked about where it says none."""

from typing import Any

import pytest

from classroom.models import UpdatePage
from district_cms.publishing.content.fragments import Fragment, fragments
from district_cms.publishing.editor.live_check import check_response
from district_cms.schools.banners.models import Banner
from district_cms.schools.models import StandardPage

SPANISH = "Traigan por favor los libros de la biblioteca antes del viernes."
ENGLISH = "Please bring the books of the library back before Friday."
VIETNAMESE = "Xin quý phụ huynh trả sách thư viện trước thứ Sáu."
ARABIC = "يرجى إعادة كتب المكتبة قبل يوم الجمعة."


def table(*cells: str, **more: Any) -> tuple[str, Any]:
    rows = [["Day", "Work"], *([cell, "3"] for cell in cells)]
    return "table", {
        "data": rows,
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "Homework of the week",
    } | more


def asked(**content: Any) -> list[tuple[str, Any, tuple[str | int, ...]]]:
    page = UpdatePage(**{"title": "Library books", "slug": "library", **content})
    return [
        (finding.rule, finding.field, finding.path)
        for finding in page.publish_findings()
        if finding.rule.startswith("lang-")
    ]


CALL_OUT = {"title": "Books", "body": f"<p>{SPANISH}</p>", "tone": "important"}


@pytest.mark.parametrize(
    "content, expected",
    [
        ({"lesson": [("prose", f"<p>{SPANISH}</p>")]}, [("lang-part-missing", "lesson", (0,))]),
        ({"lesson": [("prose", f'<p lang="es">{SPANISH}</p>')]}, []),
        ({"lesson": [("prose", f'<p>{ENGLISH} <span lang="es">{SPANISH}</span></p>')]}, []),
        ({"lesson": [("prose", f'<p lang="es">{VIETNAMESE}</p>')]},
         [("lang-part-wrong", "lesson", (0,))]),
        ({"lesson": [("call_out", CALL_OUT)]}, [("lang-part-missing", "lesson", (0, "body"))]),
        ({"lesson": [("call_out", CALL_OUT | {"language": "es"})]}, []),
        ({"lesson": [("call_out", CALL_OUT | {"language": "vi"})]},
         [("lang-part-missing", "lesson", (0, "body"))]),
        ({"lesson": [("call_out", CALL_OUT | {"language": "es", "body": f"<p>{ENGLISH}</p>"})]},
         [("lang-part-missing", "lesson", (0, "body"))]),
        ({"lesson": [table(SPANISH)]}, [("lang-block-unmarked", "lesson", (0,))]),
        ({"lesson": [table("3", table_caption=SPANISH)]},
         [("lang-block-unmarked", "lesson", (0,))]),
        ({"lesson": [table(SPANISH, table_caption="Tarea", language="es")]}, []),
        ({"assignments": [("assignment", {"title": SPANISH, "details": ""})]},
         [("lang-block-unmarked", "assignments", (0, "title"))]),
        ({"assignments": [("assignment", {"title": SPANISH, "language": "es"})]}, []),
        ({"assignments": [("assignment", {"title": VIETNAMESE, "language": "es"})]},
         [("lang-block-unmarked", "assignments", (0, "title"))]),
        ({"title": SPANISH}, [("lang-page-unmarked", "title", ())]),
        ({"title": SPANISH, "language": "es"}, []),
        ({"language": "es", "lesson": [("prose", f"<p>{ENGLISH}</p>")]},
         [("lang-part-missing", "lesson", (0,))]),
        ({"language": "ar", "title": ARABIC, "nothing_reason": ARABIC}, []),
        ({"assessments": f"<p>{SPANISH}</p>"}, [("lang-part-missing", "assessments", ())]),
        ({"assessments": f"<p>{SPANISH}</p>", "language": "es-MX"}, []),
    ],
)  # fmt: skip
def test_a_text_raises_a_question_at_its_place_until_its_language_is_marked(
    content: dict[str, Any], expected: list[Any], db: None
) -> None:
    assert asked(**content) == expected


def test_a_page_of_every_kind_can_say_its_language(db: None) -> None:
    page = StandardPage(title=SPANISH, slug="x", language="es")
    assert [f.rule for f in page.publish_findings() if f.rule.startswith("lang-")] == []


def test_a_notice_says_its_languages_by_its_fields() -> None:
    read = {
        piece.field: piece.language for piece in fragments(Banner(text_en=ENGLISH, text_es=SPANISH))
    }
    assert read["text_en"] == "en"
    assert read["text_es"] == "es"


def test_the_same_words_in_another_language_are_another_content() -> None:
    english = Fragment("text", "Pain", "title")
    assert Fragment("text", "Pain", "title", language="fr").mark != english.mark
    # What was confirmed before there was a language to say holds on.
    without = Fragment("link", {"text": "Pain"}, "links")
    assert Fragment("link", {"text": "Pain", "language": ""}, "links").mark == without.mark
    assert Fragment("link", {"text": "Pain", "language": "fr"}, "links").mark != without.mark


def suggestion(**content: Any) -> Any:
    page = UpdatePage(**{"title": "Library books", "slug": "library", **content})
    found = [f for f in page.publish_findings() if f.rule.startswith("lang-")]
    [told] = check_response(page, found, {}, {})["findings"]
    assert not told["empty"]
    return told["suggestion"]


def test_only_changes_that_one_click_can_make_are_offered(db: None) -> None:
    assert suggestion(lesson=[("prose", f"<p>{ENGLISH} {SPANISH}</p>")]) == {
        "of": "text",
        "label": "Mark as Spanish",
        "language": "es",
        "passage": SPANISH,
    }
    assert suggestion(assessments=f"<p>{SPANISH}</p>")["of"] == "text"
    assert suggestion(lesson=[table(SPANISH)])["label"] == "Mark the block as Spanish"
    # The whole page in Spanish, for one title, is for a person to decide.
    assert suggestion(title=SPANISH) is None
    assert suggestion(lesson=[("prose", f'<p lang="es">{VIETNAMESE}</p>')]) is None
