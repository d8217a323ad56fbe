"""What a reader finds of a block is what the gate has read: captions, file names, link texts."""

from typing import Any

import pytest

from classroom.models import UpdatePage
from district_cms.media.models import DistrictDocument
from tests.factories.district import District
from tests.factories.pages import update_content

pytestmark = pytest.mark.django_db

PRIVATE = "Student ID 123456"
ADDRESS = "https://curriculum.larkspur.example/unit-3"


def table(caption: str) -> dict[str, Any]:
    return {
        "data": [["Day", "Topic"], ["Monday", "Halves"]],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": caption,
    }


def document(title: str, name: str = "supplies.pdf") -> DistrictDocument:
    return DistrictDocument(title=title, file=f"documents/{name}")


def rules(district: District, **content: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    page = UpdatePage(**update_content(district.curriculum, **content))
    return [(finding.rule, finding.path) for finding in page.publish_findings() if finding.blocks]


def test_a_private_fact_in_the_title_of_a_table_is_found(district: District) -> None:
    assert rules(district, lesson=[("table", table("Topics of the week"))]) == []
    found = rules(district, lesson=[("table", table(f"Topics of {PRIVATE}"))])
    assert found == [("student-number", (0,))]


@pytest.mark.parametrize("title, name, found", [
    ("Supplies", "supplies.pdf", []),
    (f"Supplies of {PRIVATE}", "supplies.pdf", ["student-number"]),
    ("Supplies", "student-id-123456.pdf", ["student-number"]),
    ("Supplies", "student_id_123456_x7Yq.pdf", ["student-number"]),
])  # fmt: skip
def test_a_private_fact_in_the_title_or_file_name_of_a_document_is_found(
    title: str, name: str, found: list[str], district: District
) -> None:
    block = ("document", {"document": document(title, name), "text": "What to bring to class"})
    assert rules(district, lesson=[block]) == [(rule, (0, "document")) for rule in found]


@pytest.mark.parametrize("title, text, refused", [
    ("Supplies", "", False),
    ("Supplies", "What to bring to class", False),
    ("Supplies", "Click here", True),
    ("Click here", "", True),
    ("Click here", "What to bring to class", False),
])  # fmt: skip
def test_the_text_of_a_document_link_says_where_it_goes(
    title: str, text: str, refused: bool, district: District
) -> None:
    block = ("document", {"document": document(title), "text": text})
    found = [("link-generic", (0, "text"))] if refused else []
    assert rules(district, lesson=[block]) == found


@pytest.mark.parametrize("text, refused", [("Unit 3: fractions", False), ("Read more", True)])
def test_the_text_of_a_curriculum_link_says_where_it_goes(
    text: str, refused: bool, district: District
) -> None:
    found = [("link-generic", (0, "text"))] if refused else []
    assert rules(district, curriculum=[("link", {"url": ADDRESS, "text": text})]) == found


def test_a_deleted_document_is_not_reported_as_a_dead_link(district: District) -> None:
    assert rules(district, lesson=[
        ("prose", "<p>We place halves on a number line.</p>"),
        ("document", {"document": None, "text": ""}),
    ]) == []  # fmt: skip


@pytest.mark.parametrize("url, allowed", [
    (ADDRESS, True),
    ("javascript://curriculum.larkspur.example/%0aalert(1)", False),
    ("data://curriculum.larkspur.example/x", False),
])  # fmt: skip
def test_a_curriculum_link_leads_to_a_page_and_not_to_a_script(
    url: str, allowed: bool, district: District
) -> None:
    found = [] if allowed else [("curriculum-host", (0, "url"))]
    assert rules(district, curriculum=[("link", {"url": url, "text": "Unit 3"})]) == found
